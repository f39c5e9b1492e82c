# The dashboard with its trainer. CPU: docker build .   NVIDIA: docker build --build-arg FLAVOUR=cuda .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG FLAVOUR=cpu
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN ./publish.sh "$FLAVOUR" && rm publish/*.tar.gz

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
COPY --from=build /source/publish/angioboard /opt/angioboard
# A new volume takes the owner of the folder that it is mounted on.
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
VOLUME /data
# Downloaded weights stay with the data.
ENV Angioboard__DataFolder=/data \
    HF_HOME=/data/huggingface \
    ANGIOBOARD_CACHE=/data/frames \
    ASPNETCORE_URLS=http://0.0.0.0:5080 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
EXPOSE 5080
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
    CMD ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/5080 && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '\"ok\"' <&3"]
ENTRYPOINT ["/opt/angioboard/Angioboard.Dashboard"]
