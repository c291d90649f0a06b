"""The pages of knowledge checks and evidence exercises.

Tries belong to somebody made for the page, so that no other page changes by them.
"""

from playwright.sync_api import Page

from courses.models import EvidenceExercise, KnowledgeCheck
from courses.services.exercises import hand_in_exercise, save_marks, start_exercise
from courses.services.knowledge import start_try
from courses.services.more_tries import ask_for_a_try
from people.public import User
from tests.factories.knowledge import answer_all, take
from tests.journeys.demo_site import DemoSite
from tests.journeys.views.view import Act, View, press

SLUG = "judging-with-a-structure"
MODULE = f"/learn/arms-foundations/{SLUG}/"


def the_check() -> KnowledgeCheck:
    return KnowledgeCheck.objects.get(slug=SLUG)


def open_check(page: Page, site: DemoSite) -> None:
    page.goto(f"/my-learning/knowledge/{the_check().uuid}/")


def use_up(person: User) -> None:
    while the_check().attempts.filter(person=person).count() < the_check().attempts_allowed:
        take(person, the_check(), rightly=False)


def open_used_up(page: Page, site: DemoSite) -> None:
    use_up(site.people["newcomer"])
    open_check(page, site)


def open_result(page: Page, site: DemoSite) -> None:
    use_up(site.people["newcomer"])
    last = the_check().attempts.filter(person=site.people["newcomer"]).last()
    page.goto(f"/my-learning/knowledge/tries/{last.uuid}/")


def open_passed(page: Page, site: DemoSite) -> None:
    passed = the_check().attempts.filter(person=site.people["stopped"], passed=True).first()
    passed = passed or take(site.people["stopped"], the_check())
    page.goto(f"/my-learning/knowledge/tries/{passed.uuid}/")


def open_question(kind: str) -> Act:
    """The first question of this kind in a try in which one was drawn."""

    def act(page: Page, site: DemoSite) -> None:
        person = site.people["stranger"]
        for check in KnowledgeCheck.objects.all():
            for _many in range(30):
                attempt = start_try(person=person, check=check)
                for answer in attempt.answers.select_related("version"):
                    if answer.version.wording.kind == kind:
                        page.goto(f"/my-learning/knowledge/tries/{attempt.uuid}/{answer.place}/")
                        return
                take(person, check)
        raise AssertionError(f"no question of the kind {kind} was drawn")

    return act


def send_no_answer(page: Page, site: DemoSite) -> None:
    open_question("ordering")(page, site)
    press("Save and")(page, site)


def read_over(page: Page, site: DemoSite) -> None:
    attempt = start_try(person=site.people["halfway"], check=the_check())
    answer_all(attempt)
    attempt.answers.filter(place=2).update(given=None)
    page.goto(f"/my-learning/knowledge/tries/{attempt.uuid}/check/")


def hand_in_with_a_gap(page: Page, site: DemoSite) -> None:
    read_over(page, site)
    press("Hand in my answers")(page, site)


def open_exercise(page: Page, site: DemoSite) -> None:
    page.goto(f"/my-learning/exercises/{EvidenceExercise.objects.get().uuid}/")


def open_go(page: Page, site: DemoSite) -> None:
    go = start_exercise(person=site.people["halfway"], exercise=EvidenceExercise.objects.get())
    page.goto(f"/my-learning/exercises/goes/{go.uuid}/")


def mark_with_a_gap(page: Page, site: DemoSite) -> None:
    open_go(page, site)
    press("Mark my passages")(page, site)


def open_marked(page: Page, site: DemoSite) -> None:
    person = site.people["stopped"]
    go = start_exercise(person=person, exercise=EvidenceExercise.objects.get())
    marks = {row["number"]: "for" for row in go.version.content["passages"]}
    save_marks(person=person, uuid=go.uuid, marks=marks)
    hand_in_exercise(person=person, uuid=go.uuid)
    page.goto(f"/my-learning/exercises/goes/{go.uuid}/")


def open_overview(page: Page, site: DemoSite) -> None:
    person = site.trainee()
    use_up(person)
    ask_for_a_try(person=person, check=the_check())
    page.goto("/courses/knowledge/")


def open_figures(page: Page, site: DemoSite) -> None:
    for _many in range(10):
        take(site.trainee(), the_check())
    page.goto(f"/courses/knowledge/{the_check().uuid}/statistics/")


KNOWLEDGE = [
    View("lesson-with-knowledge-check", "trainee", f"{MODULE}when-the-file-is-silent/"),
    View(
        "lesson-with-exercise",
        "trainee",
        "/learn/arms-foundations/seeing-what-is-there/commitment-to-desist/",
    ),
    View("knowledge-check", "trainee", "/", open_check),
    View("knowledge-check-used-up", "newcomer", "/", open_used_up),
    *(
        View(f"knowledge-question-{kind}", "stranger", "/", open_question(kind))
        for kind in ("single", "multiple", "ordering", "matching", "scenario")
    ),
    View("knowledge-question-error", "stranger", "/", send_no_answer),
    View("knowledge-read-over", "halfway", "/", read_over),
    View("knowledge-read-over-error", "halfway", "/", hand_in_with_a_gap),
    View("knowledge-not-passed", "newcomer", "/", open_result),
    View("knowledge-passed", "stopped", "/", open_passed),
    View("knowledge-passed-dark", "stopped", "/", open_passed, dark=True),
    View("exercise", "trainee", "/", open_exercise),
    View("exercise-marking", "halfway", "/", open_go),
    View("exercise-marking-error", "halfway", "/", mark_with_a_gap),
    View("exercise-marked", "stopped", "/", open_marked),
    View("knowledge-overview", "trainer", "/", open_overview),
    View("knowledge-figures", "trainer", "/", open_figures),
]
