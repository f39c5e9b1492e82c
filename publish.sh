#!/usr/bin/env bash
# Makes one archive that runs on Linux x64 without SDK, npm or internet: publish/angioboard-VERSION-linux-x64.tar.gz.
# ./publish.sh        with the CPU's libtorch
# ./publish.sh cuda   with NVIDIA's
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

properties=()
suffix=""
case "${1:-cpu}" in
    cpu) ;;
    cuda) properties+=(-p:Cuda=true) suffix="-cuda" ;;
    *) echo "publish.sh: \"$1\" is neither cpu nor cuda" >&2; exit 2 ;;
esac

rm -rf publish/angioboard
# Hard links into the package cache are fine: tar stores what they hold.
dotnet publish src/Dashboard -c Release -r linux-x64 --self-contained "${properties[@]}" -o publish/angioboard -v quiet --nologo
version=$(dotnet msbuild src/Dashboard -getProperty:Version)
archive="publish/angioboard-$version-linux-x64$suffix.tar.gz"
tar --dereference --hard-dereference --owner=0 --group=0 -C publish -czf "$archive" angioboard
echo "$archive ($(du -h "$archive" | cut -f1)): unpack it anywhere and start angioboard/Angioboard.Dashboard"
