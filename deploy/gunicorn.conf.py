"""The web server in production, behind the proxy."""

import os

bind = "0.0.0.0:8000"
workers = int(os.environ.get("WEB_WORKERS") or 2)
worker_class = "gthread"
threads = 4
preload_app = True
timeout = 30
graceful_timeout = 20
keepalive = 75
# A worker is replaced now and then, so that no leak grows for ever.
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, since the root file system may be read only
# The proxy keeps the access log and leaves out secret addresses; a second log here would only repeat it.
accesslog = None
errorlog = "-"
control_socket_disable = True
# Only the proxy can reach this port: no other container network leads here.
forwarded_allow_ips = "*"
limit_request_line = 4094
limit_request_fields = 60
