"""Beginning a case: who may, once or again, and what is drawn for them."""

import pytest

from people.public import Event, Role
from scenarios.models import Assessment, Release, StageSubmission
from scenarios.services import admission
from scenarios.services.assessing import start_assessment
from scenarios.services.errors import NotStartable
from scenarios.services.panels import close_panel, load_panel
from scenarios.services.releases import release_case
from scoring.public import Factor
from tests.factories import (
    make_case_version,
    make_complete_assessment,
    make_framework,
    make_organisation,
    make_person,
    make_submitted,
    panel_data,
)
from tests.scenarios.journey import case_url, set_state, step_url, words_of

pytestmark = pytest.mark.django_db

CLOSED = "This case is closed to new starts."
ONLY_TRAINEES = "Only trainees sit a check, and nobody who is a trainer or panellist as well."
ONCE = "You have submitted this case before. Nobody sits the same check case twice."
SPECIMEN = (
    "This check is a specimen. Only members of the invented demonstration organisations can sit it."
)
NO_ORGANISATION = (
    "You are not a member of an organisation on this site. Ask your force lead to add you."
)


def events_recorded() -> int:
    """Beginning leaves no event: a start without an end would tell of a stop."""
    return Event.objects.filter(name__startswith="assessment.").count()


def test_starting_opens_an_assessment_at_its_first_factor(as_trainee, trainee, practice):
    response = as_trainee.post(case_url(practice), follow=True)
    assessment = Assessment.objects.get()
    assert (assessment.person, assessment.release) == (trainee, practice)
    assert assessment.is_open
    assert response.redirect_chain[-1] == (step_url(assessment), 302)
    assert events_recorded() == 0


def test_looking_at_a_case_starts_nothing(as_trainee, practice):
    assert as_trainee.get(case_url(practice)).status_code == 200
    assert not Assessment.objects.exists()
    assert events_recorded() == 0


def test_starting_twice_goes_on_with_the_same_assessment(as_trainee, practice):
    first = as_trainee.post(case_url(practice))
    second = as_trainee.post(case_url(practice))
    assert first.url == second.url
    assert Assessment.objects.count() == 1
    assert events_recorded() == 0


@pytest.mark.parametrize("number", range(3))
def test_three_factors_ask_for_a_reason_and_never_the_overall_level(trainee, practice, number):
    asked = StageSubmission.objects.get(
        assessment=start_assessment(person=trainee, release=practice)
    ).reasons_asked
    codes = set(Factor.objects.exclude(kind=Factor.Kind.OVERALL).values_list("code", flat=True))
    assert len(set(asked)) == 3
    assert set(asked) < codes


def test_the_drawn_reasons_stay_the_same_however_often_the_case_is_opened(
    as_trainee, trainee, practice, assessment
):
    asked = StageSubmission.objects.get().reasons_asked
    for _time in range(3):
        start_assessment(person=trainee, release=practice)
        as_trainee.get(step_url(assessment))
    assert StageSubmission.objects.get().reasons_asked == asked


def test_the_same_factors_are_not_drawn_for_everybody(practice):
    drawn = {
        tuple(StageSubmission.objects.get(assessment=one).reasons_asked)
        for one in (start_assessment(person=make_person(), release=practice) for _ in range(12))
    }
    assert len(drawn) > 1


def test_a_closed_release_takes_no_new_start(as_trainee, practice):
    set_state(practice, Release.State.CLOSED)
    response = as_trainee.post(case_url(practice))
    assert response.status_code == 409
    assert CLOSED in words_of(response)
    assert not Assessment.objects.exists()
    assert events_recorded() == 0


def test_a_closed_release_lets_the_started_go_on(as_trainee, practice, assessment):
    set_state(practice, Release.State.CLOSED)
    page = as_trainee.get(case_url(practice))
    assert CLOSED not in words_of(page)
    response = as_trainee.post(case_url(practice))
    assert (response.status_code, response.url) == (302, f"/assessments/{assessment.uuid}/")
    assert as_trainee.get(step_url(assessment)).status_code == 200


