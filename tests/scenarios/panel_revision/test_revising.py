"""An item is revised once, or one stays; both ratings are kept, and the reason that stands."""

import pytest
from django.utils import timezone

from people.public import Event
from scenarios.models import PanelRating, PanelStay
from scenarios.selectors.factor_feedback import ratings_with_reasons
from scenarios.services.closing import close_as_chair
from scenarios.services.errors import PanelRefused
from scenarios.services.panel_rounds import end_blind_round, open_revision
from scenarios.services.rating import Rating
from scenarios.services.revising import revise_rating, stay_with, stay_with_the_rest
from scoring.public import IntervalBand, key_units
from tests.factories import make_panel, rate_seat
from tests.scenarios.panel_revision.revising import TOMORROW, factor_of, revise
from tests.scenarios.panels import seats_of

pytestmark = pytest.mark.django_db


def end_after_staying(panel):
    for seat in panel.panellists.filter(revised_at__isnull=True):
        stay_with_the_rest(seat=seat)
    return close_as_chair(panel=panel, by=panel.chair)


def test_a_revision_is_kept_beside_the_blind_rating_and_makes_the_key(panel):
    seats = seats_of(panel)
    for seat in seats:
        revise(seat, 2, reason="I missed D1.1.", cited=[{"passage": "D1.1", "stance": "for"}])
    panel = close_as_chair(panel=panel, by=panel.chair)
    unit = next(row for row in key_units(panel.key) if row.unit.factor.code == "opportunity")
    assert (unit.level_votes, unit.blind_level_votes) == ([0, 0, 6, 0], [2, 2, 1, 1])
    assert unit.standing == "scored"
    assert unit.evidence_votes == [{"passage": "D1.1", "stance": "for", "panellists": 6}]
    rows = PanelRating.objects.filter(panellist=seats[0], unit=unit.unit)
    assert sorted(rows.values_list("round", "level")) == [(1, 0), (2, 2)]


def test_each_item_is_revised_once_and_the_same_again_is_no_second_time(panel):
    seat = seats_of(panel)[0]
    first = revise(seat, 1)
    assert revise(seat, 1).revised_at == first.revised_at
    with pytest.raises(PanelRefused, match="once"):
        revise(seat, 3)
    with pytest.raises(PanelRefused, match="once"):
        stay_with(seat=seat, stage=1, factor=factor_of(panel))
    assert PanelRating.objects.filter(panellist=seat, round=2).get().level == 1


def test_who_stays_has_no_second_rating_and_cannot_revise_afterwards(panel):
    seat = seats_of(panel)[0]
    for _time in range(2):
        stay_with(seat=seat, stage=1, factor=factor_of(panel))
    with pytest.raises(PanelRefused, match="said that you stay"):
        revise(seat, 1)
    assert PanelStay.objects.filter(panellist=seat).count() == 1
    assert not PanelRating.objects.filter(panellist=seat, round=2).exists()
    assert Event.objects.filter(name="panel.looked_again").count() == 1


def test_a_revision_that_changes_nothing_is_to_stay(panel):
    seat = seats_of(panel)[0]
    revise_rating(
        seat=seat,
        stage=1,
        factor=factor_of(panel),
        rating=Rating.from_choice("0", 70, "Why opportunity."),
        cited=[],
    )
    assert PanelStay.objects.filter(panellist=seat).exists()


def test_a_reason_that_is_left_stands_in_one_row_with_the_level_that_stands(panel):
    seats = seats_of(panel)
    revise(seats[0], 2)
    revise(seats[1], 2, reason="D1.2 says otherwise.")
    for seat in seats[2:]:
        stay_with_the_rest(seat=seat)
    second = PanelRating.objects.get(panellist=seats[0], round=2)
    assert (second.reason, second.keeps_reason) == ("", True)
    panel = close_as_chair(panel=panel, by=panel.chair)
    said = {row.panellist_id: row for row in ratings_with_reasons(panel.key)[1, "opportunity"]}
    assert (said[seats[0].pk].reason, said[seats[0].pk].level) == ("Why opportunity.", 2)
    assert said[seats[0].pk].round == 1
    assert (said[seats[1].pk].reason, said[seats[1].pk].round) == ("D1.2 says otherwise.", 2)
    assert len(said) == 6


def test_a_reason_that_is_taken_out_is_said_by_nobody_any_more(panel):
    seat = seats_of(panel)[0]
    revise(seat, 2, reason="")
    panel = end_after_staying(panel)
    said = [row.panellist_id for row in ratings_with_reasons(panel.key)[1, "opportunity"]]
    assert seat.pk not in said
    assert len(said) == 5


def test_the_review_interval_goes_with_the_overall_level():
    panel = make_panel(5)
    for number, seat in enumerate(seats_of(panel)):
        rate_seat(seat, overall=number % 2)
    panel = end_blind_round(panel=panel, by=panel.chair)
    panel = open_revision(panel=panel, by=panel.chair, due_on=timezone.localdate() + TOMORROW)
    sooner = IntervalBand.objects.get(framework=panel.case_version.framework, code="m1")
    seat = seats_of(panel)[0]
    revise(seat, 1, code="overall", reason="Why overall.", interval=sooner)
    panel = end_after_staying(panel)
    assert panel.key.stages.get().interval_votes == {"m3": 4, "m1": 1}
