"""Drafts that are kept: as a revision of whoever asked, and marked until somebody takes them on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from faker import VERSION as FAKER_VERSION

from people.models import Event
from people.public import Role
from scenarios.generator import VERSION, Profile
from scenarios.models import CaseDesign, GeneratedCase, Scenario
from scenarios.packs.archive import BadPack
from scenarios.safety.cases import case_problems
from scenarios.services.duplicating import duplicate_case
from scenarios.services.errors import CopyRefused
from scenarios.services.freezing import NotReady, freeze_case_version
from scenarios.services.generating import (
    NotYours,
    draft_case,
    generate_case,
    take_on_case,
)
from scenarios.services.inviting import open_panel
from scenarios.services.packs import export_pack
from scenarios.services.twins import NoTwin, make_twin
from tests.factories import make_person, make_scenario
from tests.factories.evidence import profile_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]
NEEDS_AUTHOR = "It needs an author"


@pytest.fixture
def draft(trainer, organisation) -> Scenario:
    return generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=3)


def edit(scenario: Scenario, by, text: str = "He keeps pigeons.") -> None:
    """As the editor of the admin saves a draft."""
    latest = scenario.get_latest_revision_as_object()
    document = latest.documents.all()[0]
    document.body = f"{document.body}\n\n{text}"
    latest.documents = [document, *latest.documents.all()[1:]]
    latest.save_revision(user=by)
    scenario.refresh_from_db()


def test_a_draft_is_kept_unpublished_with_a_revision_of_whoever_asked(trainer, organisation):
    profile = profile_of("2", "1", length="short", complexity="simple")
    scenario = generate_case(by=trainer, owner=organisation, profile=profile, seed=42)
    assert not scenario.live
    assert scenario.has_unpublished_changes
    assert scenario.owner == organisation
    assert scenario.difficulty == "simple"
    (revision,) = scenario.revisions.all()
    assert revision.user == trainer
    latest = scenario.get_latest_revision_as_object()
    assert [each.stage for each in latest.documents.all()] == [1, 1, 1, 1, 2, 2]
    assert latest.people.count() > 1
    assert latest.places.count() >= 1
    design = CaseDesign.objects.get(scenario=scenario).factors
    assert design["opportunity"]["level"] == "2"
    assert design["opportunity"]["stage_2"]["level"] == "1"
    assert design["overall"]["level"] == "1"
    row = scenario.generated
    assert Profile.from_content(row.profile) == profile
    assert (row.seed, row.faker_version, row.generator_version) == (42, FAKER_VERSION, VERSION)
    assert row.library.number == 1
    assert row.needs_author
    event = Event.objects.get(name="case.generated")
    assert event.payload == {"ref": scenario.ref, "seed": 42, "library": 1}


def test_the_same_asked_twice_is_kept_once(trainer, organisation, draft):
    again = generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=3)
    assert again == draft
    assert GeneratedCase.objects.count() == 1
    other = generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=4)
    assert other != draft


def test_each_draft_gets_the_next_free_reference(trainer, organisation):
    make_scenario("TR-0031")
    make_scenario("TS-0099")
    scenario = generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=1)
    assert scenario.ref == "TR-0032"
    again = generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=2)
    assert again.ref == "TR-0033"


def test_without_a_seed_one_is_drawn_unlike_the_drafts_there_are(trainer, organisation):
    for _n in range(3):
        generate_case(by=trainer, owner=organisation, profile=profile_of())
    made = draft_case(by=trainer, owner=organisation, profile=profile_of())
    assert made.of.share <= 0.4
    seeds = set(GeneratedCase.objects.values_list("seed", flat=True))
    assert len(seeds) == 3
    assert made.of.seed not in seeds


def test_only_those_who_write_for_the_owner_make_drafts_for_it(
    other_organisation, organisation, trainer
):
    lead = make_person(role=Role.FORCE_LEAD, organisation=organisation)
    for person, owner in ((trainer, other_organisation), (lead, organisation)):
        with pytest.raises(NotReady, match="Only those who write cases for"):
            generate_case(by=person, owner=owner, profile=profile_of(), seed=1)
    assert not Scenario.objects.exists()


def test_the_mark_is_the_only_thing_wrong_with_a_fresh_draft(draft):
    (found,) = case_problems(draft)
    assert NEEDS_AUTHOR in str(found)
    assert found.where == draft.ref


def test_a_marked_case_goes_to_no_panel(draft, trainer, panellist, organisation):
    draft.get_latest_revision().publish()
    draft.refresh_from_db()
    approver = make_person(role=Role.TRAINER, organisation=organisation)
    with pytest.raises(NotReady, match=NEEDS_AUTHOR):
        open_panel(
            scenario=draft,
            sent_by=trainer,
            chair=trainer,
            approver=approver,
            panellists=[panellist],
            use="practice",
            due_on=timezone.localdate() + timedelta(days=7),
        )
    with pytest.raises(NotReady, match=NEEDS_AUTHOR):
        freeze_case_version(scenario=draft)


def test_whoever_edited_it_takes_it_on_once_and_it_can_be_frozen(draft, trainer):
    with pytest.raises(NotYours, match="not edited"):
        take_on_case(scenario=draft, by=trainer)
    edit(draft, trainer)
    first = take_on_case(scenario=draft, by=trainer)
    assert first.author == trainer
    assert take_on_case(scenario=draft, by=trainer).authored_at == first.authored_at
    assert Event.objects.filter(name="case.taken_on").count() == 1
    draft.get_latest_revision().publish()
    draft.refresh_from_db()
    assert case_problems(draft) == []
    version = freeze_case_version(scenario=draft)
    assert version.passages.filter(text="He keeps pigeons.").exists()


def test_another_s_edit_is_not_one_s_own(draft, trainer, organisation):
    colleague = make_person(role=Role.TRAINER, organisation=organisation)
    edit(draft, colleague)
    with pytest.raises(NotYours, match="You have not edited its text"):
        take_on_case(scenario=draft, by=trainer)
    assert take_on_case(scenario=draft, by=colleague).author == colleague


def test_spaces_alone_are_no_edit_and_an_edit_undone_is_none(draft, trainer):
    edit(draft, trainer, "   ")
    with pytest.raises(NotYours):
        take_on_case(scenario=draft, by=trainer)
    edit(draft, trainer)
    first = draft.revisions.order_by("pk").first()
    first.as_object().save_revision(user=trainer)
    draft.refresh_from_db()
    with pytest.raises(NotYours):
        take_on_case(scenario=draft, by=trainer)


def test_whoever_writes_no_cases_any_more_takes_nothing_on(draft, trainer):
    edit(draft, trainer)
    trainer.memberships.update(valid_from="2026-01-01", valid_to="2026-01-31")
    trainer.remembered_memberships = None
    with pytest.raises(NotYours, match="Only those who write cases"):
        take_on_case(scenario=draft, by=trainer)


def test_a_marked_case_leaves_in_no_pack_and_has_no_twin_and_no_copy(draft, trainer):
    with pytest.raises(CopyRefused, match="needs an author"):
        duplicate_case(scenario=draft, by=trainer, ref="TS-1", title="A copy")
    with pytest.raises(BadPack, match="needs an author"):
        export_pack(scenarios=[draft], by=trainer, with_design=False)
    with pytest.raises(NoTwin, match="needs an author"):
        make_twin(
            original=draft,
            ref="TS-1",
            kind="faith",
            before="none",
            after="Muslim",
            swaps=[("He", "he")],
            by=trainer,
        )