@pytest.mark.parametrize("state", [Release.State.RETIRED, Release.State.WITHDRAWN])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_case_out_of_use_answers_as_one_that_does_not_exist(as_trainee, practice, state, method):
    set_state(practice, state)
    gone = getattr(as_trainee, method)(case_url(practice))
    unknown = getattr(as_trainee, method)("/cases/TS-9999/")
    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert words_of(gone) == words_of(unknown)
    assert not Assessment.objects.exists()


def test_a_stranger_to_every_organisation_is_told_so(client_of, practice):
    client = client_of(make_person(role=None))
    assert NO_ORGANISATION in words_of(client.get(case_url(practice)))
    response = client.post(case_url(practice))
    assert response.status_code == 409
    assert NO_ORGANISATION in words_of(response)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("role", Role.values)
def test_everybody_with_a_role_may_practise(practice, role):
    assert start_assessment(person=make_person(role=role), release=practice).is_open


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.TRAINEE}))
def test_only_a_trainee_sits_a_check(client_of, check, role):
    response = client_of(make_person(role=role)).post(case_url(check))
    assert response.status_code == 409
    assert ONLY_TRAINEES in words_of(response)
    assert not Assessment.objects.exists()


def test_a_specimen_check_is_refused_to_members_of_a_real_organisation(client_of, check):
    real = make_organisation("R01", "A real force", is_invented=False)
    client = client_of(make_person(organisation=real))
    assert SPECIMEN in words_of(client.get(case_url(check)))
    response = client.post(case_url(check))
    assert response.status_code == 409
    assert SPECIMEN in words_of(response)
    assert not Assessment.objects.exists()


def test_a_specimen_to_practise_on_is_open_to_a_real_organisation(practice):
    real = make_organisation("R01", "A real force", is_invented=False)
    assert practice.is_specimen
    assert start_assessment(person=make_person(organisation=real), release=practice).is_open


def test_a_check_that_is_no_specimen_is_open_to_a_real_organisation(db):
    framework = make_framework()
    framework.is_illustrative = False
    framework.save()
    version = make_case_version()
    data = panel_data(framework, synthetic=False)
    key = close_panel(panel=load_panel(case_version=version, data=data))
    release = release_case(case_version=version, key=key, use="check")
    real = make_organisation("R01", "A real force", is_invented=False)
    assert not release.is_specimen
    assert start_assessment(person=make_person(organisation=real), release=release).is_open


def test_practice_may_be_repeated(trainee, practice):
    make_submitted(trainee, practice)
    assert start_assessment(person=trainee, release=practice).is_open


def test_a_check_is_never_sat_twice(as_trainee, trainee, check):
    make_submitted(trainee, check)
    assert ONCE in words_of(as_trainee.get(case_url(check)))
    response = as_trainee.post(case_url(check))
    assert response.status_code == 409
    assert ONCE in words_of(response)
    assert Assessment.objects.count() == 1


def test_a_check_is_refused_to_somebody_who_has_practised_on_its_case(trainee, practice):
    make_submitted(trainee, practice)
    check = release_case(case_version=practice.case_version, key=practice.key, use="check")
    with pytest.raises(NotStartable, match=ONCE):
        start_assessment(person=trainee, release=check)


def test_an_app_above_can_set_a_condition_on_checks_and_none_on_practice(
    monkeypatch, trainee, check, practice
):
    monkeypatch.setattr(admission, "_conditions", [])
    for _twice in range(2):
        admission.register_check_condition(_not_today)
    assert admission._conditions == [_not_today]
    assert admission.may_start(trainee, check) == "Not today."
    assert admission.may_start(trainee, practice) is None


def _not_today(person, release):
    return "Not today."


def test_somebody_else_starting_the_same_case_gets_their_own(trainee, other_trainee, practice):
    mine = make_complete_assessment(trainee, practice)
    theirs = start_assessment(person=other_trainee, release=practice)
    assert mine != theirs
    assert theirs.answers.count() == 0
