"""``manage.py simulate_trainees``: a crowd of simulated trainees, with habits that are stated."""

import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scenarios.public import NotStartable
from training_site.simulation.bar import Bar
from training_site.simulation.cast import SIZES
from training_site.simulation.plan import SETTINGS, BadPlan, Pair, Plan, Setting
from training_site.simulation.run import Crowd, simulate

ABOUT = (
    "Makes simulated trainees in invented organisations and lets them assess the open cases, by "
    "the same rules and the same scorer as people. All of it or nothing: the same command again "
    "changes nothing, and one with more people or cases adds what is missing. Organisations get "
    f"people in the proportions {', '.join(map(str, SIZES))}, over and over. "
    "Write a number below 0 after an equals sign: --severity=-0.4,0.2."
)


class Command(BaseCommand):
    help = ABOUT

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--organisations",
            nargs="+",
            default=(),
            metavar="CODE",
            help="Codes of invented organisations. Without it, every invented force and region.",
        )
        parser.add_argument(
            "--cases",
            nargs="+",
            default=(),
            metavar="REF",
            help="References, in the order they are done. Without it, every open case.",
        )
        for setting in SETTINGS:
            default = getattr(Plan, setting.name)
            parser.add_argument(
                setting.option,
                type=_reader(setting, default),
                default=default,
                metavar=setting.metavar,
                help=f"{setting.means[0].upper()}{setting.means[1:]}. "
                f"{setting.in_bounds()}; {setting.value_in_words(default)} unless stated.",
            )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, and write nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            crowd = Crowd.of(
                Plan(
                    organisations=tuple(options["organisations"]),
                    cases=tuple(options["cases"]),
                    **{setting.name: options[setting.name] for setting in SETTINGS},
                )
            )
        except BadPlan as refused:
            raise CommandError(str(refused)) from None
        self._say_what_is_planned(crowd)
        if options["dry_run"]:
            self.stdout.write("Nothing was written.")
            return
        self._carry_out(crowd)

    def _say_what_is_planned(self, crowd: Crowd) -> None:
        sizes = crowd.sizes
        refs = ", ".join(release.case_version.scenario.ref for release in crowd.releases)
        self.stdout.write(
            f"{len(crowd.parts)} simulated trainees in {len(sizes)} invented organisations "
            f"(from {min(sizes)} to {max(sizes)} in each), on {refs}: "
            f"{crowd.attempts} assessments begun."
        )
        self.stdout.write("  " + "\n  ".join(crowd.plan.in_words()))

    def _carry_out(self, crowd: Crowd) -> None:
        bar = Bar(self.stdout, crowd.attempts)
        begun = time.perf_counter()
        try:
            done = simulate(crowd, advance=bar.advance)
        except NotStartable as refused:
            raise CommandError(f"{refused} Nothing was written.") from None
        seconds = time.perf_counter() - begun
        self.stdout.write(
            f"Made {done.new_people} people in {len(crowd.organisations)} organisations and "
            f"{done.submitted} submitted assessments, with {done.left_open} left open, in "
            f"{seconds:.1f} seconds: {done.submitted / seconds:.0f} assessments a second."
        )


def _reader(setting: Setting, default: float | Pair) -> Callable[[str], float | Pair]:
    """Turns what was typed into the kind of value that the default is."""

    def read(text: str) -> float | Pair:
        if isinstance(default, tuple):
            first, second = (float(part) for part in text.split(","))
            return first, second
        return type(default)(text)

    read.__name__ = setting.metavar  # what argparse calls the value where it cannot be read
    return read
