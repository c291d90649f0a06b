"""What a text that can be reported is called in a list and in the report."""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from people.public import Organisation
from scenarios.models import CaseVersion


@dataclass(frozen=True)
class Reportable:
    """A text with what it is called in a list, and in the report."""

    kind: str
    row: int
    group: str
    label: str
    place: str
    organisation: Organisation

    @property
    def value(self) -> str:
        """What the page calls it. A row's own number would tell in which order seats were made."""
        named = f"{self.kind}:{self.row}"
        return salted_hmac("scenarios.reportable", named, algorithm="sha256").hexdigest()


def owner_of(version: CaseVersion) -> Organisation:
    """Whose the case is now: a version in hand may be one that the server keeps, with an old owner.

    The report goes to the administrators of this organisation, so it is asked for each time.
    """
    return Organisation.objects.get(scenarios=version.scenario_id)


def place_of(version: CaseVersion, what: str) -> str:
    """Which case, version and text; never whose assessment."""
    return _("%(ref)s, version %(number)d: %(what)s") % {
        "ref": version.scenario.ref, "number": version.number, "what": what,
    }  # fmt: skip
