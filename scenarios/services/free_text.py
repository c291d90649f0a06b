"""The second line behind the forms: no service stores what points to a real person."""

from collections.abc import Sequence

from scenarios.safety.findings import Finding, identifier_findings
from scenarios.services.errors import Refused


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
