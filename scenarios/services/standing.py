"""Whether a submitted assessment enters the figures of its organisation, and if not, why."""

from people.public import is_never_counted, trainee_organisation
from scenarios.models import Assessment, Panellist


def standing_in_figures(assessment: Assessment) -> tuple[bool, str]:
    """``(counts, reason)``: a trainee's first completed attempt counts, the key never seen."""
    person = assessment.person
    if is_never_counted(person):
        return False, "trainer_or_panellist"
    if trainee_organisation(person) is None:
        return False, "not_a_trainee"
    scenario = assessment.release.case_version.scenario_id
    if Panellist.objects.filter(person=person, panel__case_version__scenario=scenario).exists():
        return False, "rated_it_on_the_panel"
    earlier = Assessment.objects.filter(
        person=person, release__case_version__scenario=scenario, submitted_at__isnull=False
    ).exclude(pk=assessment.pk)
    if earlier.exists():
        return False, "repeat"
    return True, ""
