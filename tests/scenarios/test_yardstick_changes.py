"""A yardstick is proposed, looked at in a dry run, approved by a second person, and read on."""

import pytest
from django.db.models import QuerySet

from people.public import Event, Role
from people.services.memberships import end_membership
from scenarios.models import Rescoring, YardstickChange
from scenarios.services import rescoring as rescoring_service
from scenarios.services.assessing import submit_assessment
from scenarios.services.dry_runs import keep_dry_run
from scenarios.services.errors import CannotHavePart, ChangeRefused
from scenarios.services.key_changes import approve_key
from scenarios.services.rescoring import rescore_all, rescore_next
from scenarios.services.yardstick_changes import (
    approve_yardstick,
    keys_in_use,
    name_yardstick_approver,
    propose_yardstick,
    refuse_yardstick,
    take_back_yardstick,
)
from scoring.public import (
    Key,
    Result,
    Yardstick,
    current_framework,
    establish_yardstick,
    result_of,
)
from tests.factories import (
    make_bank,
    make_complete_assessment,
    make_key_change,
    make_national_person,
    make_organisation,
    make_person,
    make_released_case,
    make_wrong_tool_case,
)

pytestmark = pytest.mark.django_db
WHY = "Twelve cases are in the bank now."


@pytest.fixture
def bank(db):
    """Twelve cases on which experts say different things, so that reading pays."""
    return make_bank()


def proposed(**given):
    by, approver = make_national_person(), make_national_person(Role.ADMINISTRATOR)
    given = {"by": by, "approver": approver, "reason": WHY} | given
    return propose_yardstick(framework=current_framework(), **given)


def submitted(release, level=2, **levels):
    return submit_assessment(
        assessment=make_complete_assessment(make_person(), release, level, **levels)
    )


def test_nothing_is_in_force_by_a_proposal(bank):
    change = proposed()
    assert change.is_open
    assert change.values["subjects"]
    assert not Yardstick.objects.exists()


def test_approving_puts_exactly_what_was_proposed_in_force(bank):
    sat = submitted(bank[0])
    assert result_of(sat.uuid).yardstick is None
    change = proposed()
    make_released_case("practice", "YS-LATER")
    change = approve_yardstick(change=change, by=change.approver)
    assert approve_yardstick(change=change, by=change.approver).yardstick == change.yardstick
    row = Yardstick.objects.get()
    assert (row.is_current, len(row.subjects), row.approved_by) == (
        True, 12, str(change.approver.uuid),
    )  # fmt: skip
    assert row.mean_loss == change.values["mean_loss"]
    assert rescore_all(change.rescoring).done == 1
    result = result_of(sat.uuid)
    assert (result.yardstick, result.key) == (row, bank[0].key)
    assert (result.raw_score is None, result.rescoring) == (False, change.rescoring.uuid)
    assert Result.objects.count() == 2
    assert Event.objects.filter(name="yardstick.approved").count() == 1


def test_a_dry_run_says_how_scores_would_move_and_writes_nothing(bank):
    for _one in range(10):
        submitted(bank[1], opportunity="not_enough")
    change = proposed()
    keep_dry_run(change)
    (group,) = YardstickChange.objects.get().figures["groups"]
    assert (group["use"], group["people"], group["in_tens"]) == ("practice", 10, 10)
    is_shown = not change.values["is_provisional"]
    assert group["scores"]["shown_before"] == 0
    assert group["scores"]["shown_after"] == 10 * is_shown
    assert (Result.objects.count(), Yardstick.objects.count()) == (10, 0)


def test_only_the_keys_in_use_one_for_each_case(bank):
    make_wrong_tool_case("practice")
    framework = current_framework()
    keys, is_synthetic = keys_in_use(framework)
    assert (len(keys), is_synthetic) == (12, True)
    change = make_key_change(bank[0], opportunity=3)
    assert change.new_key not in keys_in_use(framework)[0]
    approve_key(change=change, by=change.approver)
    keys, _is_synthetic = keys_in_use(framework)
    assert change.new_key in keys
    assert bank[0].key not in keys
    bank[1].state = "withdrawn"
    bank[1].save(update_fields=["state"])
    assert len(keys_in_use(framework)[0]) == 11


def test_nobody_below_the_nation_has_a_part(bank, trainer, administrator):
    with pytest.raises(ChangeRefused, match="A yardstick is the nation’s"):
        proposed(by=trainer)
    with pytest.raises(CannotHavePart, match="no trainer or administrator at the level"):
        proposed(approver=trainer)
    assert proposed(approver=administrator).is_open


def test_the_invented_nation_has_no_part_in_a_real_yardstick(bank):
    invented = make_organisation("INVENTED", "Invented organisations", kind="unit")
    demo = make_person(role=Role.TRAINER, organisation=invented)
    change = proposed(by=demo)
    assert (change.is_synthetic, change.organisation) == (True, invented)
    take_back_yardstick(change=change, by=demo, note="Shown enough.")
    QuerySet(Key).update(is_synthetic=False)
    with pytest.raises(ChangeRefused, match="A yardstick is the nation’s"):
        proposed(by=demo)


