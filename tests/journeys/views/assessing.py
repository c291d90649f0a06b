"""The pages of an assessment, signed out and overtaken too, and of its feedback."""

from django.conf import settings
from playwright.sync_api import Page, expect

from scenarios.services.rating import Rating, save_rating
from scoring.public import Factor
from tests.journeys.demo_site import DemoSite
from tests.journeys.steps import choose, sign_in, wait_saved
from tests.journeys.views.view import View, press

OPPORTUNITY = "/assessments/{halfway}/1/opportunity/"


def rate(page: Page, site: DemoSite) -> None:
    choose(page, "Your rating", "Significant")
    page.get_by_role("button", name="cite D1.1").first.click()
    page.get_by_role("button", name="cite D2.1").last.click()
    expect(page.get_by_role("button", name="Remove D2.1")).to_be_visible()
    wait_saved(page)


def cite_what_is_not_there(page: Page, site: DemoSite) -> None:
    button = page.get_by_role("button", name="cite D1.1").first
    button.evaluate("button => { button.value = 'for:D99.9'; }")
    button.click()
    page.get_by_role("alert").wait_for()


def be_overtaken(page: Page, site: DemoSite) -> None:
    """Another tab saves something else, then this one is changed."""
    attempt = site.attempts["halfway"]
    factor = Factor.objects.get(framework=attempt.release.case_version.framework, code="social")
    answer = attempt.answers.filter(factor=factor).first()
    level = 2 if answer is None or answer.level != 2 else 3
    save_rating(
        assessment=attempt,
        stage=1,
        factor=factor,
        rating=Rating.from_choice(str(level), 70, "What another tab says of it."),
        revision=answer.revision if answer else 0,
        timed=False,
    )
    choose(page, "Your rating", "Not evident")
    page.get_by_role("alert").wait_for()


def be_signed_out(page: Page, site: DemoSite) -> None:
    """The session has ended, and somebody types on."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Reason").fill("Typed after the session ended.")
    page.get_by_role("button", name="Sign in and save").wait_for()


def be_signed_out_and_mistaken(page: Page, site: DemoSite) -> None:
    be_signed_out(page, site)
    page.get_by_label("E-mail address").fill("nobody@demo.example")
    page.get_by_label("Password").fill("not the password of anybody")
    page.get_by_role("button", name="Sign in and save").click()
    page.get_by_role("alert").filter(has_text="There is a problem").wait_for()


def come_back_to_typed_text(page: Page, site: DemoSite) -> None:
    """As after a reload while the connection was lost."""
    page.locator("#rate").evaluate(
        "form => kept.write(form, {said: [['reason', 'Typed in a tunnel.']], revision: '0'})"
    )
    page.reload()
    page.get_by_role("button", name="Save it now").wait_for()


def send_signed_out(page: Page, site: DemoSite) -> None:
    """A form that says whose page it is, sent without scripts after the session has ended."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("main form").last.evaluate(
        """form => {
            const owner = document.createElement("input");
            owner.name = "page_of";
            owner.value = document.body.dataset.person;
            form.append(owner);
            form.submit();
        }"""
    )
    page.get_by_label("Password").wait_for()


def send_signed_out_and_sign_in(page: Page, site: DemoSite) -> None:
    send_signed_out(page, site)
    sign_in(page, site.people["newcomer"])
    page.get_by_role("button", name="Save what I typed").wait_for()


def send_with_an_old_token(page: Page, site: DemoSite) -> None:
    page.context.clear_cookies()
    page.locator("#rate").evaluate(
        "form => { form.elements.reason.value = 'Typed after signing out.'; form.submit(); }"
    )
    page.get_by_label("What you typed").wait_for()


def type_a_real_number(page: Page, site: DemoSite) -> None:
    """A reason that cannot be saved: the page keeps it and says why."""
    page.get_by_label("Reason", exact=True).fill("He uses 07911 123456 now.")
    page.get_by_role("alert").wait_for()
    page.evaluate("scrollTo(0, 0)")  # or the bar would lie over whatever the field was beside


