"""``simulate_trainees`` makes a crowd by what is stated, once, and only where nobody is real."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Avg, Count, Sum

from people.public import Event, Membership, Organisation, Role, User
from reports.accuracy import figures_of
from scenarios.public import Assessment
from scoring.public import Result, UnitResult
from tests.factories import make_organisation, make_released_case
from training_site.simulation.bar import Bar
from training_site.simulation.cast import sizes
from training_site.simulation.plan import BadPlan, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    """Two cases and three invented organisations, beside a real one."""
    make_released_case("practice", "TS-1")
    make_released_case("check", "TS-2")
    for code in ("X01", "X02", "X03"):
        make_organisation(code)
    make_organisation("E1", "Real Constabulary", is_invented=False)


def simulate(*options: str) -> str:
    out = StringIO()
    call_command("simulate_trainees", *options, stdout=out)
    return out.getvalue()


def answers(code: str) -> list[tuple]:
    """What the people of an organisation answered, without what is another row each time."""
    rows = UnitResult.objects.filter(result__organisation__code=code).order_by(
        "result__person", "result__snapshot__ref", "factor"
    )
    by_person = User.objects.in_bulk(
        rows.values_list("result__person", flat=True), field_name="uuid"
    )
    return sorted(
        (
            by_person[row.result.person].get_full_name(),
            row.result.snapshot["ref"],
            row.factor_id,
            row.answer_kind,
            row.level or 0,
            row.confidence,
        )
        for row in rows.select_related("result")
    )


def everything() -> tuple[int, ...]:
    models = (User, Membership, Organisation, Assessment, Result, UnitResult, Event)
    return tuple(model.objects.count() for model in models)


def test_it_says_what_it_will_do_does_it_and_says_what_came_of_it(site):
    said = simulate("--people", "30", "--finish", "0.7", "--seed", "4")
    assert "30 simulated trainees in 3 invented organisations" in said
    assert "--severity=0,0.25" in said
    assert "\r" not in said  # a bar is for a terminal
    people = User.objects.filter(is_simulated=True, memberships__role=Role.TRAINEE)
    sizes_found = people.values("memberships__organisation__code").annotate(n=Count("pk"))
    assert {row["n"] for row in sizes_found} == {15, 10, 5}
    assert not Membership.objects.filter(organisation__is_invented=False).exists()
    submitted = Assessment.objects.filter(submitted_at__isnull=False).count()
    left_open = Assessment.objects.filter(submitted_at__isnull=True).count()
    assert left_open > 0
    assert f"Made 30 people in 3 organisations and {submitted} submitted assessments" in said
    assert f"with {left_open} left open" in said
    assert Result.objects.count() == submitted
    assert not any(person.has_usable_password() for person in people)
    for organisation in Organisation.objects.filter(events__isnull=False).distinct():
        numbers = list(organisation.events.values_list("sequence", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


def test_again_changes_nothing_and_more_people_add_to_it(site):
    simulate("--people", "12")
    before, said = everything(), answers("X01")
    assert "Made 0 people" in simulate("--people", "12")
    assert everything() == before
    simulate("--people", "24")
    trainees = Membership.objects.filter(role=Role.TRAINEE)
    assert trainees.count() == 24
    assert set(said) < set(answers("X01"))


def test_the_seed_decides_who_they_are_and_what_they_answer(site):
    def seen(seed: str) -> list[tuple]:
        with transaction.atomic():
            simulate("--people", "6", "--organisations", "X01", "--seed", seed)
            found = answers("X01")
            transaction.set_rollback(True)
        return found

    first = seen("1")
    assert len(first) > 60
    assert seen("1") == first
    assert seen("2") != first


def test_a_dry_run_writes_nothing(site):
    before = everything()
    assert "Nothing was written." in simulate("--people", "12", "--dry-run")
    assert everything() == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--organisations", "X01", "E1"], "E1 is Real Constabulary, a real organisation"),
        (["--organisations", "ZZ"], "There is no organisation ZZ."),
        (["--cases", "TS-1", "TS-9"], "There is no open case TS-9."),
        (["--severity", "5,1"], "--severity: MEAN is 5. Use a number from -3 to 3."),
        (["--severity", "0,-1"], "--severity: SD is -1. Use a number from 0 to 3."),
        (["--severity", "0"], "invalid MEAN,SD value"),
        (["--spread", "0.9,0.5"], "--spread: LOW is above HIGH."),
        (["--recall", "0.2,1.5"], "--recall: HIGH is 1.5. Use a number from 0 to 1."),
        (["--stray", "2"], "--stray: NUMBER is 2. Use a number from 0 to 1."),
        (["--people", "0"], "--people: NUMBER is 0. Use a number from 1 to 20000."),
        (["--people", "many"], "invalid NUMBER value"),
        (["--minutes", "nan,0"], "--minutes: MEDIAN is nan."),
        (["--weeks", "0"], "--weeks: NUMBER is 0."),
    ],
)
def test_what_cannot_be_is_refused_with_words_and_nothing_is_written(site, options, words):
    before = everything()
    with pytest.raises(CommandError) as refused:
        simulate("--people", "12", *options)
    assert words in str(refused.value)
    assert refused.value.returncode == 1
    assert everything() == before


def test_all_or_nothing(site, monkeypatch):
    from scenarios.services import simulated

    before = everything()
    calls = []

    def fails_in_the_end(*args, **kwargs):
        calls.append(1)
        if len(calls) > 1:
            raise RuntimeError("The power went.")
        return record_results(*args, **kwargs)

    record_results = simulated.record_results
    monkeypatch.setattr(simulated, "record_results", fails_in_the_end)
    with pytest.raises(RuntimeError):
        simulate("--people", "12")
    assert len(calls) == 2
    assert everything() == before


def test_the_severity_that_is_stated_is_found_again(site):
    """A statistical test with a fixed seed: 60 people a group, 11 factors each."""
    means = []
    for seed, severity in (("1", "-0.6,0.1"), ("2", "0,0.1"), ("3", "0.6,0.1")):
        options = ("--between", "0", "--learning", "0", "--finish", "1", "--not-enough", "0")
        simulate(
            *("--people", "60", "--organisations", f"X0{seed}", "--cases", "TS-1"),
            *("--seed", seed, f"--severity={severity}", *options),
        )
        results = Result.objects.filter(organisation__code=f"X0{seed}")
        assert results.count() == 60
        means.append(results.aggregate(mean=Avg("signed_risk"))["mean"])
    low, middle, high = means
    assert middle == pytest.approx(0, abs=0.1)
    assert low == pytest.approx(-0.6, abs=0.15)
    assert high == pytest.approx(0.6, abs=0.15)


def test_learning_brings_people_nearer_to_the_panel_from_case_to_case(site):
    simulate(
        *("--people", "60", "--organisations", "X01", "--finish", "1", "--learning", "0.4"),
        *("--severity", "0.8,0", "--between", "0"),
    )
    signed = dict(
        Result.objects.order_by("use").values_list("use").annotate(mean=Avg("signed_risk"))
    )
    assert signed["check"] < signed["practice"] - 0.2


def test_the_report_counts_the_rows_that_were_written(site):
    simulate("--people", "20", "--organisations", "X01", "--finish", "1")
    organisation = Organisation.objects.get(code="X01")
    lead = User.objects.get(memberships__role=Role.FORCE_LEAD)
    figures = figures_of(organisation, lead)
    for use, shown in (("check", figures.checks), ("practice", figures.practice)):
        assert shown.people == 20  # practice is counted in tens
        for kind in ("risk", "protective"):
            units = UnitResult.objects.filter(result__use=use, factor__kind=kind, standing="scored")
            of_kind = shown.by_kind[kind]
            assert of_kind.ratings == units.count() > 0
            assert of_kind.exact == units.filter(exact=True).count()
            assert of_kind.missed_concerns == units.filter(missed_concern=True).count()
            assert of_kind.signed == units.aggregate(sum=Sum("signed"))["sum"]


def test_people_are_spread_over_organisations_in_stated_proportions():
    assert sizes(120, 10) == [24, 17, 8, 12, 6, 15, 9, 11, 5, 13]
    assert sum(sizes(600, 50)) == 600
    assert sum(sizes(7, 50)) == 7


def test_a_bar_is_drawn_over_itself_on_a_terminal():
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

        def write(self, text: str, *ending: str) -> int:
            return super().write(text)

    terminal = Terminal()
    bar = Bar(terminal, total=4)
    for _ in range(2):
        bar.advance(2)
    half, whole = terminal.getvalue().split("\r")[1:]
    assert half.endswith("] 2 of 4")
    assert half.count("#") == half.count(".") == 20
    assert whole.endswith("] 4 of 4\n")


def test_a_plan_says_everything_that_is_wrong_with_it():
    with pytest.raises(BadPlan) as bad:
        Plan(people=0, stray=2)
    assert len(bad.value.reasons) == 2
