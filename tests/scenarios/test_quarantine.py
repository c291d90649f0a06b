"""A text that is reported as real data is kept back from everybody until an administrator decides.

The words that are looked for stand in every text that can be reported.
"""

import pytest
from django.core import serializers
from django.db import transaction
from django.urls import reverse

from people.public import Event, Role
from scenarios.models import (
    Panellist,
    PanelRating,
    Passage,
    Reason,
    Release,
    Report,
    Withheld,
    WrongTool,
)
from scenarios.selectors.case_file import draft_case_file
from scenarios.selectors.reportable import reportable_texts
from scenarios.services.admission import may_start
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.errors import Refused
from scenarios.services.freezing import NotReady, freeze_case_version
from scenarios.services.quarantine import (
    MOST_IN_A_DAY,
    AlreadyDecided,
    erase_text,
    look_at_text,
    release_text,
    report_text,
)
from scenarios.services.releases import release_case
from scoring.public import AlreadyWritten
from tests.factories import make_complete_assessment, make_organisation, make_person
from tests.scenarios.journey import (
    BOTH_WAYS,
    HTMX,
    WAY_NAMES,
    answer_of,
    case_url,
    check_url,
    feedback_url,
    rating,
    set_state,
    step_url,
    words_of,
)

pytestmark = pytest.mark.django_db
NOTICE = "This text was reported and is kept back until somebody has looked."
ERASED = "This text was erased."
BICYCLES = "He fixes bicycles."
PANEL = "Why opportunity is level 2."
MINE = "Because I say so of it."


def report_url(assessment):
    return reverse("report_real_data", args=[assessment.uuid])


def review_url(report):
    return reverse("quarantined_text", args=[report.uuid])


def text_of(assessment, words):
    """The one text of an assessment whose words in the list hold these."""
    (found,) = [text for text in reportable_texts(assessment) if words in text.label]
    return found


def reported(assessment, words, person=None, **more):
    """Report a text through the service, and hand back the report."""
    text = text_of(assessment, words)
    names = ("kind", "row", "place", "organisation")
    facts = {name: getattr(text, name) for name in names}
    return report_text(person=person or assessment.person, what="name", **facts, **more)


def post_of(assessment, words, **more):
    return {"text": text_of(assessment, words).value, "what": "name", "note": "", **more}


@pytest.fixture
def done(trainee, practice):
    """A submitted practice case with a reason of the trainee's own."""
    assessment = make_complete_assessment(trainee, practice)
    Reason.objects.filter(answer__assessment=assessment).update(text=MINE)
    return submit_assessment(assessment=assessment)


def test_the_form_lists_what_the_page_shows_and_says_what_happens(as_trainee, assessment):
    page = as_trainee.get(step_url(assessment))
    assert f'href="{report_url(assessment)}">Report real data on this page' in page.content.decode()
    words = words_of(as_trainee.get(report_url(assessment)))
    assert "D1.2 He fixes bicycles." in words
    assert "kept back from everybody at once, you included" in words


def test_a_reported_passage_is_gone_from_every_page_at_once(as_trainee, done, client_of, trainer):
    again = start_assessment(person=done.person, release=done.release)
    pages = [step_url(again), step_url(again, "actions"), feedback_url(done), report_url(again)]
    assert [BICYCLES in words_of(as_trainee.get(page)) for page in pages] == [True] * 4
    answer = as_trainee.post(report_url(again), post_of(again, BICYCLES), follow=True)
    assert "The text is kept back from everybody now" in words_of(answer)
    seen = [words_of(as_trainee.get(page)) for page in pages]
    assert [BICYCLES in words for words in seen] == [False] * 4
    assert [NOTICE in words for words in seen[:3]] == [True] * 3
    assert all("D1.2" in words for words in seen)
    preview = draft_case_file(done.release.case_version.scenario)
    assert NOTICE in preview.documents[0].passages[1].html
    assert BICYCLES not in str(preview)