def test_nobody_approves_their_own(bank):
    person = make_national_person()
    with pytest.raises(CannotHavePart, match="Nobody approves their own"):
        proposed(by=person, approver=person)
    change = proposed()
    with pytest.raises(ChangeRefused, match="Only the person named"):
        approve_yardstick(change=change, by=change.proposed_by)


def test_an_approver_who_has_left_approves_nothing(bank):
    change = proposed()
    end_membership(membership=change.approver.memberships.get())
    change = YardstickChange.objects.get()
    with pytest.raises(ChangeRefused, match="at the level of the nation today"):
        approve_yardstick(change=change, by=change.approver)
    second = make_national_person()
    name_yardstick_approver(change=change, by=change.proposed_by, approver=second)
    assert approve_yardstick(change=change, by=second).yardstick


def test_one_is_decided_before_the_next(bank):
    change = proposed()
    with pytest.raises(ChangeRefused, match="proposed already"):
        proposed()
    refuse_yardstick(change=change, by=change.approver, note="Wait for the next case.")
    with pytest.raises(ChangeRefused, match="was refused before"):
        approve_yardstick(change=change, by=change.approver)
    submitted(bank[0])
    second = proposed()
    approve_yardstick(change=second, by=second.approver)
    with pytest.raises(ChangeRefused, match="still being read"):
        proposed()


def test_too_few_cases_make_none():
    make_released_case("practice")
    with pytest.raises(ChangeRefused):
        proposed()


def test_a_key_and_a_yardstick_that_change_together_leave_one_result(bank, monkeypatch):
    monkeypatch.setattr(rescoring_service, "CHUNK", 1)
    framework = current_framework()
    keys, _is_synthetic = keys_in_use(framework)
    establish_yardstick(framework=framework, keys=keys[:6], approved_by="Test")
    sat = [submitted(bank[0]), submitted(bank[0], opportunity=3), submitted(bank[1])]
    ruler = proposed()
    key = make_key_change(bank[0], opportunity=3)
    ruler = approve_yardstick(change=ruler, by=ruler.approver)
    rescore_next(ruler.rescoring)
    key = approve_key(change=key, by=key.approver)
    rescore_next(key.rescoring)
    for row in Rescoring.objects.all():
        rescore_all(row)
    for assessment in sat:
        standing = Result.objects.filter(assessment=assessment.uuid, superseded_at=None)
        assert standing.count() == 1
        assert standing.get().yardstick == ruler.yardstick
    assert result_of(sat[0].uuid).key == key.new_key
    assert result_of(sat[2].uuid).key == bank[1].key


# Pages


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_page_is_for_the_level_of_the_nation(client_of, bank, trainer, trainee, administrator):
    for person, status in ((trainer, 403), (trainee, 403), (administrator, 200)):
        assert client_of(person).get("/workshop/yardstick/").status_code == status


def test_from_proposing_to_the_feedback(client_of, bank, django_capture_on_commit_callbacks):
    sat = submitted(bank[0])
    proposer, approver = make_national_person(), make_national_person(Role.ADMINISTRATOR)
    code = current_framework().code
    page = words(client_of(proposer).get("/workshop/yardstick/"))
    assert "None is in force yet" in page
    said = {"reason": WHY, "approver": str(approver.uuid)}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(proposer).post(f"/workshop/yardstick/propose/{code}/", said)
    change = YardstickChange.objects.get()
    address = f"/workshop/yardstick/{change.uuid}/"
    assert (answer.status_code, answer.url) == (302, address), "the dry run is what comes next"
    page = words(client_of(approver).get(address))
    assert "What would change" in page
    assert "YS-00" in page
    assert client_of(proposer).post(f"{address}approve/").status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert client_of(approver).post(f"{address}approve/").status_code == 302
    assert "1 result was judged again." in words(client_of(approver).get(address))
    feedback = words(client_of(sat.person).get(f"/assessments/{sat.uuid}/feedback/"))
    assert "because the yardstick was changed on" in feedback
    assert "What it counts is as it was:" in feedback
    assert WHY in feedback


def test_refusing_by_the_form_and_too_late(client_of, bank):
    change = proposed()
    address = f"/workshop/yardstick/{change.uuid}/"
    assert client_of(change.approver).post(f"{address}refuse/", {}).status_code == 200
    refused = client_of(change.approver).post(f"{address}refuse/", {"note": "Not yet."})
    assert refused.status_code == 302
    late = client_of(change.proposed_by).post(f"{address}take-back/", {"note": "Gone."})
    assert late.status_code == 409
    assert "was refused before" in words(late)


def test_a_provisional_yardstick_has_no_number_on_any_page(client_of, administrator):
    make_released_case("practice", "YS-A", opportunity=unit("0"), desist=unit("3"))
    make_released_case("practice", "YS-B", opportunity=unit("3"), desist=unit("0"))
    change = proposed(approver=administrator)
    assert change.values["is_provisional"]
    page = words(client_of(administrator).get(f"/workshop/yardstick/{change.uuid}/"))
    assert "No number yet" in page
    assert f"{change.values['mean_loss']:.2f}" not in page


def unit(level):
    return {
        "ratings": [level] * 5 + ["2"],
        "confidence": [70] * 6,
        "reasons": {},
        "for": {},
        "against": {},
    }
