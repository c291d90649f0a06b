"""Whether a submitted assessment enters the figures of its organisation, and if not, why."""

from django.db.models import Exists, OuterRef, QuerySet

from people.public import is_never_counted, trainee_organisation
from scenarios.models import Assessment, Panellist


def with_history(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Each row also says whether its person rated the case on a panel, or submitted it before."""
    scenario = OuterRef("release__case_version__scenario")
    seats = Panellist.objects.filter(
        person=OuterRef("person"), panel__case_version__scenario=scenario
    )
    earlier = Assessment.objects.filter(
        person=OuterRef("person"),
        release__case_version__scenario=scenario,
        submitted_at__isnull=False,
    ).exclude(pk=OuterRef("pk"))
    return assessments.annotate(was_on_panel=Exists(seats), did_it_before=Exists(earlier))


def standing_in_figures(assessment: Assessment) -> tuple[bool, str]:
    """``(counts, reason)``: a trainee's first completed attempt counts, the key never seen.

    The assessment comes from ``with_history``.
    """
    if is_never_counted(assessment.person):
        return False, "trainer_or_panellist"
    if trainee_organisation(assessment.person) is None:
        return False, "not_a_trainee"
    if assessment.was_on_panel:
        return False, "rated_it_on_the_panel"
    return (False, "repeat") if assessment.did_it_before else (True, "")
