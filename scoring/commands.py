"""What the commands for anybody's ratings share: their options, their errors, their output."""

import os
import re
import sys
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scoring.printed import as_json
from scoring.ratings_files import BadInput, levels_of

BAD_INPUT_STATUS = 2
_LEVELS_BELOW_NOUGHT = re.compile(r"-\.?\d")


class RatingsCommand(BaseCommand):
    """Reads ratings, answers with figures; needs no database.

    A command says its files in ``files``, an example in ``epilog``, works in ``answer`` and lays
    out in ``readable``. Input that cannot be used ends it with one line on standard error and
    status 2; figures that cannot be said do not: they are reasons in the answer. Whoever stops
    reading the output is left alone.
    """

    requires_system_checks = []
    requires_migrations_checks = False
    epilog: str | None = None
    files: Mapping[str, str] = {"ratings": "CSV file of ratings, or - for standard input"}

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The usual parser, with an example below and levels that may begin below nought."""
        kwargs.setdefault("epilog", self.epilog)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # Without this ``--levels -1,0,1`` lacks its value, -1 being taken for an option.
        parser._negative_number_matcher = _LEVELS_BELOW_NOUGHT
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        for name, words in self.files.items():
            parser.add_argument(name, metavar=f"{name.upper()}.csv", help=words)
        parser.add_argument("--json", action="store_true", help="answer in JSON, unrounded")
        parser.add_argument("--seed", type=int, default=0, help="where chance begins (default: 0)")
        parser.add_argument(
            "--levels",
            metavar="0,1,2,3",
            help="every level that could be given, lowest first, equally spaced "
            "(default: the levels in the file)",
        )

    @abstractmethod
    def answer(self, levels: tuple[float, ...] | None, **options: Any) -> Any:
        """The figures, as ``scoring.printed.plain`` takes them."""

    @abstractmethod
    def readable(self, answer: Any) -> str:
        """The same for a person to read."""

    def handle(self, *args: Any, **options: Any) -> None:
        given = options.pop("levels")
        try:
            if options["seed"] < 0:
                raise BadInput("--seed: the seed is a whole number from 0.")
            if list(map(options.get, self.files)).count("-") > 1:
                raise BadInput("Standard input can be one of the files only.")
            answer = self.answer(None if given is None else levels_of(given), **options)
        except BadInput as fault:
            raise CommandError(str(fault), returncode=BAD_INPUT_STATUS) from fault
        text = as_json(answer) if options["json"] else self.readable(answer)
        # Names may have letters that a terminal lacks; it shows their numbers instead.
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        try:
            self.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
            self.stdout.flush()
        except BrokenPipeError:
            # Python would complain once more when it closes the same output at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def execute(self, *args: Any, **options: Any) -> str | None:
        """From a shell the line is all there is to say; Python gets the CommandError itself."""
        try:
            return super().execute(*args, **options)
        except CommandError as fault:
            if options.get("traceback") or not getattr(self, "_called_from_command_line", False):
                raise
            self.stderr.write(str(fault))
            sys.exit(fault.returncode)