def unfold_steps(page: Page, site: DemoSite) -> None:
    page.get_by_text("All steps").click()


ASSESSING = [
    # Assessing
    View("assess-empty", "halfway", "/assessments/{halfway}/1/investment/"),
    View("assess-rated", "halfway", OPPORTUNITY),
    View("assess-rated-dark", "halfway", OPPORTUNITY, dark=True),
    View("assess-steps", "halfway", OPPORTUNITY, unfold_steps),
    View("assess-saved", "halfway", "/assessments/{halfway}/1/preoccupation/", rate),
    View(
        "assess-error", "halfway", "/assessments/{halfway}/1/preoccupation/", cite_what_is_not_there
    ),
    View(
        "assess-conflict",
        "halfway",
        "/assessments/{halfway}/1/social/",
        be_overtaken,
        status=409,
    ),
    View("assess-signed-out", "halfway", OPPORTUNITY, be_signed_out, status=401),
    View("assess-sign-in-wrong", "halfway", OPPORTUNITY, be_signed_out_and_mistaken, status=401),
    View("assess-put-back", "halfway", OPPORTUNITY, come_back_to_typed_text),
    View("assess-out-of-date", "halfway", OPPORTUNITY, send_with_an_old_token, status=403),
    View("sign-in-and-send", "newcomer", "/cases/TR-0007/", send_signed_out, status=401),
    View("send-again", "newcomer", "/cases/TR-0007/", send_signed_out_and_sign_in, status=401),
    View("assess-check-case", "checking", "/assessments/{checking}/1/opportunity/"),
    View("assess-identifier", "halfway", "/assessments/{halfway}/1/hostility/", type_a_real_number),
    View("report-real-data", "halfway", "/assessments/{halfway}/report-real-data/"),
    View(
        "report-real-data-error",
        "halfway",
        "/assessments/{halfway}/report-real-data/",
        press("Keep this text back"),
    ),
    View("overall", "halfway", "/assessments/{halfway}/1/overall/"),
    View("actions", "halfway", "/assessments/{halfway}/1/actions/"),
    View("answers", "ready", "/assessments/{ready}/1/check/"),
    View("answers-incomplete", "halfway", "/assessments/{halfway}/1/check/"),
    View(
        "answers-error",
        "halfway",
        "/assessments/{halfway}/1/check/",
        press("Submit my assessment"),
    ),
    # A case in two stages, and one for which ARMS is not the tool
    View("case-staged", "trainee", "/cases/TR-0019/"),
    View("stage-new", "at stage 2", "/assessments/{at stage 2}/2/"),
    View("stage-factor", "at stage 2", "/assessments/{at stage 2}/2/opportunity/"),
    View("stage-actions", "at stage 2", "/assessments/{at stage 2}/2/actions/"),
    View("stage-answers", "at stage 2", "/assessments/{at stage 2}/2/check/"),
    View("stage-feedback", "unfolded", "/assessments/{unfolded}/feedback/"),
    View("stage-feedback-dark", "unfolded", "/assessments/{unfolded}/feedback/", dark=True),
    View("wrong-tool", "halfway", "/assessments/{halfway}/wrong-tool/"),
    View(
        "wrong-tool-error",
        "halfway",
        "/assessments/{halfway}/wrong-tool/",
        press("Submit: wrong tool"),
    ),
    View("wrong-tool-feedback", "wrong tool", "/assessments/{wrong tool}/feedback/"),
    View("break", "halfway", "/assessments/{halfway}/break/"),
    View("stopped", "stopped", "/assessments/{stopped}/stop/"),
    View("feedback", "done", "/assessments/{done}/feedback/"),
    View("feedback-dark", "done", "/assessments/{done}/feedback/", dark=True),
    View("check-feedback", "checked", "/assessments/{checked}/feedback/"),
]
