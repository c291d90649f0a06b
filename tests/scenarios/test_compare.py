"""Two texts of a case, word by word."""

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from people.public import Role
from scenarios.models import CasePerson, Passage, Scenario, Withheld
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.word_diff import compare_words
from tests.factories import make_case_version, make_organisation, make_person, make_scenario
from tests.scenarios.journey import words_of
from tests.scenarios.test_review import edited

pytestmark = pytest.mark.django_db


def drawn(before, after):
    marks = {"same": "{}", "added": "+{}+", "removed": "-{}-"}
    return [
        " ".join(marks[piece.kind].format(piece.text) for piece in pieces)
        for pieces in compare_words(before, after)
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("He was in.", "He was in.", ["He was in."]),
        ("He  was\tin.", "He was in.", ["He was in."]),
        ("He was in.", "He was not in.", ["He was +not+ in."]),
        ("He was not in.", "He was in.", ["He was -not- in."]),
        ("One.\n\nTwo.", "One.\n\nTwo and a half.", ["One.", "-Two.- +Two and a half.+"]),
        ("", "New.", ["+New.+"]),
        ("Gone.", "", ["-Gone.-"]),
        ("", "", []),
        ("One.\n\nTwo.", "One.\n\nNew.\n\nTwo.", ["One.", "+New.+", "Two."]),
    ],
)
def test_words_that_came_in_and_went_out(before, after, expected):
    assert drawn(before, after) == expected


def address(scenario, **texts):
    query = "&".join(f"{'from' if key == 'before' else 'to'}={v}" for key, v in texts.items())
    return f"{reverse('workshop_compare', args=[scenario.ref])}?{query}"


@pytest.fixture
def as_trainer(client_of, trainer):
    return client_of(trainer)


def test_a_draft_is_compared_with_the_version_that_was_frozen(as_trainer):
    version = make_case_version("TS-CMP")
    scenario = Scenario.objects.get()
    draft = draft_in_hand(scenario)
    paper = draft.documents.all()[0]
    paper.body = paper.body.replace("He fixes bicycles.", "He mends old bicycles.")
    draft.documents = [paper, *draft.documents.all()[1:]]
    draft.people = [CasePerson(name="Dana Pell", part="his sister")]
    draft.save_revision()
    seen = as_trainer.get(reverse("workshop_compare", args=["TS-CMP"]))
    body = seen.content.decode()
    assert [row.label for row in seen.context["changed"]] == ["Who is in it", "D1 Referral"]
    assert "[removed: </span>fixes" in body
    assert "[added: </span>mends old" in body
    assert "Visit note" not in [row.label for row in seen.context["changed"]]
    back = as_trainer.get(address(scenario, before=f"version-{version.pk}", to="draft"))
    assert back.context["changed"]
    same = as_trainer.get(
        address(scenario, before=f"version-{version.pk}", to=f"version-{version.pk}")
    )
    assert "These two are the same text." in words_of(same)


def test_two_saved_drafts_are_compared_and_who_saved_them_is_named(as_trainer, trainer):
    scenario = make_scenario("TS-CMP")
    first = edited(scenario, "One summary.", by=trainer).latest_revision_id
    second = edited(scenario, "Another summary.", by=trainer).latest_revision_id
    seen = as_trainer.get(address(scenario, before=f"revision-{first}", to=f"revision-{second}"))
    assert "[removed: One ] [added: Another ] summary." in words_of(seen)
    assert str(trainer) in words_of(seen)


def test_a_paper_that_moved_changed_its_name_or_went_is_followed(as_trainer):
    version = make_case_version("TS-CMP")
    draft = draft_in_hand(Scenario.objects.get())
    referral, visit = draft.documents.all()
    referral.title, referral.sort_order, visit.sort_order = "Referral, again", 1, 0
    draft.documents = [visit, referral]
    draft.save_revision()
    seen = as_trainer.get(address(Scenario.objects.get(), before=f"version-{version.pk}"))
    assert [row.label for row in seen.context["changed"]] == [
        "D2 Referral, again",
        "Referral, taken out",
    ]


def test_what_was_reported_is_kept_back_here_too(as_trainer):
    version = make_case_version("TS-CMP")
    QuerySet(Passage).filter(ref="D1.2").update(text="", withheld=Withheld.HELD)
    edited(version.scenario, "Another summary.")
    seen = words_of(as_trainer.get(address(version.scenario, to=f"version-{version.pk}")))
    assert "kept back until somebody has looked" in seen or "same text" in seen


@pytest.mark.parametrize(
    "chosen", ["revision-1", "version-1", "version-", "revision-x", "other", "version-9" * 9]
)
def test_a_text_of_another_case_is_not_found(as_trainer, chosen):
    scenario = make_scenario("TS-CMP")
    make_case_version("TS-OTHER")
    edited(make_scenario("TS-THIRD"), "Words of another case.")
    assert as_trainer.get(address(scenario, before=chosen)).status_code == 404


def test_another_organisations_case_is_not_found(client_of, other_organisation):
    scenario = make_scenario("TS-CMP")
    Scenario.objects.update(owner=make_organisation("X01"))
    client = client_of(make_person(role=Role.TRAINER, organisation=other_organisation))
    assert client.get(address(scenario)).status_code == 404


def test_the_admins_own_comparison_shows_papers_by_word_too(as_trainer, trainer):
    scenario = make_scenario("TS-CMP")
    first = edited(scenario, "One summary.", by=trainer).latest_revision_id
    draft = draft_in_hand(Scenario.objects.get())
    paper = draft.documents.all()[0]
    paper.body = paper.body.replace("He fixes bicycles.", "He mends bicycles.")
    draft.documents = [paper, *draft.documents.all()[1:]]
    second = draft.save_revision(user=trainer).pk
    name = Scenario.snippet_viewset.get_url_name("revisions_compare")
    seen = as_trainer.get(reverse(name, args=[scenario.pk, first, second])).content.decode()
    assert '<span class="addition">mends</span>' in seen
