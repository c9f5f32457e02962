"""The web server's settings, for production and for `make run` alike.

Sync workers: of the servers measured they had the lowest p95 (one request costs milliseconds, long work goes to the
background worker). PORT and WEB_CONCURRENCY come from the environment.
"""

import multiprocessing
import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(2 * multiprocessing.cpu_count() + 1, 9))
# The application is read once, then forked: a quick start and shared memory.
preload_app = True
# Nobody asks this server anything but pages.
control_socket_disable = True

# Longer than the longest page (a 20-page preview), shorter than a visitor's patience.
timeout = 60
# On SIGTERM requests under way are finished; systemd waits longer than this.
graceful_timeout = 30
# A slow leak never gets old.
max_requests = 2000
max_requests_jitter = 200
# Heartbeats on a disk can block a worker; shared memory does not.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108

# No access log: addresses and searches are personal data. The proxy in front may count requests without them.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")
proc_name = "danvan"


def when_ready(server: object) -> None:
    """Close what reading the application may have opened: forked workers must not share a database connection."""
    from django.db import connections

    connections.close_all()
