"""The pages of the generator: choose, look, keep, take on; and how full the library is."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.public import Role
from scenarios.models import EvidenceStatement, GeneratedCase, Scenario
from scenarios.services.evidence import current_library_version
from scenarios.services.generating import generate_case
from tests.answers import words_of
from tests.factories import make_organisation, make_person
from tests.factories.evidence import FACTORS, profile_of
from tests.scenarios.generator.test_generating import edit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]
PAGE = "/workshop/generate/"
AS_HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_trainer(client, trainer):
    client.force_login(trainer)
    return client


def asked(stages: int = 1, **changes):
    levels = {
        f"level-{stage}-{code}": "1"
        for stage in range(1, stages + 1)
        for code in (*FACTORS, "overall")
    }
    rest = {"stages": str(stages), "owner": "X01", "length": "short", "complexity": "simple"}
    return {**levels, **rest, "seed": "7", "do": "look", **changes}


def seed_in(answer) -> str:
    return re.search(r'name="seed" value="(\d+)"', answer.content.decode())[1]


def test_a_picture_fills_in_the_levels_and_the_stages(as_trainer):
    page = as_trainer.get(PAGE, {"preset": "worse"})
    form = page.context["form"]
    assert form.stage_count == 2
    assert form["level-1-routine"].initial == "2"
    assert form["level-2-routine"].initial == "0"
    more = as_trainer.get(PAGE, {"preset": "worse", "stages": "3"}).context["form"]
    assert more["level-3-routine"].initial == "0"


def test_what_is_asked_for_and_there_is_not_is_as_nothing_asked_for(as_trainer):
    page = as_trainer.get(PAGE, {"preset": "nothing", "stages": "99"})
    assert page.status_code == 200
    assert page.context["form"].stage_count == 1


@pytest.mark.parametrize("headers", [{}, AS_HTMX])
def test_looking_keeps_nothing_and_shows_the_papers_with_the_seed(as_trainer, headers):
    answer = as_trainer.post(PAGE, asked(seed=""), headers=headers)
    assert answer.status_code == 200
    assert not Scenario.objects.exists()
    draft = answer.context["made"].of.draft
    said = words_of(answer)
    assert draft.title in said
    assert all(paper.title in said for paper in draft.papers)
    again = as_trainer.post(PAGE, asked(seed=seed_in(answer)), headers=headers)
    assert again.context["made"].of.draft == draft


def test_another_is_of_another_seed(as_trainer):
    answer = as_trainer.post(PAGE, asked(do="another"))
    assert seed_in(answer) != "7"


@pytest.mark.parametrize("headers", [{}, AS_HTMX])
def test_what_was_looked_at_is_what_is_kept(as_trainer, headers):
    looked = as_trainer.post(PAGE, asked(stages=2), headers=headers).context["made"].of.draft
    for _time in range(2):
        answer = as_trainer.post(PAGE, asked(stages=2, do="keep"), headers=headers)
        scenario = Scenario.objects.get()
        assert answer["Location"] == f"/workshop/generated/{scenario.ref}/"
    assert scenario.title == looked.title
    bodies = [document.body for document in scenario.documents.all()]
    assert bodies == [paper.body for paper in looked.papers]


@pytest.mark.parametrize("headers", [{}, AS_HTMX])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"level-1-desist": "7"}, "Choose a level for Commitment to desist, stage 1 from the list"),
        ({"level-1-desist": ""}, "Choose a level for Commitment to desist, stage 1."),
        ({"level-1-desist": "x"}, "Choose a level for Commitment to desist, stage 1 from the list"),
        ({"owner": "X02"}, "Choose an organisation from the list."),
        ({"seed": "many"}, "Enter a whole number, or leave the seed empty."),
        ({"seed": "-1"}, "Enter a seed of 0 or more."),
        ({"seed": "99999999999999999999"}, "Enter a seed of at most 2147483647."),
        ({"length": "endless"}, "Select a valid choice"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_chosen_stays(as_trainer, headers, changes, words):
    make_organisation("X02")
    answer = as_trainer.post(PAGE, asked(**{"do": "keep", "level-1-routine": "3", **changes}),
                             headers=headers)  # fmt: skip
    assert answer.status_code == 200
    assert words in words_of(answer)
    assert "There is a problem" in words_of(answer)
    assert answer.context["form"]["level-1-routine"].value() == "3"
    assert not Scenario.objects.exists()


def test_what_the_library_cannot_make_is_said(as_trainer):
    EvidenceStatement.objects.filter(code__startswith="desist-1-for").update(in_use=False)
    answer = as_trainer.post(PAGE, asked())
    assert answer.status_code == 200
    assert "too few statements that go together for desist:1:for" in words_of(answer)


def test_tags_can_be_given_and_a_factor_left_out(as_trainer):
    more = {"offence_kind": "online", "setting": "alone", "visit_type": "none"}
    data = asked(do="keep", **more, **{"level-1-congruence": "x", "level-1-intimate": "n"})
    as_trainer.post(PAGE, data)
    scenario = Scenario.objects.get()
    assert {name: getattr(scenario, name) for name in more} == more
    assert scenario.design.factors["congruence"]["level"] == "x"


def test_the_page_of_a_draft_says_how_it_was_made_and_what_is_left_to_do(as_trainer, trainer):
    scenario = generate_case(
        by=trainer,
        owner=trainer.memberships.get().organisation,
        profile=profile_of("2", "1"),
        seed=9,
    )
    said = words_of(as_trainer.get(reverse("workshop_generated", args=[scenario.ref])))
    made = as_trainer.get(reverse("workshop_generated", args=[scenario.ref])).context["made"]
    assert made.left == made.sentences > 20
    assert made.faults == ()
    assert "Needs an author" in said
    assert "You have not edited its text yet." in said
    assert "This case is mine" not in said
    edit(scenario, trainer, "PC Nobodyknows came in week 300.")
    page = as_trainer.get(reverse("workshop_generated", args=[scenario.ref]))
    assert page.context["made"].sentences == page.context["made"].left + 1
    assert "“Nobodyknows” is not in the list" in words_of(page)
    assert "This case is mine" in words_of(page)


@pytest.mark.parametrize("headers", [{}, AS_HTMX])
def test_taking_on_is_refused_in_words_and_then_done_once(as_trainer, trainer, headers):
    organisation = trainer.memberships.get().organisation
    scenario = generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=9)
    address = reverse("workshop_take_on", args=[scenario.ref])
    refused = as_trainer.post(address, headers=headers)
    assert refused.status_code == 409
    assert "You have not edited its text yet." in words_of(refused)
    edit(scenario, trainer)
    for _time in range(2):
        assert as_trainer.post(address, headers=headers)["Location"].endswith(
            f"/generated/{scenario.ref}/"
        )
    assert GeneratedCase.objects.get().author == trainer
    said = words_of(as_trainer.get(reverse("workshop_generated", args=[scenario.ref])))
    assert f"Taken on by {trainer}" in said
    assert "Needs an author" not in said


def test_another_organisation_s_draft_is_not_there(client, trainer, other_organisation):
    organisation = trainer.memberships.get().organisation
    scenario = generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=9)
    client.force_login(make_person(role=Role.TRAINER, organisation=other_organisation))
    assert client.get(reverse("workshop_generated", args=[scenario.ref])).status_code == 404
    assert client.post(reverse("workshop_take_on", args=[scenario.ref])).status_code == 404


def test_the_library_page_counts_and_names_what_is_thin(as_trainer, organisation):
    page = as_trainer.get(reverse("workshop_library"))
    assert "at least four statements" in words_of(page)
    assert page.context["page"].total == EvidenceStatement.objects.count()
    current_library_version(organisation=organisation)
    keep = EvidenceStatement.objects.filter(code__startswith="desist-1-for").values("pk")[:3]
    EvidenceStatement.objects.filter(code__startswith="desist-1-for").exclude(
        pk__in=list(keep.values_list("pk", flat=True))
    ).update(in_use=False)
    current_library_version(organisation=organisation)
    said = words_of(as_trainer.get(reverse("workshop_library")))
    assert "Commitment to desist, level 1, for: 3" in said


def count(ask) -> int:
    with CaptureQueriesContext(connection) as asked_for:
        ask()
    return len(asked_for)


def test_the_library_page_asks_as_little_for_many_versions_and_drafts(
    as_trainer, trainer, organisation
):
    def look():
        as_trainer.get(reverse("workshop_library"))

    generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=1)
    look()
    few = count(look)
    for n in range(8):
        EvidenceStatement.objects.filter(code=f"irrelevant-{n + 1}").update(in_use=False)
        generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=n)
    assert count(look) == few


def test_looking_at_a_draft_asks_as_little_whatever_drafts_there_are(
    as_trainer, trainer, organisation
):
    def look():
        as_trainer.post(PAGE, asked())

    generate_case(by=trainer, owner=organisation, profile=profile_of(), seed=1)
    look()
    few = count(look)
    for n in range(2, 12):
        generate_case(by=trainer, owner=organisation, profile=profile_of(length="short"), seed=n)
    assert count(look) == few


def test_the_page_of_a_draft_opens_after_its_author_took_a_level_out_again(as_trainer, trainer):
    draft = generate_case(by=trainer, owner=make_organisation("X01"), profile=profile_of(), seed=1)
    design = draft.design
    code = next(code for code in design.factors if code != "overall")
    design.factors[code] = {"why": "To be thought of again."}
    design.save()
    assert as_trainer.get(f"/workshop/generated/{draft.ref}/").status_code == 200
