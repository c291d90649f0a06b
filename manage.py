#!/usr/bin/env python
"""Run a management command of the training site."""

import os
import sys
from importlib import import_module

# These answer from a file alone: starting the whole site for them took longer than reading it.
OF_A_FILE = {"agreement", "rasch", "concordance"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "training_site.settings.dev")
    # More threads only get into each other's way on products as small as ours.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in OF_A_FILE:
        import_module(f"scoring.management.commands.{name}").Command().run_from_argv(sys.argv)
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
