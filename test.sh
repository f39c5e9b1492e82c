#!/usr/bin/env bash
# Installs what the tests need, builds with warnings as errors, runs every test, and ends with one line of counts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v npm >/dev/null; then
    echo "test.sh: the dashboard's assets need Node.js with npm. Install it, such as by: sudo apt-get install nodejs npm" >&2
    exit 1
fi

needed=(python3-torch python3-torchvision poppler-utils chromium strace slurm-wlm munge texlive-latex-recommended lmodern curl python3-requests python3-pandas)
missing=()
for package in "${needed[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if ((${#missing[@]})); then
    if [[ $(id -u) != 0 ]]; then
        echo "test.sh: the tests need packages that are not installed. Run: sudo apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    echo "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

dotnet build Dashboard.sln -c Release -v quiet --nologo

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
env --default-signal dotnet test --solution Dashboard.sln -c Release --no-build --no-ansi --max-parallel-test-modules 2 2>&1 | tee "$log" || status=$?

# What failed, once more and briefly: the whole output is long, and only its end is kept in some places.
awk '/^failed / { left = 16 } /^(  Standard output|  Error output|passed |skipped )/ { left = 0 } left > 0 { print; left-- }' "$log"

count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
echo "${passed:=0} passed, ${failed:=0} failed, ${skipped:=0} skipped"
((status == 0 && failed == 0 && passed > 0))
