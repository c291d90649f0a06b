"""The clients, in a process of their own: ``python -m benchmarks.clients`` with a plan as JSON.

Each client walks through its share of the people, one after the other, without a pause. What is
printed is JSON: the seconds of each step, the wall time of the signed-in part, and this process's
own CPU, so that what the measuring costs can be said.
"""

import json
import resource
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.http import Answer, Browser
from benchmarks.walk import Walk


def sign_in(plan: dict[str, Any], walks: dict[str, Walk]) -> None:
    for email, walk in walks.items():
        walk.sign_in(email, plan["password"])
        walk.browser.close()


def assess(plan: dict[str, Any], walks: dict[str, Walk]) -> None:
    for walk in walks.values():
        walk.assess(plan["case"], plan["course"], javascript=plan["javascript"])
        walk.browser.close()


def look(plan: dict[str, Any], walks: dict[str, Walk]) -> None:
    for walk in walks.values():
        for name, path in plan["pages"].items():
            for _time in range(plan["times"]):
                answer = walk.browser.get(path)
                assert answer.status == 200, (path, answer.status)
                walk.note(name, answer)


def main() -> None:
    plan = json.loads(sys.stdin.readline())
    seconds: dict[str, list[float]] = defaultdict(list)
    counts: dict[str, list[list[float]]] = defaultdict(list)
    sizes: dict[str, int] = {}

    def note(step: str, answer: Answer) -> None:
        seconds[step].append(answer.seconds)
        sizes[step] = len(answer.body)
        if "x-cpu" in answer.headers:
            counts[step].append(
                [float(answer.headers["x-statements"]), float(answer.headers["x-cpu"])]
            )

    walks = {email: Walk(Browser(plan["port"]), note) for email in plan["emails"]}
    shares = [
        {email: walks[email] for email in plan["emails"][client :: plan["clients"]]}
        for client in range(plan["clients"])
    ]
    acts = {"sign_in": sign_in, "assess": assess, "look": look}
    with ThreadPoolExecutor(plan["clients"]) as clients:
        for act in plan["acts"]:
            # The one who measures looks at the server's CPU now and says when to go on.
            print("ready", flush=True)
            sys.stdin.readline()
            begun = time.perf_counter()
            list(clients.map(lambda share, act=act: acts[act](plan, share), shares))
            wall = time.perf_counter() - begun
            usage = resource.getrusage(resource.RUSAGE_SELF)
            done = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime}
            print(json.dumps(done), flush=True)
            sys.stdin.readline()
    print(json.dumps({"seconds": seconds, "counts": counts, "sizes": sizes}), flush=True)


if __name__ == "__main__":
    main()
