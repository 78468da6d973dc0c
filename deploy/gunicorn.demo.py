"""The demo's web server: one process, since SQLite has one writer; threads so that a slow reader blocks nobody."""

workers = 1
worker_class = "gthread"
threads = 4
loglevel = "warning"
control_socket_disable = True
graceful_timeout = 3
