"""The second line behind the forms: no service stores what points to a real person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from scenarios.models import Report
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


def refuse_text_kept_back(kind: str, row: int, text: str) -> None:
    """Raise ``TextKeptBack`` where a page that still has it would bring a reported text back."""
    held = Report.objects.filter(kind=kind, row=row, state=Report.State.HELD)
    if text and held.filter(text=text).exists():
        raise TextKeptBack(
            _("This reason was reported and is kept back. Write another. Nothing was saved.")
        )
