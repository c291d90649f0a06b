"""Going through an assessment as a browser does, and looking at what is stored afterwards."""

import re
from html import unescape
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags

from people.public import Event
from scenarios.models import (
    Answer,
    Assessment,
    ChosenAction,
    Citation,
    Reason,
    Release,
    StageSubmission,
)
from scoring.public import Result

PLAIN: dict[str, str] = {}
HTMX = {"HX-Request": "true"}
BOTH_WAYS = [PLAIN, HTMX]
WAY_NAMES = ["plain", "htmx"]


def step_url(assessment: Assessment, step: str = "opportunity", stage: int = 1) -> str:
    return reverse("assess_step", args=[assessment.uuid, stage, step])


def check_url(assessment: Assessment) -> str:
    return step_url(assessment, "check")


def case_url(release: Release) -> str:
    return reverse("case", args=[release.case_version.scenario.ref])


def feedback_url(assessment: Assessment) -> str:
    return reverse("feedback", args=[assessment.uuid])


def rating(
    choice: str = "2", confidence: str = "70", reason: str = "", revision: int = 0, **more: Any
) -> dict[str, Any]:
    """The fields of one factor's page as a browser sends them."""
    return {
        "choice": choice,
        "confidence": confidence,
        "reason": reason,
        "revision": revision,
        **more,
    }


def words_of(response: Any) -> str:
    """What can be read on a page, without its marks."""
    return _words(response.content.decode())


def _words(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


def set_state(release: Release, state: str) -> None:
    release.state = state
    release.save(update_fields=["state"])


def answer_of(assessment: Assessment, code: str = "opportunity") -> Answer:
    return Answer.objects.get(assessment=assessment, factor__code=code)


def cited(assessment: Assessment) -> list[tuple[str, str, str]]:
    """Factor, passage and stance of every citation."""
    rows = Citation.objects.filter(answer__assessment=assessment)
    return list(
        rows.order_by("answer__factor", "passage").values_list(
            "answer__factor__code", "passage__ref", "stance"
        )
    )


def stored(assessment: Assessment) -> dict[str, list[dict[str, Any]]]:
    """Every row of one assessment, its result and all events: to see that nothing has changed."""
    of_answer = {"answer__assessment": assessment}
    rows = {
        "assessment": Assessment.objects.filter(pk=assessment.pk),
        "stages": StageSubmission.objects.filter(assessment=assessment),
        "answers": Answer.objects.filter(assessment=assessment),
        "reasons": Reason.objects.filter(**of_answer),
        "citations": Citation.objects.filter(**of_answer),
        "actions": ChosenAction.objects.filter(assessment=assessment),
        "results": Result.objects.filter(assessment=assessment.uuid),
        "events": Event.objects.all(),
    }
    return {name: list(found.order_by("pk").values()) for name, found in rows.items()}


def facts_of(response: Any) -> dict[str, str]:
    """The rows of every summary list of a page, by their names."""
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", response.content.decode(), re.DOTALL)
    return {_words(name): _words(value) for name, value in rows}


def section_of(response: Any, code: str) -> str:
    """What feedback says of one factor."""
    page = response.content.decode()
    start = page.index(f'id="{code}"')
    return _words("<" + page[start : page.index("</article>", start)])
