"""Taking a case pack in, and giving one out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.public import Organisation, User, home_organisation, record_event
from scenarios.models import CaseDesign, Scenario
from scenarios.packs.archive import BadPack, write_archive
from scenarios.packs.content import PackedCase, packed, unpacked
from scenarios.packs.reading import read_pack
from scenarios.selectors.designs import may_read_design
from scenarios.selectors.needs_author import refusal_to_copy


@dataclass(frozen=True)
class Imported:
    """What an import did: new drafts, and cases that were here already, just as they are."""

    made: tuple[Scenario, ...]
    unchanged: tuple[Scenario, ...]


@transaction.atomic
def import_pack(*, content: bytes, owner: Organisation, by: User) -> Imported:
    """Take in every case of a pack as a draft of ``owner``, all of them or none.

    The same pack again changes nothing. BadPack: the file is not sound, something in it points to
    a real person, or a case is here already with another text; every reason is listed.
    """
    cases = read_pack(content)
    try:
        with transaction.atomic():
            return _take_in(cases, owner, by)
    except IntegrityError:
        # Somebody has taken a reference at this moment, as by a second press: it is here now.
        return _take_in(cases, owner, by)


def _take_in(cases: Sequence[PackedCase], owner: Organisation, by: User) -> Imported:
    here = {
        scenario.ref: scenario
        for scenario in Scenario.objects.select_for_update(of=("self",)).filter(
            ref__in=[case.ref for case in cases]
        )
    }
    problems = [_differs(case.ref) for case in cases if not _may_stand(case, here, by)]
    fresh = [case for case in cases if case.ref not in here]
    scenarios = [unpacked(case, owner) for case in fresh]
    problems += [words for scenario in scenarios for words in _model_problems(scenario)]
    if problems:
        raise BadPack(problems)
    for case, scenario in zip(fresh, scenarios, strict=True):
        scenario.has_unpublished_changes = True
        scenario.save()
        scenario.save_revision(user=by)
        if "design" in case.data:
            CaseDesign.objects.create(scenario=scenario, factors=case.data["design"])
    if scenarios:
        refs = [scenario.ref for scenario in scenarios]
        record_event(name="case.imported", organisation=owner, actor=by, payload={"refs": refs})
    return Imported(tuple(scenarios), tuple(here.values()))


@transaction.atomic
def export_pack(*, scenarios: Iterable[Scenario], by: User, with_design: bool) -> bytes:
    """The newest drafts of these cases as one file; the same cases make the same file.

    BadPack: one of them was generated and needs an author, a paragraph of it was reported as real
    data and is kept back, or what its author meant is not for this person to read.
    """
    chosen = sorted(scenarios, key=lambda scenario: scenario.ref)
    cases = [packed(scenario, with_design=with_design) for scenario in chosen]
    problems = [words for words in map(refusal_to_copy, chosen) if words]
    if with_design:
        problems += [words for each in chosen if (words := _refusal_of_design(each, by))]
    if problems:
        raise BadPack(problems)
    record_event(
        name="case.exported",
        organisation=home_organisation(by) or chosen[0].owner,
        actor=by,
        payload={"refs": [case.ref for case in cases], "with_design": with_design},
    )
    return write_archive(cases)


def _may_stand(case: PackedCase, here: dict[str, Scenario], by: User) -> bool:
    """Whether a case is new, or is here already and says the same."""
    there = here.get(case.ref)
    if there is None:
        return True
    if not Scenario.objects.visible_to(by).filter(pk=there.pk).exists():
        return False
    same = packed(there, with_design="design" in case.data)
    return (same.data, same.texts) == (case.data, case.texts)


def _differs(ref: str) -> str:
    return _(
        "%(ref)s is taken by another case, or by another text of this one. Give the case of the "
        "pack a new reference: in pack.json, in its folder’s name and in its case.json."
    ) % {"ref": ref}


def _model_problems(scenario: Scenario) -> Iterable[str]:
    """What the models refuse beyond the schema."""
    try:
        scenario.full_clean()
    except ValidationError as error:
        for words in error.messages:
            yield f"{scenario.ref}: {words}"


def _refusal_of_design(scenario: Scenario, by: User) -> str | None:
    """Why what a case means cannot go out with it: whoever reads that rates no panel of it."""
    has_one = CaseDesign.objects.filter(scenario=scenario.pk).exists()
    if not has_one or may_read_design(by, scenario):
        return None
    return _(
        "What %(ref)s means is for its authors and reviewers. Export it without what the authors "
        "meant."
    ) % {"ref": scenario.ref}
