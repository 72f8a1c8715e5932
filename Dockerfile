# The bot alone: no compiler, no test, no package that only the build needed.
#   docker build -t kasanie .
#   docker run --env-file .env -v kasanie:/data -v "$PWD/programme.toml:/programme.toml:ro" kasanie
# compose.yaml does the same, and with PostgreSQL too.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build

# What the bot needs changes seldom: a layer of its own.
COPY requirements/run.txt requirements/build.txt requirements/
RUN python -m venv /opt/kasanie \
 && /opt/kasanie/bin/pip install --compile --require-hashes -r requirements/run.txt \
 && pip install --require-hashes -r requirements/build.txt

COPY LICENSE README.md pyproject.toml ./
COPY actions/ actions/
COPY bot/ bot/
COPY handlers/ handlers/
COPY jobs/ jobs/
COPY loyalty/ loyalty/
COPY presets/ presets/
COPY simulator/ simulator/
COPY storage/ storage/
COPY texts/ texts/
RUN pip wheel --no-deps --no-index --no-build-isolation --wheel-dir /wheel . \
 && /opt/kasanie/bin/pip install --compile --no-deps --no-index /wheel/*.whl \
 && /opt/kasanie/bin/pip uninstall --yes pip setuptools

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent kasanie \
 && install --directory --owner=kasanie --group=kasanie /data
COPY --from=build /opt/kasanie /opt/kasanie

# The defaults of DATABASE_URL (data/kasanie.db) and PROGRAMME (programme.toml) begin where the bot stands:
# at / they are /data/kasanie.db, in the volume, and /programme.toml, to be mounted.
WORKDIR /
VOLUME /data

# Inside the container the server listens for the health check and for whatever port is published; matplotlib keeps its
# list of fonts in /tmp, since the user has no home.
ENV PATH=/opt/kasanie/bin:$PATH \
    HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8080 \
    LOG_FORMAT=json \
    MPLCONFIGDIR=/tmp \
    PYTHONUNBUFFERED=1
EXPOSE 8080

USER kasanie
# Nothing to ask when the server was switched off.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as web; port = os.environ['HTTP_PORT'] or '0'; port == '0' or web.urlopen(f'http://127.0.0.1:{port}/healthz', timeout=4)"]
ENTRYPOINT ["kasanie"]
CMD ["run"]
