"""``make bench``: how the site does as it would run for real, against what others need.

Starts PostgreSQL and the production server, loads the people, lets one and then eight clients walk
through whole assessments, opens the reports, and prints one Markdown page. Nothing is kept.
"""

import argparse
import json
import logging
import os
import secrets
import subprocess
import sys
import tempfile
from typing import Any

from benchmarks.server import ROOT, cpu_of, gunicorn, postgres_of
from tests.postgres import server

COURSE, CASE = "/learn/arms-foundations/", "/cases/TR-0007/"


class Measured:
    """What the clients saw in one run, and the CPU the server took meanwhile, act by act."""

    def __init__(self, pids: dict[str, int], plan: dict[str, Any]) -> None:
        self.people = len(plan["emails"])
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, dict[str, float]] = {}
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.clients"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert process.stdin and process.stdout

        def say(line: str) -> None:
            process.stdin.write(f"{line}\n")
            process.stdin.flush()

        def hear() -> str:
            return process.stdout.readline() or sys.exit("The clients stopped; see above.")

        say(json.dumps(plan))
        spent = 0.0
        for act in plan["acts"]:
            hear()
            before = {name: cpu_of(pid) for name, pid in pids.items()}
            say("go")
            done = json.loads(hear())
            self.cpu[act] = {name: cpu_of(pid) - before[name] for name, pid in pids.items()}
            self.cpu[act]["clients"], spent = done["cpu"] - spent, done["cpu"]
            self.wall[act] = done["wall"]
            say("on")
        rest = json.loads(hear())
        self.seconds, self.counts, self.sizes = rest["seconds"], rest["counts"], rest["sizes"]
        process.wait()


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("--people", type=int, default=2000)
    options.add_argument("--walks", type=int, default=200, help="finished assessments a run")
    options.add_argument("--quick", action="store_true", help="the journey alone, no reports")
    chosen = options.parse_args()
    sys.argv[1:] = []
    with tempfile.TemporaryDirectory() as folder, server() as url:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": "https://127.0.0.1",
            "DATABASE_URL": url,
            "VAR_DIR": folder,
        }
        import django
        from django.core.management import call_command

        django.setup()
        logging.disable(logging.CRITICAL)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        measure(chosen, url)


def measure(chosen: argparse.Namespace, url: str) -> None:
    from django.db import connection

    from benchmarks import site as bench

    site = bench.Site(chosen.people)
    emails = [bench.trainee(number) for number in range(chosen.people)]
    base = {"password": bench.PASSWORD, "case": CASE, "course": COURSE, "times": 1, "pages": {}}
    connection.close()

    def run(pids: dict[str, int], port: int, **plan: Any) -> Measured:
        people = [emails.pop(0) for _each in range(plan.pop("people"))]
        plan = {**base, "acts": ["sign_in", "assess"], "javascript": False, "emails": people} | plan
        return Measured(pids, {**plan, "port": port})

    with gunicorn(BENCH_COUNTS="true") as (pid, port):
        pids = {"server": pid, "postgres": postgres_of(url)}
        for javascript in (False, True):
            run(pids, port, people=6, clients=1, javascript=javascript)
            counted = run(pids, port, people=10, clients=1, javascript=javascript)
            total_cpu = total_n = total_s = 0
            for step, rows in counted.counts.items():
                n = len(rows) / 10
                cpu = sum(r[1] for r in rows) / len(rows)
                st = max(r[0] for r in rows)
                total_cpu += cpu * n
                total_n += n
                total_s += n * sum(r[0] for r in rows) / len(rows)
                print(
                    f"{step:22} n={n:4.0f} statements={st:3.0f} cpu={cpu:6.2f} ms  {counted.sizes[step]}"
                )
            print(f"total requests {total_n} statements {total_s} cpu {total_cpu:.1f} ms")
            print(
                {
                    a: {k: round(1000 * v / 10, 1) for k, v in c.items()}
                    for a, c in counted.cpu.items()
                }
            )
    with gunicorn() as (pid, port):
        pids = {"server": pid, "postgres": postgres_of(url)}
        run(pids, port, people=8, clients=8)
        for clients in (1, 8):
            measured = run(pids, port, people=chosen.walks, clients=clients)
            n = measured.people
            print(
                clients,
                {
                    a: {k: round(1000 * v / n, 1) for k, v in c.items()}
                    for a, c in measured.cpu.items()
                },
                measured.wall,
                n / measured.wall["assess"],
            )


if __name__ == "__main__":
    main()
