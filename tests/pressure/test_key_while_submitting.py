"""People submit while a key is approved and worked through: everybody is judged by it, once."""

import random
from functools import partial

from scenarios.services.rescoring import rescore_all
from scoring.public import Result
from tests.factories import (
    make_complete_assessment,
    make_key_change,
    make_person,
    make_released_case,
)
from tests.pressure.served import Site, all_at_once
from tests.scenarios.journey import check_url

PEOPLE = 24


def test_whoever_submits_while_a_key_changes_is_judged_by_it_once(pressed: Site) -> None:
    release = make_released_case("practice")
    change = make_key_change(release, opportunity=3)
    sat = [make_complete_assessment(make_person(), release) for _one in range(PEOPLE)]
    ref = release.case_version.scenario.ref
    approve = f"/workshop/{ref}/key/{change.uuid}/approve/"
    jobs = [partial(pressed.browser(one.person).post, check_url(one), {}) for one in sat]
    jobs += [partial(pressed.browser(change.approver).post, approve, {})] * 2
    random.Random(5).shuffle(jobs)

    statuses = [answer.status for answer in all_at_once(jobs)]

    assert set(statuses) == {302}
    change.refresh_from_db()
    assert release.case_version.releases.count() == 2
    rescore_all(change.rescoring)
    for one in sat:
        standing = Result.objects.filter(assessment=one.uuid, superseded_at__isnull=True)
        assert standing.count() == 1
        assert standing.get().key == change.new_key
    made_again = Result.objects.filter(rescoring=change.rescoring.uuid)
    assert made_again.count() == Result.objects.filter(key=release.key).count()
