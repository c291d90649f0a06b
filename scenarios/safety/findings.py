"""What a check found, in words: what it is, where it stands, and what to write instead."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scenarios.safety.identifiers import Found, Kind, find_identifiers

LONGEST_SHOWN = 60

LOOKS_LIKE = {
    Kind.EMAIL: gettext_lazy("an e-mail address of a real domain"),
    Kind.WEB: gettext_lazy("a real web address"),
    Kind.PNC: gettext_lazy("a PNC id"),
    Kind.CRO: gettext_lazy("a CRO number"),
    Kind.NINO: gettext_lazy("a National Insurance number"),
    Kind.PRISON: gettext_lazy("a prison number"),
    Kind.PROBATION: gettext_lazy("a probation case reference number"),
    Kind.PHONE: gettext_lazy("a real telephone number"),
    Kind.NHS: gettext_lazy("an NHS number"),
    Kind.BIRTH: gettext_lazy("a full date of birth"),
    Kind.POSTCODE: gettext_lazy("a postcode that may exist"),
    Kind.VEHICLE: gettext_lazy("a vehicle registration"),
    Kind.DIGITS: gettext_lazy("a number that identifies somebody or something"),
}
_NO_REFERENCE = gettext_lazy("Leave it out, or write a training reference such as TR-0007.")
INSTEAD = {
    Kind.EMAIL: gettext_lazy("Leave it out, or end it in .example, as a.person@police.example."),
    Kind.WEB: gettext_lazy("Leave it out, or end its name in .example."),
    Kind.PNC: _NO_REFERENCE,
    Kind.CRO: _NO_REFERENCE,
    Kind.NINO: gettext_lazy("Leave it out, or begin it with QQ, which is never issued."),
    Kind.PRISON: _NO_REFERENCE,
    Kind.PROBATION: _NO_REFERENCE,
    Kind.PHONE: gettext_lazy(
        "Leave it out, or write one that is kept for drama, such as 07700 900123 or 01632 960123."
    ),
    Kind.NHS: gettext_lazy("Leave it out, or begin it with 999, which is kept for tests."),
    Kind.BIRTH: gettext_lazy("Write an age."),
    Kind.POSTCODE: gettext_lazy("Leave it out, or write one that cannot exist, such as QX7 4CK."),
    Kind.VEHICLE: gettext_lazy("Say what sort of vehicle it is."),
    Kind.DIGITS: _NO_REFERENCE,
}


@dataclass(frozen=True)
class Finding:
    """One thing that must not stand in a text. ``str()`` of it is a sentence to show.

    ``where`` names the text: a document with its passage, or the label of a field; ``ref`` is that
    document (D2) or passage (D2.3), if it is one. What does not block is advice to the author.
    """

    kind: str
    text: str
    why: str
    where: str = ""
    line: int = 0
    ref: str = ""
    blocks: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.why}" if self.where else self.why


def identifier_findings(
    text: str,
    *,
    where: str = "",
    allowed: frozenset[Kind] = frozenset(),
    instead: str | Promise = "",
) -> list[Finding]:
    """The identifiers in a text, in a few words each; ``allowed`` kinds may stand.

    ``instead`` says what to do to whoever writes no case, and needs no number kept for fiction.
    """
    several = "\n" in text.strip()
    return [
        Finding(found.kind, found.text, _why(found, several, instead), where, found.line)
        for found in find_identifiers(text)
        if found.kind not in allowed
    ]


def _why(found: Found, several: bool, instead: str | Promise) -> str:
    parts = {
        "text": shortened(found.text),
        "line": found.line,
        "looks_like": LOOKS_LIKE[found.kind],
        "instead": instead or INSTEAD[found.kind],
    }
    if several:
        return _("“%(text)s” (line %(line)d) looks like %(looks_like)s. %(instead)s") % parts
    return _("“%(text)s” looks like %(looks_like)s. %(instead)s") % parts


def shortened(text: str) -> str:
    """A stretch of text in one line, fit to be quoted in a sentence."""
    return Truncator(" ".join(text.split())).chars(LONGEST_SHOWN)
