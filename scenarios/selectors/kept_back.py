"""Which passages are kept back or erased, where that changes what can be done with a case."""

from django.utils.translation import gettext as _

from people.public import Prepared, Slot
from scenarios.models import CaseVersion, Passage, Scenario

_kept_back = Prepared(
    lambda: Passage.objects.filter(case_version=Slot(Passage, "case_version")).exclude(withheld="")
)


def hashes_kept_back(scenario: Scenario) -> set[str]:
    """What the paragraphs of a scenario are known by that were reported as real data."""
    reported = Passage.objects.filter(case_version__scenario_id=scenario.pk).exclude(withheld="")
    return set(reported.values_list("text_hash", flat=True))


def has_passage_kept_back(version: CaseVersion) -> bool:
    """Whether a reader of the case would not have all of it."""
    return bool(_kept_back.rows(case_version=version.pk))


def words_of_kept_back() -> str:
    """Why a case with such a passage is not begun."""
    return _(
        "A passage of this case was reported as real data and is kept back. The case can be begun "
        "again when somebody has looked."
    )
