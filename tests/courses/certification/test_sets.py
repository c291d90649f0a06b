"""Drawing a set, sitting it, and what decides it."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from courses.models import (
    Certificate,
    CertificationSet,
    CheckAssignment,
    DrillAnswer,
    DrillVersion,
    SetCase,
)
from courses.services.certifying import CertificationRefused
from courses.services.sets import TooFewUnseen, carry_over_set_cases, draw_set, replace_case
from people.public import Event, Role, User, grant_membership
from scenarios.models import Assessment, Panel, Release, Twin
from scenarios.public import next_steps, start_assessment
from scenarios.services.assessing import submit_assessment
from scenarios.services.breaks import stop_assessment
from scenarios.services.errors import NotStartable
from scenarios.services.wrong_tool import stop_as_wrong_tool
from tests.factories import (
    make_organisation,
    make_person,
    make_released_case,
    make_wrong_tool_case,
)
from tests.factories.assessing import complete_stage
from tests.factories.certificates import end_certificates_on
from tests.factories.certification import (
    key_answers,
    make_certified_rule,
    make_check,
    make_check_bank,
    make_one,
    make_ready,
    make_rule,
    sit,
    sit_set,
)

pytestmark = pytest.mark.django_db


def active(drawn: CertificationSet) -> list[SetCase]:
    return list(
        drawn.cases.filter(replaced_at=None).select_related("release__case_version__scenario")
    )


def test_a_set_has_the_cases_of_the_rule_and_drawing_twice_is_once(trainee: User) -> None:
    certification = make_ready(3, bank=5)
    drawn = draw_set(person=trainee, certification=certification)
    again = draw_set(person=trainee, certification=certification)
    assert again == drawn
    assert [case.position for case in active(drawn)] == [1, 2, 3]
    assert len(drawn.drawn_from) == 5
    assert Event.objects.filter(name="certification_set.drawn").count() == 1


def test_being_drawn_is_being_asked_to_sit_it(trainee: User) -> None:
    certification = make_ready(1, bank=2)
    (case,) = active(draw_set(person=trainee, certification=certification))
    other = Release.objects.exclude(pk=case.release_id).get()
    assert start_assessment(person=trainee, release=case.release).release == case.release
    with pytest.raises(NotStartable, match="not assigned to you"):
        start_assessment(person=trainee, release=other)


def test_a_set_of_somebody_else_asks_nobody(trainee: User) -> None:
    certification = make_ready(1)
    (case,) = active(draw_set(person=trainee, certification=certification))
    with pytest.raises(NotStartable, match="not assigned to you"):
        start_assessment(person=make_person(), release=case.release)


def test_a_set_that_meets_the_rule_passes_and_certifies_once(trainee: User) -> None:
    certification = make_ready(2, months=6)
    drawn = sit_set(trainee, certification)
    assert drawn.outcome == "passed"
    certificate = Certificate.objects.get()
    assert (certificate.person, certificate.by_set) == (trainee, drawn.uuid)
    assert certificate.is_specimen
    assert certificate.state == Certificate.State.VALID
    assert Event.objects.filter(name="certificate.issued").count() == 1
    assert Event.objects.filter(name="certification_set.decided").count() == 1


def test_a_set_is_open_until_its_last_case(trainee: User) -> None:
    certification = make_ready(2)
    drawn = draw_set(person=trainee, certification=certification)
    sit(trainee, active(drawn)[1].release)
    drawn.refresh_from_db()
    assert drawn.is_open
    assert [case.is_submitted for case in active(drawn)] == [False, True]


def test_the_feedback_on_its_cases_leads_back_to_the_set(trainee: User) -> None:
    certification = make_ready(2)
    drawn = draw_set(person=trainee, certification=certification)
    set_page = f"/my-learning/certification/{certification.uuid}/"
    for case, said in zip(
        active(drawn), ("Go on with the set", "See how the set went"), strict=True
    ):
        sit(trainee, case.release)
        first = next_steps(trainee, case.release, [])[0]
        assert (first.label, first.url) == (said, set_page)


def test_a_set_below_the_bounds_is_not_passed_and_names_what_fell_short(trainee: User) -> None:
    drawn = sit_set(trainee, make_ready(1), well=False)
    assert (drawn.outcome, drawn.missed) == ("not_passed", ["exact", "within_one"])
    assert not Certificate.objects.exists()


def test_saying_wrong_tool_of_a_case_that_was_rated_does_not_pass(trainee: User) -> None:
    drawn = draw_set(person=trainee, certification=make_ready(1))
    assessment = start_assessment(person=trainee, release=active(drawn)[0].release)
    stop_as_wrong_tool(
        person=trainee, uuid=assessment.uuid, ground="under_18", text="He is seventeen."
    )
    drawn.refresh_from_db()
    assert (drawn.outcome, drawn.missed) == ("not_passed", ["wrong_tool"])


def test_a_figure_without_a_value_neither_passes_nor_fails(trainee: User) -> None:
    make_check_bank(1)
    certification = make_one()
    rule = make_certified_rule(certification, n_cases=1)
    drawn = draw_set(person=trainee, certification=certification)
    # As if fewer had rated the case than the rule asks for; the row itself is written once.
    QuerySet(type(rule)).filter(pk=rule.pk).update(minimum_ratings=13)
    sit(trainee, active(drawn)[0].release)
    drawn.refresh_from_db()
    assert (drawn.outcome, drawn.why_undefined) == ("undefined", "no_scored_unit")
    assert not Certificate.objects.exists()


def test_a_case_once_met_is_never_drawn(trainee: User) -> None:
    tried, parked, practised, read, twin_done = make_check_bank(5)
    copy = make_check(turn=1)
    unseen = make_check(turn=0)
    sit_release(trainee, tried)
    stopped(trainee, parked)
    version = practised.case_version
    practice = Release.objects.create(
        case_version=version, key=practised.key, use="practice", is_specimen=True
    )
    start_assessment(person=trainee, release=practice)
    Panel.objects.get(key=read.key).readers.add(trainee)
    Twin.objects.create(
        original=twin_done.case_version.scenario,
        copy=copy.case_version.scenario,
        kind="ethnicity",
        before="a",
        after="b",
        made_by=make_person(role=Role.TRAINER),
    )
    sit_release(trainee, twin_done)
    certification = make_one()
    make_certified_rule(certification, n_cases=1)
    drawn = draw_set(person=trainee, certification=certification)
    assert drawn.drawn_from == [unseen.case_version.scenario.ref]


def sit_release(person: User, release: Release) -> None:
    assigned(person, release)
    sit(person, release)


def stopped(person: User, release: Release) -> None:
    assigned(person, release)
    stop_assessment(assessment=start_assessment(person=person, release=release))


def assigned(person: User, release: Release) -> None:
    CheckAssignment.objects.create(person=person, release=release, due_on=timezone.localdate())


def test_of_two_twins_one_is_drawn_at_most(trainee: User) -> None:
    first, second, third = make_check_bank(3)
    Twin.objects.create(
        original=first.case_version.scenario,
        copy=second.case_version.scenario,
        kind="ethnicity",
        before="a",
        after="b",
        made_by=make_person(role=Role.TRAINER),
    )
    certification = make_one()
    make_certified_rule(certification, n_cases=2)
    cases = active(draw_set(person=trainee, certification=certification))
    assert third in [case.release for case in cases]
    assert len({first, second} & {case.release for case in cases}) == 1


def test_a_complex_case_is_drawn_where_there_is_one(trainee: User) -> None:
    make_check_bank(6)
    hard = make_check(difficulty="complex")
    certification = make_one()
    make_certified_rule(certification, n_cases=2)
    for _time in range(3):
        cases = active(draw_set(person=make_person(), certification=certification))
        assert hard in [case.release for case in cases]


def test_anchors_practice_closed_and_wrong_tool_cases_are_not_drawn(trainee: User) -> None:
    certification = make_ready(1)
    usable = Release.objects.get()
    make_check(use="anchor")
    make_check(use="practice")
    closed = make_check()
    Release.objects.filter(pk=closed.pk).update(state="closed")
    make_released_case("check")  # six panellists: too few ratings to certify
    drawn = draw_set(person=trainee, certification=certification)
    assert drawn.drawn_from == [usable.case_version.scenario.ref]


def test_too_few_unseen_cases_are_said_and_use_nothing(trainee: User) -> None:
    certification = make_ready(2)
    sit_set(trainee, certification, well=False)
    with pytest.raises(TooFewUnseen, match=r"A set needs 2 cases .* and 0 are left for you"):
        draw_set(person=trainee, certification=certification)
    assert CertificationSet.objects.count() == 1


def test_only_trainees_of_the_owner_draw(db: None) -> None:
    certification = make_ready(1)
    outsider = make_person(organisation=make_organisation("X02", "Harrowdale Police"))
    with pytest.raises(CertificationRefused, match="not for your organisation"):
        draw_set(person=outsider, certification=certification)
    both = make_person()
    grant_membership(person=both, role=Role.PANELLIST, organisation=make_organisation("X01"))
    with pytest.raises(CertificationRefused, match="Only trainees are certified"):
        draw_set(person=both, certification=certification)


def test_members_of_real_organisations_never_sit_a_specimen(db: None) -> None:
    real = make_organisation("R01", "A real force", is_invented=False)
    make_check_bank(2)
    certification = make_one(owner=real)
    assert not certification.is_specimen
    rule = make_rule(certification, n_cases=1)
    assert rule.trial == {"cases": []}
    assert not rule.may_be_used


def test_a_national_certification_of_real_people_is_not_for_invented_ones(trainee: User) -> None:
    national = make_one(owner=trainee.memberships.get().organisation.parent)
    with pytest.raises(CertificationRefused, match="not for your organisation"):
        draw_set(person=trainee, certification=national)


def test_without_a_rule_in_force_nothing_is_drawn(trainee: User) -> None:
    make_check_bank(3)
    with pytest.raises(CertificationRefused, match="No pass rule is in force"):
        draw_set(person=trainee, certification=make_one())


def test_a_set_keeps_the_rule_it_was_drawn_under(trainee: User) -> None:
    certification = make_ready(1)
    drawn = draw_set(person=trainee, certification=certification)
    make_certified_rule(certification, n_cases=1, bounds={"exact": 0.7})
    sit(trainee, active(drawn)[0].release)
    drawn.refresh_from_db()
    assert drawn.rule.number == 1


class TestReplacing:
    def test_a_case_not_begun_may_be_swapped_without_a_trace(self, trainee: User) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(1, bank=2))
        (case,) = active(drawn)
        events = Event.objects.count()
        new = replace_case(person=trainee, case=case)
        assert new.release != case.release
        assert replace_case(person=trainee, case=case) == new
        assert active(drawn) == [new]
        assert Event.objects.count() == events
        with pytest.raises(NotStartable, match="not assigned to you"):
            start_assessment(person=trainee, release=case.release)

    def test_a_stopped_case_may_be_swapped_and_an_open_one_not(self, trainee: User) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(1, bank=2))
        (case,) = active(drawn)
        assessment = start_assessment(person=trainee, release=case.release)
        with pytest.raises(CertificationRefused, match="Stop it on its own page"):
            replace_case(person=trainee, case=case)
        stop_assessment(assessment=assessment)
        assert replace_case(person=trainee, case=case).release != case.release

    def test_a_submitted_case_stays(self, trainee: User) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(2, bank=3))
        case = active(drawn)[0]
        sit(trainee, case.release)
        with pytest.raises(CertificationRefused, match="it stays in the set"):
            replace_case(person=trainee, case=case)

    def test_a_decided_set_stays(self, trainee: User) -> None:
        drawn = sit_set(trainee, make_ready(1, bank=2))
        with pytest.raises(CertificationRefused, match="This set is decided"):
            replace_case(person=trainee, case=active(drawn)[0])

    def test_a_closed_case_is_replaced_and_recorded(self, trainee: User) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(1, bank=2))
        (case,) = active(drawn)
        Release.objects.filter(pk=case.release_id).update(state="closed")
        replace_case(person=trainee, case=case)
        case.refresh_from_db()
        assert case.replaced_because == "closed"
        assert Event.objects.filter(name="certification_set.case_replaced").count() == 1

    def test_a_closed_case_that_was_begun_may_be_finished(self, trainee: User) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(1))
        (case,) = active(drawn)
        start_assessment(person=trainee, release=case.release)
        Release.objects.filter(pk=case.release_id).update(state="closed")
        case.release.refresh_from_db()
        sit(trainee, case.release)
        drawn.refresh_from_db()
        assert drawn.outcome == "passed"

    def test_a_case_withdrawn_after_its_submit_decides_nothing(self, trainee: User) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(2, bank=3))
        first, second = active(drawn)
        sit(trainee, first.release, well=False)
        Release.objects.filter(pk=first.release_id).update(state="withdrawn")
        sit(trainee, second.release)
        drawn.refresh_from_db()
        assert drawn.is_open
        new = replace_case(person=trainee, case=first)
        sit(trainee, new.release)
        drawn.refresh_from_db()
        assert drawn.outcome == "passed"
        first.refresh_from_db()
        assert first.replaced_because == "withdrawn"

    def test_what_was_passed_stays_passed_when_a_case_is_withdrawn(self, trainee: User) -> None:
        drawn = sit_set(trainee, make_ready(1))
        Release.objects.update(state="withdrawn")
        drawn.refresh_from_db()
        assert drawn.outcome == "passed"
        assert Certificate.objects.get().state == Certificate.State.VALID

    def test_where_nothing_else_is_unseen_the_set_waits(self, trainee: User) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(1))
        with pytest.raises(TooFewUnseen, match="Every other one is or was in this set"):
            replace_case(person=trainee, case=active(drawn)[0])
        assert active(drawn)[0].replaced_at is None

    def test_a_release_that_takes_its_place_is_sat_instead(self, trainee: User) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(1))
        (case,) = active(drawn)
        new = make_check()
        carry_over_set_cases(case.release, new)
        assert active(drawn)[0].release == new

    def test_whoever_has_begun_stays_with_what_they_began(self, trainee: User) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(1))
        (case,) = active(drawn)
        start_assessment(person=trainee, release=case.release)
        carry_over_set_cases(case.release, make_check())
        assert active(drawn)[0].release == case.release

    def test_a_release_that_no_set_may_hold_takes_no_place(self, trainee: User) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(1, bank=2))
        (case,) = active(drawn)
        real = make_check()
        QuerySet(Release).filter(pk=real.pk).update(is_specimen=False)
        real.refresh_from_db()
        too_few_ratings = make_released_case("check")
        for new in (make_wrong_tool_case("check"), too_few_ratings, real):
            carry_over_set_cases(case.release, new)
            assert active(drawn) == [case]
            assert active(drawn)[0].release == case.release
        Release.objects.filter(pk=case.release_id).update(state="closed")
        assert replace_case(person=trainee, case=case).replaced_at is None


class TestKeyChanged:
    """A key is not what it was when the case was drawn: it neither passes nor fails anybody."""

    def test_who_rated_a_case_that_is_one_for_another_tool_now_is_not_failed(
        self, trainee: User
    ) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(2))
        first, second = active(drawn)
        rate_by_the_key_of(make_wrong_tool_case("check"), trainee, first.release)
        sit(trainee, second.release)
        drawn.refresh_from_db()
        assert (drawn.outcome, drawn.why_undefined) == ("undefined", "no_scored_unit")
        assert drawn.missed == []

    def test_a_case_with_too_few_ratings_now_does_not_let_the_others_pass_the_set(
        self, trainee: User
    ) -> None:
        drawn = draw_set(person=trainee, certification=make_ready(2))
        first, second = active(drawn)
        rate_by_the_key_of(make_released_case("check"), trainee, first.release)
        sit(trainee, second.release)
        drawn.refresh_from_db()
        assert (drawn.outcome, drawn.why_undefined) == ("undefined", "no_scored_unit")
        assert not Certificate.objects.exists()


def rate_by_the_key_of(other: Release, person: User, release: Release) -> None:
    """Submit a case as one whose key is that of another, since it was drawn."""
    answers = key_answers(release)
    assessment = start_assessment(person=person, release=release)
    complete_stage(assessment, **answers)
    # Past the model, which is written once.
    QuerySet(Release).filter(pk=release.pk).update(key=other.key)
    submit_assessment(assessment=Assessment.objects.get(pk=assessment.pk))


class TestAgain:
    def test_a_certified_person_waits_until_it_is_nearly_over(self, trainee: User) -> None:
        certification = make_ready(1, bank=2)
        sit_set(trainee, certification)
        with pytest.raises(CertificationRefused, match=r"From .* you can draw a set"):
            draw_set(person=trainee, certification=certification)
        nearly = timezone.localdate() + timedelta(days=60)
        end_certificates_on(nearly)
        again = draw_set(person=trainee, certification=certification)
        assert (again.round, again.number) == (2, 1)

    def test_a_day_earlier_is_too_early(self, trainee: User) -> None:
        certification = make_ready(1, bank=2)
        sit_set(trainee, certification)
        end_certificates_on(timezone.localdate() + timedelta(days=61))
        with pytest.raises(CertificationRefused, match="You are certified"):
            draw_set(person=trainee, certification=certification)

    def test_a_second_certificate_has_a_reference_of_its_own(self, trainee: User) -> None:
        certification = make_ready(1, bank=2)
        sit_set(trainee, certification)
        end_certificates_on(timezone.localdate())
        sit_set(trainee, certification)
        first, second = Certificate.objects.order_by("pk")
        assert first.reference != second.reference
        assert second.expires_on > first.expires_on


def test_a_case_that_somebody_was_drilled_on_is_never_drawn_for_them(trainee: User) -> None:
    certification = make_ready(3, bank=3)
    drilled = Release.objects.first()
    content = {"case": {"key": str(drilled.key.uuid), "stage": 1, "passages": []}}
    version = DrillVersion.objects.create(
        kind=DrillVersion.Kind.CASE,
        factor="opportunity",
        title="A drill",
        right=["1"],
        content=content,
        content_hash="drilled",
    )
    DrillAnswer.objects.create(person=trainee, version=version, why="due")
    with pytest.raises(TooFewUnseen):
        draw_set(person=trainee, certification=certification)
