"""The pages of certification: a person's own, those of trainers, and that of leads."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Certificate, Certification, CertificationSet, TrainerConversation
from courses.services.sets import draw_set
from people.public import Event, Role, User, grant_membership
from scenarios.models import Release
from scenarios.public import start_assessment
from scenarios.services.wrong_tool import stop_as_wrong_tool
from scoring.public import Level
from tests.answers import words_of
from tests.factories import make_organisation, make_person
from tests.factories.certificates import end_certificates_on
from tests.factories.certification import (
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
HTMX = {"HX-Request": "true"}


def own(certification: Certification) -> str:
    return reverse("own_certification", args=[certification.uuid])


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", words_of(answer))


class TestOwn:
    def test_it_says_what_is_asked_and_what_it_is_not(self, client_of, trainee: User) -> None:
        text = read(client_of(trainee), own(make_ready(2)))
        for words in (
            "A set is 2 check cases that you have never met, about 40 minutes in all.",
            "You have 3 sets left of 3",
            "The same level as the panel on at least 60% of scored factors.",
            "no authority to assess",
            "Specimen",
            "Draw my set",
        ):
            assert words in text

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_a_set_is_drawn_after_a_question(self, headers, client_of, trainee: User) -> None:
        certification, client = make_ready(1), client_of(trainee)
        path = f"{own(certification)}draw/"
        assert "This uses one of your 3 sets." in read(client, path)
        assert not CertificationSet.objects.exists()
        for _time in range(2):
            answer = client.post(path, headers=headers)
            assert (answer.status_code, answer.url) == (302, own(certification))
        drawn = CertificationSet.objects.get()
        text = read(client, own(certification))
        assert "0 of 1 case submitted." in text
        assert f"/cases/{drawn.drawn_from[0]}/" in text
        assert client.get(path).status_code == 302

    def test_what_cannot_be_drawn_is_a_conflict_in_words(self, client_of, trainee: User) -> None:
        certification = make_ready(1)
        sit_set(trainee, certification)
        answer = client_of(trainee).post(f"{own(certification)}draw/")
        assert answer.status_code == 409
        assert "You are certified until" in words_of(answer)

    def test_a_bank_that_is_short_is_said(self, client_of, trainee: User) -> None:
        certification = make_ready(1)
        sit_set(trainee, certification, well=False)
        text = read(client_of(trainee), own(certification))
        assert "A set needs 1 case that you have never met, and 0 are left for you." in text
        assert "You have 2 sets left of 3" in text
        assert "Draw my set" not in text
        answer = client_of(trainee).post(f"{own(certification)}draw/")
        assert answer.status_code == 409
        assert "Too few cases are left for you</h1>" in words_of(answer)

    def test_a_passed_set_shows_the_certificate(self, client_of, trainee: User) -> None:
        certification = make_ready(1)
        sit_set(trainee, certification)
        text = read(client_of(trainee), own(certification))
        assert "You are certified until" in text
        (certificate,) = trainee.certificates.all()
        assert certificate.reference in text
        assert f'href="/certificates/{certificate.uuid}/"' in text

    def test_a_failed_set_names_factors_and_no_count_level_or_direction(
        self, client_of, trainee: User
    ) -> None:
        make_check_bank(2)
        certification = make_one()
        bounds = {"exact": 0.6, "missed_concerns": 2, "false_alarms": 2, "two_level_misses": 3}
        make_certified_rule(certification, n_cases=1, bounds=bounds)
        sit_set(trainee, certification, well=False)
        text = read(client_of(trainee), own(certification))
        outcome = text.split('id="outcome"')[1].split("</section>")[0]
        assert "You gave the same level as the panel less often" in outcome
        assert outcome.count("two levels or more off than the rule allows") == 1
        assert "Furthest from the panel" in outcome
        for telling in ("missed", "alarm", "lower", "higher", "Not evident", "Priority", " of 11"):
            assert telling not in outcome

    def test_an_open_set_leads_to_the_case_that_is_begun_or_else_the_first(
        self, client_of, trainee: User
    ) -> None:
        certification = make_ready(2, bank=2)
        drawn = draw_set(person=trainee, certification=certification)
        first, second = (case.release for case in drawn.cases.all())
        client = client_of(trainee)

        def button() -> str:
            page = client.get(own(certification)).content.decode()
            (found,) = re.findall(r'<a class="button" href="([^"]*)">', page)
            return found

        assert button() == f"/cases/{first.case_version.scenario.ref}/"
        start_assessment(person=trainee, release=second)
        assert button() == f"/cases/{second.case_version.scenario.ref}/"
        Release.objects.filter(pk=first.pk).update(state="withdrawn")
        assert button() == f"/cases/{second.case_version.scenario.ref}/"
        make_check()
        assert button().endswith("/replace/")

    def test_whoever_is_a_trainer_by_now_is_promised_no_set(
        self, client_of, trainee: User, organisation
    ) -> None:
        certification = make_ready(1)
        sit_set(trainee, certification)
        text = read(client_of(trainee), own(certification))
        assert "You can draw a set for the next one from" in text
        grant_membership(person=trainee, role=Role.TRAINER, organisation=organisation)
        text = read(client_of(trainee), own(certification))
        assert "You are certified until" in text
        assert "Only trainees are certified" in text
        assert "You can draw a set" not in text

    def test_where_nothing_was_scored_no_factor_is_said_to_match(
        self, client_of, trainee: User
    ) -> None:
        certification = make_ready(1)
        drawn = draw_set(person=trainee, certification=certification)
        assessment = start_assessment(person=trainee, release=drawn.cases.get().release)
        stop_as_wrong_tool(
            person=trainee, uuid=assessment.uuid, ground="under_18", text="He is seventeen."
        )
        text = read(client_of(trainee), own(certification))
        assert "No factor of these cases was scored." in text
        assert "every scored factor matched" not in text

    def test_nothing_of_another_person_is_there(
        self, client_of, trainee: User, other_trainee: User
    ) -> None:
        certification = make_ready(1, bank=2)
        drawn = draw_set(person=trainee, certification=certification)
        for path in (
            own(certification),
            f"{own(certification)}draw/",
            f"{own(certification)}sets/{drawn.uuid}/cases/1/replace/",
            f"{own(certification)}report-real-data/",
        ):
            read(client_of(other_trainee), path, 404)
        colleague = make_person()
        path = f"{own(certification)}sets/{drawn.uuid}/cases/1/replace/"
        assert client_of(colleague).post(path).status_code == 404

    def test_another_case_is_taken_once_however_often_it_is_sent(
        self, client_of, trainee: User
    ) -> None:
        certification = make_ready(1, bank=3)
        drawn = draw_set(person=trainee, certification=certification)
        case = drawn.cases.get()
        path = f"{own(certification)}sets/{drawn.uuid}/cases/1/replace/"
        client = client_of(trainee)
        assert "leaves your set" in read(client, path)
        for _time in range(2):
            client.post(path, {"release": str(case.release.uuid)})
        assert drawn.cases.count() == 2

    def test_a_withdrawn_case_asks_for_another(self, client_of, trainee: User) -> None:
        certification = make_ready(2, bank=3)
        drawn = draw_set(person=trainee, certification=certification)
        case = drawn.cases.first()
        sit(trainee, case.release)
        Release.objects.filter(pk=case.release_id).update(state="withdrawn")
        text = read(client_of(trainee), own(certification))
        assert "was withdrawn. It can neither pass nor fail you" in text

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    @pytest.mark.parametrize("state", ["open", "withdrawn"])
    def test_another_case_is_offered_only_where_one_is_left(
        self, state: str, headers: dict[str, str], client_of, trainee: User
    ) -> None:
        certification, client = make_ready(2, bank=2), client_of(trainee)
        drawn = draw_set(person=trainee, certification=certification)
        first = drawn.cases.first()
        Release.objects.filter(pk=first.release_id).update(state=state)
        replace = f"{own(certification)}sets/{drawn.uuid}/cases/1/replace/"
        text = read(client, own(certification))
        assert "After this one you have 2 sets left of 3." in text
        assert "No other case is left for you" in text
        assert replace not in text
        text = read(client, replace)
        assert "you have met it elsewhere" in text
        assert 'name="release"' not in text
        sent = {"release": str(first.release.uuid)}
        answer = client.post(replace, sent, headers=headers)
        assert answer.status_code == 409
        assert "No other case is left for you</h1>" in words_of(answer)
        assert "has changed since" not in words_of(answer)
        make_check()
        assert replace in read(client, own(certification))
        assert client.post(replace, sent, headers=headers).status_code == 302
        assert drawn.cases.count() == 3

    def test_queries_do_not_grow_with_sets(self, client_of, trainee: User) -> None:
        certification = make_ready(1, bank=5, sets_allowed=9)
        client = client_of(trainee)
        counts: dict[bool, list[int]] = {True: [], False: []}
        for _set in range(4):
            for is_open in (True, False):
                drawn = draw_set(person=trainee, certification=certification)
                if not is_open:
                    sit(trainee, drawn.cases.get().release, well=False)
                read(client, own(certification))
                with CaptureQueriesContext(connection) as found:
                    read(client, own(certification))
                counts[is_open].append(len(found))
        # With the first set open there is no outcome yet, and so nothing of one to be read.
        assert len(set(counts[False])) == len(set(counts[True][1:])) == 1, counts
        assert max(counts[False] + counts[True]) < 60


class TestTrainers:
    def test_a_certification_is_set_up_in_the_browser(self, client_of, trainer: User) -> None:
        client = client_of(trainer)
        assert "There is none yet" in read(client, "/courses/certification/")
        assert "checked" in read(client, "/courses/certification/new/")
        sent = {"title": "Assessing", "owner": "X01", "months": "18", "sets_allowed": "2"}
        answer = client.post("/courses/certification/new/", sent)
        made = Certification.objects.get()
        assert answer.url == f"/courses/certification/{made.uuid}/"
        assert (made.months, made.sets_allowed, made.is_specimen) == (18, 2, True)
        assert not made.needs_course
        text = read(client, answer.url)
        assert "No pass rule has been proposed yet" in text
        assert "The bank has 0 check cases with enough ratings, and a set needs 3." in text
        assert "Assessing" in read(client, "/courses/certification/")

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, headers, client_of, trainer: User
    ) -> None:
        sent = {"title": "Assessing", "owner": "X02", "months": "none", "sets_allowed": ""}
        answer = client_of(trainer).post("/courses/certification/new/", sent, headers=headers)
        assert answer.status_code == 200
        text = words_of(answer)
        for words in ("There is a problem", "Choose an organisation from the list", 'Assessing"'):
            assert words in text
        assert not Certification.objects.exists()

    def test_a_rule_is_proposed_tried_and_switched_on_by_a_second(
        self, client_of, trainer: User
    ) -> None:
        make_check_bank(3)
        certification = make_one(by=trainer)
        page = reverse("certification", args=[certification.uuid])
        sent = {"n_cases": "3", "minimum_ratings": "10", "exact": "60", "two_level_misses": "9"}
        client = client_of(trainer)
        answer = client.post(f"{page}rules/propose/", sent)
        assert answer.url == f"{page}rules/1/"
        text = read(client, answer.url)
        for words in (
            "You proposed this rule, so another trainer switches it on.",
            "At most 9 answers two levels or more",
            "sittings pass",
            "All ways of not reading",
        ):
            assert words in text
        assert client.post(f"{answer.url}switch-on/").status_code == 409
        second = client_of(make_person(role=Role.TRAINER))
        assert "Switch this rule on" in read(second, answer.url)
        second.post(f"{answer.url}switch-on/")
        assert certification.rules.get().is_in_force
        assert "In force" in read(second, page)

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({}, "Set a bound on one figure or more."),
            ({"exact": "160"}, "Enter a whole number from 0 to 100 for"),
            ({"score": "20"}, "A score needs sets of four cases or more."),
            ({"exact": "many"}, "Enter a whole number from 0 to 100 for"),
            (
                {"n_cases": "0"},
                "Enter a whole number from 1 to 10 for “How many cases has a set?”.",
            ),
        ],
    )
    def test_a_rule_that_is_none_is_not_kept(self, sent, words, client_of, trainer: User) -> None:
        certification = make_one(by=trainer)
        path = reverse("pass_rule_propose", args=[certification.uuid])
        answer = client_of(trainer).post(path, {"n_cases": "3", "minimum_ratings": "10"} | sent)
        assert answer.status_code == 200
        assert words in words_of(answer)
        assert not certification.rules.exists()

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_it_is_changed_from_now_on_and_what_was_issued_stays(
        self, headers, client_of, trainee: User, trainer: User
    ) -> None:
        certification = make_ready(1, bank=2, title="Assessing")
        sit_set(trainee, certification)
        issued = Certificate.objects.values("title", "expires_on").get()
        make_one(title="Taken")
        client, path = client_of(trainer), f"/courses/certification/{certification.uuid}/change/"
        assert client.get(path).context["form"]["title"].value() == "Assessing"
        sent = {"title": "Taken", "months": "6", "sets_allowed": "1", "needs_course": "on"}
        for wrong, words in (
            (sent, "There is a certification of this title already."),
            (sent | {"title": ""}, "Enter a title."),
            (sent | {"title": "For ann.lee@northmoor.police.uk"}, "address"),
        ):
            answer = client.post(path, wrong, headers=headers)
            assert answer.status_code == 200
            text = answer.content.decode()
            assert words in text
            assert 'value="6"' in text
        for _time in range(2):
            answer = client.post(path, sent | {"title": "Assessing well"}, headers=headers)
            assert answer.url == reverse("certification", args=[certification.uuid])
        certification.refresh_from_db()
        changed = certification.title, certification.months, certification.sets_allowed
        assert changed == ("Assessing well", 6, 1)
        assert Certificate.objects.values("title", "expires_on").get() == issued
        event = Event.objects.get(name="certification.changed")
        assert event.payload["changed"] == "title needs_course months sets_allowed"
        assert certification.needs_course

    def test_a_bank_that_changed_since_the_trial_is_said_and_the_bounds_tried_again(
        self, client_of, trainer: User
    ) -> None:
        certification = make_ready(1, bank=2)
        client, here = client_of(trainer), reverse("certification", args=[certification.uuid])
        assert "The bank has changed" not in read(client, here)
        gone, _stays = Release.objects.order_by("pk")
        Release.objects.filter(pk=gone.pk).update(state=Release.State.CLOSED)
        (come,) = make_check_bank(1, first=2)
        text = read(client, here)
        for words, release in (("Come", come), ("Gone", gone)):
            ref = release.case_version.scenario.ref
            assert f'{words} since: <span class="ref">{ref}</span>.' in text
        again = reverse("pass_rule_propose", args=[certification.uuid]) + "?like=1"
        assert again in client.get(here).content.decode()
        form = client.get(again).context["form"]
        rule = certification.rules.get()
        sent = {name: form[name].value() or "" for name in form.fields}
        answer = client.post(again, sent)
        assert answer.url == reverse("pass_rule", args=[certification.uuid, 2])
        proposed = certification.rules.get(number=2)
        assert (proposed.bounds, proposed.n_cases) == (rule.bounds, rule.n_cases)
        assert proposed.trial["cases"] != rule.trial["cases"]
        assert not proposed.is_in_force
        assert client.get(again.replace("=1", "=9x")).status_code == 200

    def test_why_a_rule_cannot_be_used_is_on_its_page(self, client_of, trainer: User) -> None:
        make_check_bank(2)
        rule = make_rule(make_one(by=trainer))
        path = reverse("pass_rule", args=[rule.certification.uuid, rule.number])
        text = read(client_of(trainer), path)
        assert "The bank had 2 check cases with enough ratings, and a set needs 3." in text
        assert "Switch this rule on" not in text

    def test_who_trains_below_reads_it_and_is_offered_no_act(self, client_of) -> None:
        make_check_bank(3)
        owner = make_organisation("INV", "All invented")
        force = make_organisation("INV-1", "One force", under=owner)
        rule = make_rule(make_one(owner=owner))
        client = client_of(make_person(role=Role.TRAINER, organisation=force))
        page = reverse("certification", args=[rule.certification.uuid])
        text = read(client, page)
        assert "Propose a rule" not in text
        assert "proposed and switched on by trainers and administrators of All invented" in text
        text = read(client, f"{page}rules/1/")
        assert "switch-on" not in text
        assert "A trainer or an administrator of All invented switches it on." in text
        for act in ("rules/propose/", "rules/1/switch-on/"):
            for headers in ({}, HTMX):
                assert client.get(f"{page}{act}", headers=headers).status_code == 403
                assert client.post(f"{page}{act}", headers=headers).status_code == 403
        assert "All invented" not in read(client, "/courses/certification/new/")
        assert not rule.certification.rules.get().is_in_force

    def test_another_organisations_answers_as_unknown(self, client_of, other_organisation) -> None:
        rule = make_rule(make_one())
        client = client_of(make_person(role=Role.TRAINER, organisation=other_organisation))
        page = reverse("certification", args=[rule.certification.uuid])
        for path in (page, f"{page}rules/propose/", f"{page}rules/1/", f"{page}rules/1/switch-on/"):
            read(client, path, 404)

    def test_a_conversation_is_recorded_once_and_read_by_both(
        self, client_of, trainee: User, trainer: User
    ) -> None:
        certification = make_ready(1, bank=2, sets_allowed=1)
        last = sit_set(trainee, certification, well=False)
        client = client_of(trainer)
        page = read(client, reverse("certification", args=[certification.uuid]))
        path = f"/courses/certification/sets/{last.uuid}/conversation/"
        assert path in page
        assert "Furthest from the panel" in read(client, path)
        day = timezone.localdate()
        sent = {f"held_on_{at}": part for at, part in enumerate((day.day, day.month, day.year))}
        bad = client.post(path, sent | {"agreed": "Ring 07911 123456."})
        assert bad.status_code == 200
        assert not TrainerConversation.objects.exists()
        for _time in range(2):
            client.post(path, sent | {"agreed": "Two practice cases first."})
        assert TrainerConversation.objects.count() == 1
        assert "Two practice cases first." in read(client, path)
        assert "Nobody whom you train waits for one." in read(
            client, reverse("certification", args=[certification.uuid])
        )
        client = client_of(trainee)
        text = read(client, own(certification))
        assert "Two practice cases first." in text
        assert "You have 1 set left of 2" in text
        assert "Recorded on" in read(client, f"{own(certification)}report-real-data/")

    def test_a_trainer_elsewhere_finds_no_set(self, client_of, trainee, other_organisation) -> None:
        last = sit_set(trainee, make_ready(1, sets_allowed=1), well=False)
        client = client_of(make_person(role=Role.TRAINER, organisation=other_organisation))
        read(client, f"/courses/certification/sets/{last.uuid}/conversation/", 404)


class TestLeads:
    def test_a_lead_sees_who_is_certified_sits_waits_and_is_due_again(
        self, client_of, force_lead: User
    ) -> None:
        certification = make_ready(1, bank=2, sets_allowed=1)
        names = ("Certified", "Sitting", "Waiting", "Again")
        certified, sitting, waiting, again = [make_person(last_name=name) for name in names]
        sit_set(again, certification)
        end_certificates_on(timezone.localdate() + timedelta(days=5))
        sit_set(certified, certification)
        draw_set(person=sitting, certification=certification)
        sit_set(waiting, certification, well=False)
        text = read(client_of(force_lead), "/courses/certification/people/X01/")
        for words in (
            "2 of 4 people are certified.",
            "1 sits a set now.",
            "1 is due again.",
            "1 needs a conversation with a trainer.",
        ):
            assert words in text
        order = [text.index(f"Robin {name}") for name in ("Waiting", "Sitting", "Again")]
        assert order == sorted(order)
        assert Event.objects.filter(name="named_results.viewed").count() == 1

    def test_whose_certificate_ran_out_comes_before_the_certified(
        self, client_of, force_lead: User
    ) -> None:
        certification = make_ready(1, bank=2)
        ran_out, certified = make_person(last_name="Zeal"), make_person(last_name="Able")
        sit_set(ran_out, certification)
        end_certificates_on(timezone.localdate() - timedelta(days=1))
        sit_set(certified, certification)
        text = read(client_of(force_lead), "/courses/certification/people/X01/")
        assert "1 of 2 people are certified. 1 has a certificate that ran out." in text
        assert text.index("Robin Zeal") < text.index("Robin Able")

    def test_a_long_list_comes_page_by_page_and_its_sentences_are_about_all(
        self, client_of, force_lead: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("courses.views.certifying.PEOPLE_ON_A_PAGE", 2)
        certification = make_ready(1)
        for name in ("Ash", "Birch", "Cedar"):
            draw_set(person=make_person(last_name=name), certification=certification)
        client, path = client_of(force_lead), "/courses/certification/people/X01/"
        first, second = read(client, path), read(client, f"{path}?page=2")
        for text in (first, second):
            assert "3 sit a set now." in text
        assert "Robin Birch" in first
        assert "Robin Cedar" not in first
        assert "Robin Cedar" in second

    def test_an_organisation_without_sets_says_so(self, client_of, force_lead: User) -> None:
        text = read(client_of(force_lead), "/courses/certification/people/X01/")
        assert "Nobody here has drawn a set yet." in text

    def test_another_force_is_not_found(self, client_of, force_lead, other_organisation) -> None:
        read(client_of(force_lead), "/courses/certification/people/X02/", 404)


def test_no_page_says_a_level_of_the_panels(
    client_of, trainee: User, trainer: User, force_lead: User
) -> None:
    certification = make_ready(1, bank=2, sets_allowed=1)
    last = sit_set(trainee, certification, well=False)
    framework = last.cases.get().release.case_version.framework
    labels = set(Level.objects.filter(scale__framework=framework).values_list("label", flat=True))
    for person, path in (
        (trainee, own(certification)),
        (trainer, f"/courses/certification/sets/{last.uuid}/conversation/"),
        (trainer, reverse("certification", args=[certification.uuid])),
        (force_lead, "/courses/certification/people/X01/"),
    ):
        text = read(client_of(person), path)
        main = re.sub(r"<[^>]+>", " ", text.split("<main")[1].split("</main>")[0])
        told = [label for label in labels if re.search(rf"\b{re.escape(label)}\b", main)]
        assert told == [], path
