"""How the production server runs: ``gunicorn training_site.wsgi`` reads this file by itself.

Why these values, with what was measured: docs/performance.md.
"""

import gc
import os
from typing import Any

# Before numpy loads: more threads only get into each other's way on products as small as ours.
os.environ.setdefault("OMP_NUM_THREADS", "1")

bind = os.environ.get("BIND", "127.0.0.1:8000")
# A request is nearly all work and hardly any waiting: one process for each core. A few threads in
# each keep connections open and answer somebody else while one request waits for the database.
workers = int(os.environ.get("WEB_WORKERS", str(os.cpu_count() or 1)))
worker_class = "gthread"
threads = 4
keepalive = 30
timeout = 30
# The code is loaded once and shared by the processes; a process is replaced now and then, so that
# whatever a library leaks never adds up.
preload_app = True
control_socket_disable = True  # whatever starts the server stops it; no file lies about
max_requests = 20_000
max_requests_jitter = 2_000


def when_ready(server: Any) -> None:
    """Leave what is loaded for good out of every later look for garbage, and keep it shared."""
    gc.collect()
    gc.freeze()
    # A report makes a hundred thousand rows that all stay until it is sent: looking through them
    # for garbage every 700 was a third of its time.
    gc.set_threshold(50_000, 20, 100)
