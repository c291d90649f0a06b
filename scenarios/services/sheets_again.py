"""What submitted assessments said, read for many at once: to be judged again."""

from collections import defaultdict
from collections.abc import Sequence

from scenarios.models import Answer, Assessment, ChosenAction, Citation, StageSubmission
from scoring.public import Again, AnswerSheet, GivenAnswer, Result


def as_submitted(results: Sequence[Result]) -> list[Again]:
    """Each result with what its assessment said, in five queries however many there are.

    An assessment that is no longer there has said nothing.
    """
    rows = Assessment.objects.filter(uuid__in=[result.assessment for result in results])
    found = {
        uuid: (pk, wrong) for uuid, pk, wrong in rows.values_list("uuid", "pk", "is_wrong_tool")
    }
    sheets = _sheets([pk for pk, is_wrong_tool in found.values() if not is_wrong_tool])
    again = []
    for result in results:
        pk, said_wrong_tool = found.get(result.assessment, (0, False))
        sheet = None if said_wrong_tool else sheets.get(pk, AnswerSheet(answers=()))
        again.append(Again(result, sheet, said_wrong_tool))
    return again


def _sheets(assessments: Sequence[int]) -> dict[int, AnswerSheet]:
    cited: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    citations = Citation.objects.filter(answer__assessment__in=assessments).order_by()
    for answer, ref, stance in citations.values_list("answer", "passage__ref", "stance"):
        cited[answer].append((ref, stance))
    answers: defaultdict[int, list[GivenAnswer]] = defaultdict(list)
    given = Answer.objects.filter(assessment__in=assessments).exclude(kind="").order_by("pk")
    for pk, assessment, *said in given.values_list(
        "pk", "assessment", "stage", "factor__code", "kind", "level", "confidence"
    ):
        answers[assessment].append(GivenAnswer(*said, citations=tuple(cited[pk])))
    intervals: defaultdict[int, dict[int, str]] = defaultdict(dict)
    last: dict[int, int] = {}
    stages = StageSubmission.objects.filter(assessment__in=assessments).order_by("stage")
    for assessment, stage, band in stages.values_list("assessment", "stage", "interval__code"):
        last[assessment] = stage
        if band:
            intervals[assessment][stage] = band
    actions: defaultdict[int, list[str]] = defaultdict(list)
    chosen = ChosenAction.objects.filter(assessment__in=assessments).order_by("pk")
    for assessment, stage, code in chosen.values_list("assessment", "stage", "action__code"):
        # Earlier plans were starting points: the one that stands at the end is judged.
        if stage == last.get(assessment):
            actions[assessment].append(code)
    return {
        pk: AnswerSheet(
            answers=tuple(answers[pk]),
            interval_code_by_stage=intervals[pk],
            action_codes_by_stage={last[pk]: tuple(actions[pk])},
        )
        for pk in last
    }