def test_a_heading_goes_with_its_passage_and_comes_back_with_it(assessment, administrator):
    report = reported(assessment, "He was released to a flat.")
    passage = Passage.objects.get(ref="D1.1")
    assert (passage.heading, passage.text, passage.withheld) == ("", "", "held")
    release_text(report=report, by=administrator)
    passage.refresh_from_db()
    assert (passage.heading, passage.text) == ("Background", "He was released to a flat.")
    assert passage.withheld == ""


@pytest.mark.parametrize(("words", "place"), [(PANEL, "Opportunity, P02"), (MINE, "")])
def test_a_reported_reason_is_gone_from_feedback_and_the_rating_stays(
    as_trainee, done, words, place
):
    if words == MINE:
        first = Reason.objects.filter(answer__assessment=done).first()
        Reason.objects.exclude(pk=first.pk).update(text="Something else.")
    before = words_of(as_trainee.get(feedback_url(done)))
    assert words in before
    report = reported(done, words)
    assert place in report.place
    after = words_of(as_trainee.get(feedback_url(done)))
    assert words not in after
    assert after.count(NOTICE) == 1
    assert after.replace(NOTICE, words) == before


def test_what_the_panel_and_a_person_said_of_a_wrong_tool_is_kept_back_too(
    trainee, practice, as_trainee
):
    Panellist.objects.filter(label="P01").update(
        wrong_tool_ground="under_18", wrong_tool_reason="He is called Peregrine."
    )
    assessment = start_assessment(person=trainee, release=practice)
    url = reverse("wrong_tool", args=[assessment.uuid])
    as_trainee.post(url, {"ground": "under_18", "text": "He is Peregrine."})
    assessment.refresh_from_db()
    assert words_of(as_trainee.get(feedback_url(assessment))).count("Peregrine") == 2
    reported(assessment, "He is called Peregrine.")
    reported(assessment, "He is Peregrine.")
    words = words_of(as_trainee.get(feedback_url(assessment)))
    assert "Peregrine" not in words
    assert words.count(NOTICE) == 2
    assert WrongTool.objects.get().text == ""


def test_a_reason_that_is_kept_back_is_in_no_field_conflict_or_list(as_trainee, assessment):
    as_trainee.post(step_url(assessment), rating(reason=MINE))
    reported(assessment, MINE)
    page = as_trainee.get(step_url(assessment))
    assert MINE not in page.content.decode()
    assert f"{NOTICE} You may write another." in words_of(page)
    assert NOTICE in words_of(as_trainee.get(check_url(assessment)))
    # The page that was open meanwhile still has the text, and does not bring it back.
    stale = as_trainee.post(
        step_url(assessment), rating("3", reason=MINE, revision=1), headers=HTMX
    )
    assert stale.status_code == 409
    assert NOTICE in words_of(stale)
    assert Reason.objects.get().text == ""


def test_a_reason_written_in_place_of_it_is_a_text_like_any_other(
    as_trainee, assessment, administrator
):
    as_trainee.post(step_url(assessment), rating(reason=MINE))
    report = reported(assessment, MINE)
    new = rating(reason="He cannot be met.", revision=answer_of(assessment).revision)
    as_trainee.post(step_url(assessment), new)
    assert "He cannot be met." in words_of(as_trainee.get(check_url(assessment)))
    release_text(report=report, by=administrator)
    assert Reason.objects.get().text == "He cannot be met."


def test_no_row_but_the_report_holds_the_text_any_more(done):
    reported(done, BICYCLES)
    reported(done, PANEL)
    rows = [*Passage.objects.all(), *PanelRating.objects.all(), *Reason.objects.all()]
    stored = serializers.serialize("json", rows)
    assert BICYCLES not in stored
    assert PANEL not in stored
    assert {report.text for report in Report.objects.all()} == {BICYCLES, PANEL}


def test_a_second_report_of_the_same_text_is_the_first(assessment, other_trainee):
    first = reported(assessment, BICYCLES)
    other = start_other(other_trainee, assessment.release)
    second = reported(other, "D1.2", person=other_trainee)
    assert second == first
    assert Event.objects.filter(name="text.reported").count() == 1


