# The portal's one image: web, worker, beat and migrations run from it with different commands.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/portal
COPY requirements/base.txt /tmp/base.txt
RUN /opt/portal/bin/pip install --require-hashes -r /tmp/base.txt
WORKDIR /srv/portal
COPY . .
# Settings are read while static files are collected; these values live in this one step and in no layer.
RUN /opt/portal/bin/python scripts/compile_messages.py \
 && SECRET_KEY="$(/opt/portal/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DATABASE_URL=postgres://build@localhost/build \
    SITE_URL=https://build.invalid \
    DJANGO_SETTINGS_MODULE=rec_portal.settings.prod \
    /opt/portal/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && /opt/portal/bin/python -m compileall -q rec_portal councils working_groups meetings

FROM python:3.11-slim-bookworm
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=rec_portal.settings.prod
RUN groupadd --system --gid 10001 portal && useradd --system --uid 10001 --gid portal --no-create-home portal \
 && install -d -o portal -g portal -m 0750 /certificates /documents
COPY --from=build /opt/portal /opt/portal
COPY --from=build /srv/portal /srv/portal
WORKDIR /srv/portal
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=3 CMD ["python", "deploy/healthcheck.py", "web"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "rec_portal.wsgi:application"]
