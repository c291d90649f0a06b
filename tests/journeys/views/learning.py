"""The pages of anybody and of learning, up to the page of a case."""

from playwright.sync_api import Page

from tests.journeys.demo_site import DemoSite
from tests.journeys.views.view import View, press

LEARN = "/learn/arms-foundations/"
MODULE = f"{LEARN}seeing-what-is-there/"
ROLES = ("trainee", "trainer", "panellist", "supervisor", "lead", "national lead", "administrator")


def sign_in_wrongly(page: Page, site: DemoSite) -> None:
    page.get_by_label("E-mail address").fill("nobody@demo.example")
    page.get_by_label("Password").fill("not the password of anybody")
    press("Sign in")(page, site)


def send_an_empty_form(page: Page, site: DemoSite) -> None:
    page.locator("main form").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.get_by_role("alert").wait_for()


def stop_what_is_submitted(page: Page, site: DemoSite) -> None:
    """What a page left open would send, after submitting elsewhere."""
    page.locator(".signed-in form").evaluate(
        "(form, address) => { form.action = address; form.submit(); }",
        f"/assessments/{site.attempts['done'].uuid}/stop/",
    )
    page.wait_for_url("**/stop/")


def begin_a_drill(page: Page, site: DemoSite) -> None:
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_role("button", name="See how it was").wait_for()


def send_no_rating(page: Page, site: DemoSite) -> None:
    begin_a_drill(page, site)
    page.get_by_role("button", name="See how it was").click()
    page.get_by_role("alert").wait_for()


def answer_a_drill(page: Page, site: DemoSite) -> None:
    begin_a_drill(page, site)
    page.locator("input[name=answer]").first.check()
    page.get_by_role("button", name="See how it was").click()
    page.get_by_role("button", name="Next drill").wait_for()


DRILLS = "/my-learning/drills/"
LEARNING = [
    # Anybody
    View("home", None, "/"),
    View("home-dark", None, "/", dark=True),
    View("learn", None, "/learn/"),
    View("sign-in", None, "/accounts/login/"),
    View("sign-in-error", None, "/accounts/login/", sign_in_wrongly),
    View("password-forgotten", None, "/accounts/password/reset/"),
    View("password-forgotten-error", None, "/accounts/password/reset/", send_an_empty_form),
    View("password-forgotten-done", None, "/accounts/password/reset/done/"),
    View("sign-up-closed", None, "/accounts/signup/"),
    View("account-closed", None, "/accounts/inactive/"),
    View("not-found", None, "/learn/nothing-here/", status=404),
    # For whoever changes a component
    View("components", None, "/components/", debug=True),
    View("components-dark", None, "/components/", dark=True, debug=True),
    # Learning
    View("home-signed-in", "trainee", "/"),
    View("learn-signed-in", "trainee", "/learn/"),
    View("course-signed-in", "trainee", LEARN),
    View("module", "trainee", MODULE),
    View("lesson", "trainee", f"{MODULE}opportunity-what-creates-access/"),
    View("lesson-with-case", "trainee", f"{MODULE}practise-on-a-whole-case/"),
    View("lesson-with-case-done", "done", f"{MODULE}practise-on-a-whole-case/"),
    View("password-change", "trainee", "/accounts/password/change/"),
    View("password-change-error", "trainee", "/accounts/password/change/", send_an_empty_form),
    View("sign-out", "trainee", "/accounts/logout/"),
    View("not-allowed", "trainee", "/reports/", status=403),
    View("not-found-signed-in", "trainee", "/cases/NO-SUCH/", status=404),
    View("too-late", "done", "/my-learning/", stop_what_is_submitted, status=409),
    # My learning, as each role and in each state
    *(View(f"my-learning-{role.replace(' ', '-')}", role, "/my-learning/") for role in ROLES),
    View("my-learning-nothing-yet", "newcomer", "/my-learning/"),
    View("my-learning-no-organisation", "stranger", "/my-learning/"),
    View("my-learning-begun", "halfway", "/my-learning/"),
    View("my-learning-done", "checked", "/my-learning/"),
    # Drills
    View("drills", "trainee", DRILLS),
    View("drills-newcomer", "newcomer", DRILLS),
    View("drill", "newcomer", DRILLS, begin_a_drill),
    View("drill-error", "newcomer", DRILLS, send_no_rating),
    View("drill-answered", "newcomer", DRILLS, answer_a_drill),
    View("drill-figures", "trainer", "/courses/drills/"),
    # A case
    View("case", "trainee", "/cases/TR-0007/"),
    View("case-begun", "halfway", "/cases/TR-0007/"),
    View("case-done", "done", "/cases/TR-0007/"),
    View("case-no-organisation", "stranger", "/cases/TR-0007/"),
    View("check-case", "trainee", "/cases/TR-0012/"),
    View("check-case-done", "checked", "/cases/TR-0012/"),
    View("check-case-not-assigned", "newcomer", "/cases/TR-0012/"),
    View("check-case-not-a-trainee", "panellist", "/cases/TR-0012/"),
]
