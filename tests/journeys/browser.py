"""Which browser the journeys are driven in, and whether a run may go without one."""

import os
import shutil

from training_site.settings import env

# The first has no window to draw, and takes a fifth less time over a journey.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
NO_BROWSER = (
    "Browser journeys did not run: no Chromium was found "
    f"(looked for {', '.join(NAMES)} on the path; CHROMIUM may name one)."
)


def chromium() -> str | None:
    """The browser to drive: the one that CHROMIUM names, or the first of the usual names."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def is_required() -> bool:
    """Whether a run without a browser is to fail, as on the machine that checks every change."""
    return env.boolean("BROWSER_REQUIRED", default=False)
