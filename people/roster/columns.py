"""The columns of a roster file: what they are called, which are needed, what stands in them."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Role

MOST_BYTES = 20 * 1024 * 1024
MOST_LINES = 20_000
MOST_COLUMNS = 30
MOST_CHARACTERS = 2000  # of one cell


@dataclass(frozen=True)
class Column:
    """One column. Its heading is the same in every language: it belongs to the file."""

    name: str
    heading: str
    needed: Promise | str
    words: Promise | str
    example: str
    also: tuple[str, ...] = ()


COLUMNS = (
    Column(
        "email",
        "E-mail",
        _("always"),
        _("What the person signs in with. It is how they are found again."),
        "sian.penarrow@force.example",
        ("email address", "mail"),
    ),
    Column(
        "first_name",
        "First name",
        _("unless they leave"),
        _("As they write it, with ŵ and ŷ where they belong."),
        "Siân",
        ("forename", "given name"),
    ),
    Column(
        "last_name",
        "Last name",
        _("unless they leave"),
        _("As they write it."),
        "Gŵyrfa",
        ("surname", "family name"),
    ),
    Column(
        "organisation",
        "Organisation",
        _("always"),
        _("The code of the organisation, such as X01: not its name."),
        "X01",
        ("organisation code", "code", "force"),
    ),
    Column(
        "role",
        "Role",
        _("unless they leave"),
        _("One role. Somebody with two roles has two lines."),
        "Trainee",
    ),
    Column(
        "cohorts",
        "Cohorts",
        "",
        _(
            "A trainee is put into these and taken out of others of this organisation; with a "
            "supervisor, whose teams they are. Several with | between them. Empty: as it was."
        ),
        "Spring intake | Harbour team",
        ("cohort", "team"),
    ),
    Column(
        "starts",
        "From",
        "",
        _("The first day in the role; today if empty. A role that is held keeps its first day."),
        "2026-12-01",
        ("start", "starts", "valid from"),
    ),
    Column(
        "ends",
        "To",
        "",
        _("The last day in this role, if it is known."),
        "",
        ("until", "end", "ends", "valid to"),
    ),
    Column(
        "leaves",
        "Leaves on",
        "",
        _("The last day in the organisation: every role in it ends."),
        "",
        ("leaves", "last day"),
    ),
    Column(
        "moves_from",
        "Moves from",
        "",
        _("For a trainee of another organisation of yours: its code. Their work stays theirs."),
        "",
        ("moved from",),
    ),
    Column(
        "old_email",
        "Old e-mail",
        "",
        _(
            "If the address has changed: the one they signed in with before. For administrators "
            "alone; both addresses are told."
        ),
        "",
        ("old email", "previous email", "previous e-mail address"),
    ),
)
NEEDED = ("email", "organisation")


def plain(heading: str) -> str:
    """A heading without case, spaces and signs, so that “E-Mail ” is “email”."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", heading).casefold())


KNOWN = {plain(name): column.name for column in COLUMNS for name in (column.heading, *column.also)}
ROLES = {
    plain(name): Role(value)
    for value, label in Role.choices
    for name in (value, str(Role(value).name), value.replace("_", " "))
}
HEADINGS = {column.name: column.heading for column in COLUMNS}
