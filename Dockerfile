# One image for web, worker and beat. Built assets are inside; everything written at run time goes to /data.
FROM python:3.11-slim AS build
WORKDIR /srv
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY pyproject.toml constraints.txt README.md ./
COPY census census
COPY accounts accounts
COPY scoping scoping
COPY schemas schemas
COPY validation validation
COPY collect collect
RUN pip install --no-cache-dir -c constraints.txt '.[portal]'

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home --home-dir /home/census census \
    && install -d -o census -g census /data
WORKDIR /srv
COPY --from=build /venv /venv
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/data \
    FILES_DIR=/data/files \
    UPLOAD_TEMP_DIR=/tmp \
    STATIC_DIR=/srv/static-built
# collectstatic needs settings but no service: these values live in this step only.
RUN CENSUS_ENV=production SECRET_KEY=only-for-collectstatic-0123456789-0123456789-0123456789 ALLOWED_HOSTS=build \
    DATABASE_URL=postgres://build/build BROKER_URL=redis://build/0 \
    python manage.py collectstatic --noinput
USER census
EXPOSE 8000
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["gunicorn", "census.wsgi", "--config", "python:census.serving", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--threads", "8", "--timeout", "120", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
