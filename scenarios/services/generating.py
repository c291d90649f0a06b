"""Making a draft from the library, and saying that a draft is somebody's own now."""

import hashlib
import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from faker import VERSION as FAKER_VERSION

from people.public import Organisation, User, has_role, organisations_held, record_event
from scenarios.generator import (
    VERSION,
    CannotGenerate,
    Draft,
    Profile,
    Unlike,
    generate_unlike,
)
from scenarios.models import (
    CaseDesign,
    CaseDocument,
    CasePerson,
    CasePlace,
    GeneratedCase,
    LibraryVersion,
    Scenario,
)
from scenarios.querysets import WRITERS
from scenarios.services.duplicating import suggested_ref
from scenarios.services.errors import Refused
from scenarios.services.evidence import current_library_version, library_of_version
from scenarios.services.freezing import NotReady

SEEDS_TRIED = 6
LARGEST_SEED = 2**31 - 1
SERIES = "TR-0000"
"""Drafts go on with the numbers of this series."""
REFS_TRIED = 5


class NotYours(Refused):
    """The draft cannot be taken on by this person as it is."""


def draw_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(LARGEST_SEED) + 1


@dataclass(frozen=True)
class Made:
    """A draft with the version of the library it was made of."""

    of: Unlike
    version: LibraryVersion


@transaction.atomic
def draft_case(*, owner: Organisation, by: User, profile: Profile, seed: int | None = None) -> Made:
    """A draft to look at: nothing of it is kept but a version of the library, if it was changed.

    Without a seed, one is drawn whose case has little in common with those generated before.
    NotReady: the library is empty, or has too little for this profile.
    """
    version = current_library_version(organisation=owner, by=by)
    before = [set(row) for row in GeneratedCase.objects.values_list("sentences", flat=True)]
    seeds = [seed] if seed is not None else [draw_seed() for _n in range(SEEDS_TRIED)]
    try:
        made = generate_unlike(profile, library_of_version(version), seeds, before)
    except CannotGenerate as refusal:
        raise NotReady([str(refusal)]) from refusal
    return Made(made, version)


@transaction.atomic
def generate_case(
    *, by: User, owner: Organisation, profile: Profile, seed: int | None = None
) -> Scenario:
    """Make a draft and keep it, unpublished and marked as one that needs an author.

    The very same draft again is the one that is there, so that sending a form twice keeps one.
    NotReady: writes no cases for the owner, or the library has too little for this profile.
    """
    if not organisations_held(by, *WRITERS).filter(pk=owner.pk).exists():
        raise NotReady(
            [_("Only those who write cases for %(owner)s make drafts for it.") % {"owner": owner}]
        )
    made = draft_case(owner=owner, by=by, profile=profile, seed=seed)
    if there := _kept_before(made, owner, profile):
        return there
    scenario = _saved(made.of.draft, owner, by)
    meant = CaseDesign.objects.create(scenario=scenario, factors=dict(made.of.draft.design))
    meant.writers.add(by)
    GeneratedCase.objects.create(
        scenario=scenario,
        profile=profile.as_content(),
        seed=made.of.seed,
        library=made.version,
        faker_version=FAKER_VERSION,
        generator_version=VERSION,
        statements=list(made.of.draft.statements),
        sentences=sorted(made.of.marks),
        text_hash=text_of(scenario),
    )
    record_event(
        name="case.generated",
        organisation=owner,
        actor=by,
        payload={"ref": scenario.ref, "seed": made.of.seed, "library": made.version.number},
    )
    return scenario


@transaction.atomic
def take_on_case(*, scenario: Scenario, by: User) -> GeneratedCase:
    """Say that a generated draft is one's own now. Said twice is like once.

    NotYours: writes no cases, or the text has not been edited by this very person.
    """
    generated = (
        GeneratedCase.objects.select_for_update(of=("self",))
        .select_related("scenario__owner")
        .get(scenario=scenario)
    )
    if not generated.needs_author:
        return generated
    if words := refusal_to_take_on(generated, by):
        raise NotYours(words)
    generated.author, generated.authored_at = by, timezone.now()
    generated.save(update_fields=["author", "authored_at"])
    record_event(
        name="case.taken_on",
        organisation=generated.scenario.owner,
        actor=by,
        payload={"ref": generated.scenario.ref},
    )
    return generated


def refusal_to_take_on(generated: GeneratedCase, by: User) -> str | None:
    """Why somebody cannot say yet that the draft is theirs, or None where they can."""
    if not has_role(by, *WRITERS):
        return _("Only those who write cases take on a draft.")
    if not _has_edited(generated, by):
        return _(
            "You have not edited its text yet. Open it in the editor, make it your own, and save "
            "the draft."
        )
    return None


def _has_edited(generated: GeneratedCase, by: User) -> bool:
    """Whether the person saved a text that is not the generated one, and it is not undone."""
    scenario = generated.scenario
    latest = scenario.get_latest_revision_as_object()
    if text_of(latest) == generated.text_hash:
        return False
    own = scenario.revisions.filter(user=by).order_by("-created_at", "-pk")
    return any(text_of(each.as_object()) != generated.text_hash for each in own.iterator())


def text_of(scenario: Scenario) -> str:
    """What the words of a case are known by, its spaces apart: the cover and the papers."""
    texts = [scenario.title, scenario.summary]
    texts += [text for each in scenario.documents.all() for text in (each.title, each.body)]
    return hashlib.sha256("\n".join(" ".join(each.split()) for each in texts).encode()).hexdigest()


def _kept_before(made: Made, owner: Organisation, profile: Profile) -> Scenario | None:
    """The scenario that was made of the same. The library is locked, so nobody makes it now."""
    same = GeneratedCase.objects.filter(
        seed=made.of.seed,
        library=made.version,
        faker_version=FAKER_VERSION,
        generator_version=VERSION,
        scenario__owner=owner,
    ).select_related("scenario")
    return next((each.scenario for each in same if each.profile == profile.as_content()), None)


def _saved(draft: Draft, owner: Organisation, by: User) -> Scenario:
    """The scenario with its first revision, under the next reference that is free."""
    for attempt in range(REFS_TRIED):
        scenario = scenario_of(draft, owner, suggested_ref(SERIES))
        scenario.full_clean()
        try:
            with transaction.atomic():
                scenario.save()
        except IntegrityError:
            # Somebody took the reference at this moment.
            if attempt == REFS_TRIED - 1:
                raise
            continue
        scenario.save_revision(user=by)
        return scenario
    raise AssertionError("unreachable")


def scenario_of(draft: Draft, owner: Organisation, ref: str) -> Scenario:
    """The draft as a scenario that has not been saved."""
    scenario = Scenario(
        ref=ref,
        title=draft.title,
        summary=draft.summary,
        content_label=draft.content_label,
        static_risk=draft.static_risk,
        difficulty=draft.difficulty,
        minutes=draft.minutes,
        owner=owner,
        live=False,
        has_unpublished_changes=True,
        **draft.tags,
    )
    scenario.documents = [
        CaseDocument(
            sort_order=position,
            stage=paper.stage,
            kind=paper.kind,
            title=paper.title,
            dated=paper.dated,
            body=paper.body,
        )
        for position, paper in enumerate(draft.papers)
    ]
    scenario.people = [
        CasePerson(sort_order=position, name=each.name, part=each.part)
        for position, each in enumerate(draft.people)
    ]
    scenario.places = [
        CasePlace(sort_order=position, name=each.name, what=each.what)
        for position, each in enumerate(draft.places)
    ]
    return scenario
