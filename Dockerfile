# One image for web, worker and beat. Built assets are inside; everything written at run time goes to /data.
# `make rehearse` performs these steps without Docker; a test reads them.
FROM python:3.11-slim AS build
WORKDIR /srv
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
# What the portal needs, without the portal: this layer is made anew only when a pin changes.
COPY pyproject.toml constraints.txt README.md ./
RUN pip install --no-cache-dir -c constraints.txt '.[portal]'

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home --home-dir /home/census census \
    && install -d -o census -g census /data
WORKDIR /srv
COPY --from=build /venv /venv
COPY manage.py ./
COPY static static
COPY templates templates
COPY schemas schemas
COPY validation validation
COPY scoping scoping
COPY accounts accounts
COPY collect collect
COPY reference reference
COPY rulechanges rulechanges
COPY census census
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/data \
    FILES_DIR=/data/files \
    UPLOAD_TEMP_DIR=/tmp \
    STATIC_DIR=/srv/static-built
# collectstatic needs settings but no service: these values live in this step only, and open nothing.
RUN CENSUS_ENV=production SECRET_KEY=only-for-collectstatic-0123456789-0123456789-0123456789 ALLOWED_HOSTS=build \
    COLLECT_RECEIPT_KEY=b25seS1mb3ItY29sbGVjdHN0YXRpYy0wMTIzNDU2Nzg= \
    DATABASE_URL=postgres://build/build BROKER_URL=redis://build/0 \
    python manage.py collectstatic --noinput
USER census
EXPOSE 8000
VOLUME /data
# Asked under a name that the portal answers to: it refuses every other, its own address included.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/health/live', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0].strip().lstrip('.')}), timeout=4)"]
CMD ["gunicorn", "census.wsgi", "--config", "python:census.serving", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--threads", "8", "--timeout", "120", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
