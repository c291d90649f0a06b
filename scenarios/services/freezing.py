"""Freezing a case: the text that goes to the panel, in passages that keep their references."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from people.public import record_event
from scenarios.case_text import hash_of_text, text_in_words
from scenarios.models import CaseDocument, CaseVersion, Passage, Scenario
from scenarios.passages import CutPassage, cut_passages, text_hash
from scenarios.safety.cases import case_problems
from scenarios.selectors.kept_back import hashes_kept_back
from scoring.public import FrameworkVersion, current_framework

LONGEST_HEADING = 160


class NotReady(ValueError):
    """A case or a panel cannot be taken as it is; ``problems`` says why, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@transaction.atomic
def freeze_case_version(
    *, scenario: Scenario, framework: FrameworkVersion | None = None
) -> CaseVersion:
    """Freeze the text of a scenario, on the current framework unless another is given.

    The same text on the same framework again gives the same version; a changed text the next.
    NotReady: a document without text, a heading that is too long, a stage without a document, or
    anything that the safety checks find in it.
    """
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    framework = framework or current_framework()
    documents = list(scenario.documents.all())
    cuts = [cut_passages(document.body) for document in documents]
    problems = [*_problems(documents, cuts), *map(str, case_problems(scenario))]
    if problems := [*problems, *_reported(scenario, documents, cuts)]:
        raise NotReady(problems)
    frozen = text_in_words(scenario, documents)
    whole = hash_of_text(frozen, cuts)
    same = CaseVersion.objects.filter(scenario=scenario, framework=framework, text_hash=whole)
    if there := same.order_by("number").last():
        return there
    version = CaseVersion.objects.create(
        scenario=scenario,
        number=scenario.versions.count() + 1,
        framework=framework,
        minutes=scenario.minutes,
        stages=max(document.stage for document in documents),
        text_hash=whole,
        **frozen,
    )
    Passage.objects.bulk_create(_passages(version, documents, cuts))
    record_event(
        name="case.frozen",
        organisation=scenario.owner,
        payload={"ref": scenario.ref, "version": version.number},
    )
    return version


def _passages(
    version: CaseVersion, documents: Sequence[CaseDocument], cuts: Sequence[list[CutPassage]]
) -> Iterator[Passage]:
    for number, (document, passages) in enumerate(zip(documents, cuts, strict=True), start=1):
        for cut in passages:
            yield Passage(
                case_version=version,
                stage=document.stage,
                document=number,
                number=cut.number,
                ref=f"D{number}.{cut.number}",
                heading=cut.heading,
                text=cut.text,
                text_hash=text_hash(cut.text),
            )


def _problems(documents: Sequence[CaseDocument], cuts: Sequence[list[CutPassage]]) -> Iterator[str]:
    if not documents:
        yield _("The case has no documents.")
    for number, (document, passages) in enumerate(zip(documents, cuts, strict=True), start=1):
        if not passages:
            yield _("“%(title)s” has no text.") % {"title": document.title}
        for cut in passages:
            if len(cut.heading) > LONGEST_HEADING:
                yield _(
                    "“%(title)s”, D%(document)d.%(number)d: the heading above it is longer than "
                    "%(most)d characters. Shorten it."
                ) % {
                    "title": document.title,
                    "document": number,
                    "number": cut.number,
                    "most": LONGEST_HEADING,
                }
    stages = {document.stage for document in documents}
    for stage in sorted(set(range(1, max(stages, default=0) + 1)) - stages):
        yield _("Stage %(stage)d has no document.") % {"stage": stage}


def _reported(
    scenario: Scenario, documents: Sequence[CaseDocument], cuts: Sequence[list[CutPassage]]
) -> Iterator[str]:
    """Paragraphs that were taken out of an earlier version come back in no later one."""
    kept_back = hashes_kept_back(scenario)
    for number, (document, passages) in enumerate(zip(documents, cuts, strict=True), start=1):
        for cut in passages:
            if text_hash(cut.text) in kept_back:
                yield _(
                    "“%(title)s”, D%(document)d.%(number)d: this paragraph was reported as real "
                    "data. Write it anew, without what is real."
                ) % {"title": document.title, "document": number, "number": cut.number}
