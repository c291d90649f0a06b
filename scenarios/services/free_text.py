"""The second line behind the forms: no service stores what points to a real person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from scenarios.models import Report
from scenarios.passages import text_hash
from scenarios.safety.findings import Finding, identifier_findings
from scenarios.services.errors import Refused, TextKeptBack


class IdentifiersFound(Refused):
    """A text looks as if it named a real person; ``findings`` says what and where."""

    def __init__(self, field: str, findings: Sequence[Finding]) -> None:
        self.field = field
        self.findings = tuple(findings)
        super().__init__(" ".join(finding.why for finding in findings))


def refuse_identifiers(text: str, *, field: str) -> None:
    """Raise ``IdentifiersFound`` where a text typed into ``field`` cannot be stored."""
    if findings := identifier_findings(text):
        raise IdentifiersFound(field, findings)


def hash_of_words(text: str) -> str:
    """What a reported text is known by. The space between its words is no difference."""
    return text_hash(" ".join(text.split()))


def refuse_text_kept_back(kind: str, row: int, text: str) -> None:
    """Raise ``TextKeptBack`` where a reported text would come back: kept back or erased.

    Asked whenever a text changes, whatever stands in the row meanwhile; one query.
    """
    if not text:
        return
    states = (Report.State.HELD, Report.State.ERASED)
    reported = Report.objects.filter(kind=kind, row=row, state__in=states)
    if reported.filter(text_hash=hash_of_words(text)).exists():
        raise TextKeptBack(
            _(
                "This reason was reported, and is kept back or erased. Write another. Nothing was "
                "saved."
            )
        )