def start_other(person, release):
    """Begun before the report, so to speak."""
    from scenarios.models import Assessment, StageSubmission

    assessment = Assessment.objects.create(person=person, release=release, use=release.use)
    StageSubmission.objects.create(assessment=assessment, reasons_asked=[])
    return assessment


@pytest.mark.parametrize("value", ["", "passage:999999", "reason:1", "nonsense", "passage:\x00"])
def test_only_a_text_of_the_page_can_be_reported(as_trainee, assessment, value):
    answer = as_trainee.post(report_url(assessment), {"text": value, "what": "name"})
    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert not Report.objects.exists()


def test_a_note_that_repeats_something_real_is_refused_and_nothing_is_kept_back(
    as_trainee, assessment
):
    data = post_of(assessment, BICYCLES, note="It says 07911 123456.")
    answer = as_trainee.post(report_url(assessment), data)
    assert answer.status_code == 200
    assert '<a href="#id_note">“07911 123456” looks like a real' in answer.content.decode()
    assert not Report.objects.exists()
    with pytest.raises(Refused):
        reported(assessment, BICYCLES, note="It says 07911 123456.")
    assert not Report.objects.exists()


def test_one_person_keeps_back_ten_texts_a_day_and_is_told_so(as_trainee, done, clock):
    texts = [text for text in reportable_texts(done) if text.kind == "panel_reason"]
    for text in texts[:MOST_IN_A_DAY]:
        reported(done, text.label)
    answer = as_trainee.post(report_url(done), post_of(done, BICYCLES))
    assert answer.status_code == 200
    assert "You have reported 10 texts within a day." in words_of(answer)
    assert Passage.objects.get(ref="D1.2").text == BICYCLES
    clock.move(days=1, minutes=1)
    assert as_trainee.post(report_url(done), post_of(done, BICYCLES)).status_code == 302


def test_the_record_says_who_did_what_and_never_the_text(assessment, administrator):
    note = "Look at the second word."
    report = reported(assessment, BICYCLES, note=note)
    look_at_text(report=report, by=administrator)
    erase_text(report=report, by=administrator)
    events = Event.objects.filter(name__startswith="text.").order_by("sequence")
    assert [event.name for event in events] == ["text.reported", "text.looked_at", "text.erased"]
    actors = [assessment.person, administrator, administrator]
    assert [event.actor for event in events] == [one.event_subject.token for one in actors]
    payload = {"report": str(report.uuid), "kind": "passage"}
    assert [event.payload for event in events] == [payload] * 3


def test_an_administrator_looks_only_on_asking_and_puts_a_text_back(
    client_of, as_trainee, assessment, administrator
):
    report = reported(assessment, BICYCLES, note="The second word.")
    client = client_of(administrator)
    assert report.place in words_of(client.get(reverse("quarantine")))
    page = client.get(review_url(report))
    assert BICYCLES not in words_of(page)
    assert "The second word." in words_of(page)
    assert not Event.objects.filter(name="text.looked_at").exists()
    assert BICYCLES in words_of(client.post(review_url(report), {"act": "look"}))
    assert Event.objects.filter(name="text.looked_at").count() == 1
    answer = client.post(review_url(report), {"act": "release"}, follow=True)
    assert "The text is back where it was." in words_of(answer)
    client = client_of(assessment.person)
    assert BICYCLES in words_of(client.get(step_url(assessment)))
    report.refresh_from_db()
    assert (report.state, report.text, report.note) == ("released", "", "")


def test_deciding_twice_is_like_once_and_no_decision_is_taken_back(
    client_of, assessment, administrator
):
    report = reported(assessment, BICYCLES)
    erase_text(report=report, by=administrator)
    erase_text(report=report, by=administrator)
    assert Event.objects.filter(name="text.erased").count() == 1
    with pytest.raises(AlreadyDecided):
        release_text(report=report, by=administrator)
    answer = client_of(administrator).post(review_url(report), {"act": "release"})
    assert answer.status_code == 409
    assert "Somebody decided this before: Erased." in words_of(answer)
    answer = client_of(administrator).post(review_url(report), {"act": "look"})
    assert BICYCLES not in words_of(answer)
    assert Passage.objects.get(ref="D1.2").withheld == Withheld.ERASED


def test_a_case_with_a_passage_kept_back_is_not_begun_and_goes_on_where_it_was(
    as_trainee, assessment, other_trainee, client_of, administrator
):
    report = reported(assessment, BICYCLES)
    release = assessment.release
    words = "A passage of this case was reported as real data and is kept back."
    assert may_start(other_trainee, release).startswith(words)
    client = client_of(other_trainee)
    assert words in words_of(client.get(case_url(release)))
    assert client.post(case_url(release)).status_code == 409
    assert client_of(assessment.person).get(step_url(assessment)).status_code == 200
    release_text(report=report, by=administrator)
    assert may_start(other_trainee, release) is None


def test_an_erased_passage_closes_the_case_and_comes_back_in_no_later_version(
    as_trainee, assessment, administrator
):
    version = assessment.release.case_version
    report = reported(assessment, BICYCLES)
    erase_text(report=report, by=administrator)
    assert Release.objects.get().state == Release.State.CLOSED
    assert ERASED in words_of(as_trainee.get(step_url(assessment)))
    with pytest.raises(NotReady, match="passage of this case was reported"):
        release_case(case_version=version, key=assessment.release.key, use="check")
    with pytest.raises(NotReady, match=r"“Referral”, D1\.2: this paragraph was reported"):
        freeze_case_version(scenario=version.scenario, framework=version.framework)
    document = version.scenario.documents.first()
    document.body = "# Background\n\nHe was released to a flat.\n\nHe mends clocks."
    document.save()
    next_one = freeze_case_version(scenario=version.scenario, framework=version.framework)
    assert next_one.number == 2


def test_an_erased_reason_is_erased_and_the_answer_stays(as_trainee, done, administrator):
    report = reported(done, PANEL)
    erase_text(report=report, by=administrator)
    words = words_of(as_trainee.get(feedback_url(done)))
    assert PANEL not in words
    assert ERASED in words
    report.refresh_from_db()
    assert report.text == ""
    assert PanelRating.objects.get(pk=report.row).level == 2


def test_a_draft_deleted_meanwhile_takes_its_text_with_it(assessment, as_trainee, administrator):
    as_trainee.post(step_url(assessment), rating(reason=MINE))
    report = reported(assessment, MINE)
    assessment.delete()
    release_text(report=report, by=administrator)
    report.refresh_from_db()
    assert (report.state, report.text) == ("released", "")


def test_passages_are_still_written_once(practice):
    passage = Passage.objects.first()
    for values in ({"text": "x"}, {"withheld": "held"}, {"heading": "x"}):
        with pytest.raises(AlreadyWritten), transaction.atomic():
            Passage.objects.filter(pk=passage.pk).update(**values)


def test_after_a_check_texts_are_listed_without_their_words(check, trainee, as_trainee):
    assessment = submit_assessment(assessment=make_complete_assessment(trainee, check))
    words = words_of(as_trainee.get(report_url(assessment)))
    assert "D1.2" in words
    assert BICYCLES not in words
    assert PANEL not in words
    set_state(check, Release.State.RETIRED)
    assert BICYCLES in words_of(as_trainee.get(report_url(assessment)))


def test_an_administrator_sees_the_reports_of_what_they_administer(
    client_of, trainee, assessment, as_trainee, other_organisation
):
    as_trainee.post(step_url(assessment), rating(reason=MINE))
    of_person, of_case = reported(assessment, MINE), reported(assessment, BICYCLES)
    own = make_person(role=Role.ADMINISTRATOR, organisation=make_organisation("X01"))
    other = make_person(role=Role.ADMINISTRATOR, organisation=other_organisation)
    seen = [
        [client_of(person).get(review_url(report)).status_code for report in (of_person, of_case)]
        for person in (own, other)
    ]
    assert seen == [[200, 404], [404, 404]]


@pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)
def test_a_report_asks_both_ways(as_trainee, assessment, headers):
    answer = as_trainee.post(report_url(assessment), post_of(assessment, BICYCLES), headers=headers)
    assert answer.status_code == 302
    assert Report.objects.get().text == BICYCLES
