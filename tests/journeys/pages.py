"""Every page, as every role that sees it, in every state: one list for axe and for screenshots."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page, expect

from scenarios.services.moderation import Agreed, save_note
from scenarios.services.rating import Rating, save_rating
from scoring.public import Factor
from tests.journeys.demo_site import DemoSite
from tests.journeys.steps import choose, sign_in, wait_saved
from tests.journeys.watch import Watch

Opener = Callable[..., Page]
Act = Callable[[Page, DemoSite], None]
NARROW, WIDE = 320, 1280
LEARN = "/learn/arms-foundations/"
MODULE = f"{LEARN}seeing-what-is-there/"
READING = "/workshop/TR-0811/review/{review_reading}/"
COMPARED = "/workshop/TR-0812/compare/"
OPPORTUNITY_ON_WALL = "/moderation/{session_wall}/1/opportunity/"
HOSTILITY_ON_WALL = "/moderation/{session_wall}/1/hostility/"
OPPORTUNITY = "/assessments/{halfway}/1/opportunity/"


@dataclass(frozen=True)
class View:
    """One page as somebody sees it. ``{name}`` in a path is that person's assessment.

    ``act`` brings the page into the state that is meant; ``status`` is what the last answer says;
    ``debug`` serves it as in development.
    """

    name: str
    person: str | None
    path: str
    act: Act | None = None
    status: int = 200
    dark: bool = False
    debug: bool = False

    def open(self, site: DemoSite, look_as: Opener, watch: Watch) -> Page:
        """A page in this state, at 1280 pixels."""
        watch.expect(self.status)
        page = look_as(site.people[self.person] if self.person else None)
        page.set_viewport_size({"width": WIDE, "height": 800})
        page.emulate_media(color_scheme="dark" if self.dark else "light")
        named = {
            **site.attempts,
            **{f"panel_{name}": one for name, one in site.panels.items()},
            **{f"review_{name}": one for name, one in site.reviews.items()},
            **{f"change_{name}": one for name, one in site.changes.items()},
            **{f"session_{name}": one for name, one in site.sessions.items()},
        }
        with override_settings(DEBUG=self.debug):
            page.goto(self.path.format(**{name: one.uuid for name, one in named.items()}))
            if self.act is not None:
                self.act(page, site)
        return page


def press(name: str) -> Act:
    """Press a button of the page itself."""

    def act(page: Page, site: DemoSite) -> None:
        page.get_by_role("main").get_by_role("button", name=name).click()
        page.wait_for_load_state()

    return act


def ask_for_no_seed(page: Page, site: DemoSite) -> None:
    page.get_by_label("Seed (optional)").fill("many")
    press("Look at the draft")(page, site)


def sign_in_wrongly(page: Page, site: DemoSite) -> None:
    page.get_by_label("E-mail address").fill("nobody@demo.example")
    page.get_by_label("Password").fill("not the password of anybody")
    press("Sign in")(page, site)


def send_an_empty_form(page: Page, site: DemoSite) -> None:
    page.locator("main form").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.get_by_role("alert").wait_for()


def rate(page: Page, site: DemoSite) -> None:
    choose(page, "Your rating", "Significant")
    page.get_by_role("button", name="cite D1.1").first.click()
    page.get_by_role("button", name="cite D2.1").last.click()
    expect(page.get_by_role("button", name="Remove D2.1")).to_be_visible()
    wait_saved(page)


def rate_for_panel(page: Page, site: DemoSite) -> None:
    choose(page, "Your rating", "Outside my field")
    expect(page.get_by_role("status").filter(has_text="recorded")).to_be_visible()


def revise_without_an_answer(page: Page, site: DemoSite) -> None:
    """A revision that names one passage for both sides."""
    page.get_by_text("Revise what I said").click()
    page.get_by_label("speaks for a higher level").select_option("D1.1")
    page.get_by_label("speaks for a lower level").select_option("D1.1")
    page.get_by_role("button", name="Save my revision").click()
    page.get_by_role("alert").wait_for()


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


def open_first_report(page: Page, site: DemoSite) -> None:
    page.get_by_role("main").get_by_role("listitem").first.get_by_role("link").click()
    page.get_by_role("button", name="Look at the text").wait_for()


def look_at_first_report(page: Page, site: DemoSite) -> None:
    open_first_report(page, site)
    press("Look at the text")(page, site)


def disagree_in_place(page: Page, site: DemoSite) -> None:
    page.locator("#disagree-desist").get_by_role("link").click()
    page.locator("#disagree-desist").get_by_label("I still disagree, because…").wait_for()


def open_first_disagreement(page: Page, site: DemoSite) -> None:
    page.get_by_role("main").get_by_role("heading", level=2).first.get_by_role("link").click()
    page.get_by_role("link", name="Health of this case").wait_for()


def open_last(page: Page, site: DemoSite) -> None:
    page.get_by_role("main").get_by_role("heading", level=2).last.get_by_role("link").click()
    page.get_by_role("link", name="Health of this case").wait_for()


def answer_nothing(page: Page, site: DemoSite) -> None:
    open_first_disagreement(page, site)
    press("Send the answer")(page, site)


def unfold_steps(page: Page, site: DemoSite) -> None:
    page.get_by_text("All steps").click()


def stop_what_is_submitted(page: Page, site: DemoSite) -> None:
    """What a page left open would send, after submitting elsewhere."""
    page.locator(".signed-in form").evaluate(
        "(form, address) => { form.action = address; form.submit(); }",
        f"/assessments/{site.attempts['done'].uuid}/stop/",
    )
    page.wait_for_url("**/stop/")


def report(person: str, code: str, name: str) -> list[View]:
    """The parts of one organisation's report."""
    parts = (
        "",
        "progress/",
        "progress/?show=overdue",
        "accuracy-by-factor/",
        "accuracy-by-case/",
        "consistency/",
    )
    return [
        View(
            f"{name}-{part.strip('/').replace('/?show=', '-') or 'overview'}",
            person,
            f"/reports/{code}/{part}",
        )
        for part in (*parts, "assign/")
    ]


def cite_no_such_place(page: Page, site: DemoSite) -> None:
    page.get_by_label("Evidence").first.fill("D1.2, D9.9")
    press("Save the design")(page, site)


def choose_in_preview(page: Page, site: DemoSite) -> None:
    """A level, which is sent and thrown away."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        choose(page, "Your rating", "Some")


def open_rating_again(page: Page, site: DemoSite) -> None:
    """The form of a new panel, as it is reached from the keys of a case."""
    page.goto("/panel/new/?scenario=TR-0822&use=check&again=yes")
    expect(page.get_by_label("Rate the same text again")).to_be_checked()


def open_feedback(page: Page, site: DemoSite) -> None:
    page.get_by_role("link", name="TR-0821").last.click()
    page.get_by_role("heading", name="This result was judged again").wait_for()


def note_a_real_number(page: Page, site: DemoSite) -> None:
    page.get_by_label("The agreed reading").fill("Ring him on 07912 345678.")
    page.get_by_role("alert").filter(has_text="There is a problem").wait_for()


def be_overtaken_on_wall(page: Page, site: DemoSite) -> None:
    """Another tab notes something else, then this one does."""
    session = site.sessions["wall"]
    factor = Factor.objects.get(framework=session.release.case_version.framework, code="hostility")
    noted = session.notes.filter(factor=factor).first()
    save_note(
        session=session,
        by=session.held_by,
        stage=1,
        factor=factor,
        agreed=Agreed(f"What another tab says, {noted.revision if noted else 0}.", 2),
        revision=noted.revision if noted else 0,
    )
    page.get_by_label("The agreed reading").fill("What this tab says.")
    page.get_by_role("alert").filter(has_text="another tab").wait_for()


ROLES = ("trainee", "trainer", "panellist", "supervisor", "lead", "national lead", "administrator")

VIEWS = [
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
    # A case
    View("case", "trainee", "/cases/TR-0007/"),
    View("case-begun", "halfway", "/cases/TR-0007/"),
    View("case-done", "done", "/cases/TR-0007/"),
    View("case-no-organisation", "stranger", "/cases/TR-0007/"),
    View("check-case", "trainee", "/cases/TR-0012/"),
    View("check-case-done", "checked", "/cases/TR-0012/"),
    View("check-case-not-assigned", "newcomer", "/cases/TR-0012/"),
    View("check-case-not-a-trainee", "panellist", "/cases/TR-0012/"),
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
    # Who still disagrees, and the health of a case
    View("disagree", "done", "/assessments/{done}/disagree/1/opportunity/"),
    View("disagree-error", "done", "/assessments/{done}/disagree/1/desist/", press("Send")),
    View("disagree-in-place", "done", "/assessments/{done}/feedback/", disagree_in_place),
    View("disagree-check", "checked", "/assessments/{checked}/disagree/1/desist/"),
    View("disagreements", "owner", "/workshop/disagreements/"),
    View("disagreements-answered", "owner", "/workshop/disagreements/?show=answered"),
    View("disagreements-not-allowed", "trainee", "/workshop/disagreements/", status=403),
    View("disagreement", "owner", "/workshop/disagreements/", open_first_disagreement),
    View("disagreement-error", "owner", "/workshop/disagreements/", answer_nothing),
    View("disagreement-of-a-check", "owner", "/workshop/disagreements/?show=answered", open_last),
    View("health", "owner", "/workshop/TR-0007/health/"),
    View("health-dark", "owner", "/workshop/TR-0007/health/", dark=True),
    View("health-staged", "owner", "/workshop/TR-0019/health/"),
    View("health-wrong-tool", "owner", "/workshop/TR-0023/health/"),
    View("health-of-a-panel", "trainer", "/workshop/TR-0802/health/"),
    # The generator
    View("workshop-generate", "trainer", "/workshop/generate/?preset=three"),
    View("workshop-generate-draft", "trainer", "/workshop/generate/", press("Look at the draft")),
    View("workshop-generate-dark", "trainer", "/workshop/generate/?preset=worse", dark=True),
    View("workshop-generate-error", "trainer", "/workshop/generate/", ask_for_no_seed),
    View("workshop-generated", "trainer", "/workshop/generate/", press("Keep it as a draft")),
    View("workshop-library", "trainer", "/workshop/library/"),
    View("workshop-library-not-allowed", "trainee", "/workshop/library/", status=403),
    # Reported texts
    View("quarantine", "administrator", "/quarantine/"),
    View("quarantine-text", "administrator", "/quarantine/", open_first_report),
    View("quarantine-text-shown", "administrator", "/quarantine/", look_at_first_report),
    View("quarantine-not-allowed", "trainee", "/quarantine/", status=403),
    # Reports
    View("reports-of-many", "lead of many", "/reports/"),
    *report("lead", "X01", "report"),
    *report("lead of few", "X03", "report-few"),
    View("report-nobody", "lead of nobody", "/reports/X05/"),
    View("report-nobody-progress", "lead of nobody", "/reports/X05/progress/"),
    View("report-nobody-assign", "lead of nobody", "/reports/X05/assign/"),
    View("report-assign-error", "lead", "/reports/X01/assign/", press("Assign the check")),
    View("report-dark", "lead", "/reports/X01/accuracy-by-factor/", dark=True),
    # Panels
    View("panels", "trainer", "/panel/"),
    View("panels-none", "trainee", "/panel/"),
    View("panels-to-rate", "rating", "/panel/"),
    View("panel-new", "trainer", "/panel/new/"),
    View("panel-new-error", "trainer", "/panel/new/", press("Freeze the text and send it")),
    View("panel", "trainer", "/panel/{panel_rating}/"),
    View("panel-invite-error", "trainer", "/panel/{panel_rating}/", press("Invite")),
    View("panel-change", "trainer", "/panel/{panel_rating}/chair/change/"),
    View("panel-end-blind", "trainer", "/panel/{panel_rating}/chair/end-blind-round/"),
    View("panel-ended", "trainer", "/panel/{panel_ended}/"),
    View("panel-next-round", "trainer", "/panel/{panel_ended}/chair/next-round/"),
    View(
        "panel-next-round-error",
        "trainer",
        "/panel/{panel_ended}/chair/next-round/",
        press("Skip the revision round"),
    ),
    View("panel-revising", "trainer", "/panel/{panel_split}/"),
    View("panel-close", "trainer", "/panel/{panel_split}/chair/close/"),
    View("panel-new-chair", "trainer", "/panel/{panel_rating}/new-chair/"),
    View("panel-note", "trainer", "/panel/{panel_contested}/chair/notes/1/opportunity/"),
    View("panel-said-contested", "trainer", "/panel/{panel_contested}/ratings/"),
    View("panel-batch", "trainer", "/panel/batch/"),
    View("panel-batch-error", "trainer", "/panel/batch/", press("Make a plan")),
    View("panel-asked-again", "looking again", "/panel/{panel_split}/"),
    View("panel-look-again", "looking again", "/panel/{panel_split}/look-again/"),
    View("panel-revise", "looking again", "/panel/{panel_split}/look-again/1/opportunity/"),
    View(
        "panel-revise-error",
        "looking again",
        "/panel/{panel_split}/look-again/1/opportunity/",
        revise_without_an_answer,
    ),
    View("panel-place", "placed", "/panel/{panel_released}/my-place/"),
    View("panel-hours", "placed", "/panel/hours/"),
    View("panel-hours-none", "rating", "/panel/hours/"),
    View("panel-call-off", "trainer", "/panel/{panel_rating}/chair/call-off/"),
    View("panel-closed", "trainer", "/panel/{panel_closed}/"),
    View("panel-said", "approver", "/panel/{panel_closed}/ratings/"),
    View("panel-approve", "approver", "/panel/{panel_closed}/approve/"),
    View("panel-send-back", "approver", "/panel/{panel_closed}/send-back/"),
    View("panel-queue", "rating", "/panel/{panel_rating}/"),
    View("panel-queue-finished", "rated", "/panel/{panel_rating}/"),
    View("panel-rate", "rating", "/panel/{panel_rating}/1/opportunity/"),
    View("panel-rate-saved", "rating", "/panel/{panel_rating}/1/preoccupation/", rate_for_panel),
    View("panel-overall", "rating", "/panel/{panel_rating}/1/overall/"),
    View("panel-actions", "rating", "/panel/{panel_rating}/1/actions/"),
    View("panel-check", "rating", "/panel/{panel_rating}/1/check/"),
    View(
        "panel-check-error", "rating", "/panel/{panel_rating}/1/check/", press("Finish my ratings")
    ),
    View("panel-wrong-tool", "rating", "/panel/{panel_rating}/wrong-tool/"),
    View("panel-report-real-data", "rating", "/panel/{panel_rating}/report-real-data/"),
    View("panel-decline", "rating", "/panel/{panel_rating}/decline/"),
    # The workshop
    View("workshop", "trainer", "/workshop/"),
    View("workshop-to-review", "second trainer", "/workshop/"),
    View("workshop-filtered", "trainer", "/workshop/?setting=alone&q=nothing-like-it"),
    View("workshop-dark", "trainer", "/workshop/?state=draft", dark=True),
    View("workshop-not-allowed", "trainee", "/workshop/", status=403),
    View("workshop-duplicate", "trainer", "/workshop/TR-0007/duplicate/"),
    View("workshop-compare", "trainer", COMPARED),
    View("workshop-compare-dark", "trainer", COMPARED, dark=True),
    View("workshop-compare-same", "trainer", "/workshop/TR-0811/compare/?from=draft&to=draft"),
    View("workshop-design", "trainer", "/workshop/TR-0812/design/"),
    View("workshop-design-error", "trainer", "/workshop/TR-0812/design/", cite_no_such_place),
    View("workshop-design-read", "second trainer", "/workshop/TR-0812/design/"),
    View("workshop-reviews", "trainer", "/workshop/TR-0812/review/"),
    View(
        "workshop-reviews-error",
        "trainer",
        "/workshop/TR-0812/review/",
        press("Send to the reviewer"),
    ),
    View("workshop-reviews-passed", "trainer", "/workshop/TR-0031/review/"),
    View("workshop-review", "second trainer", READING),
    View("workshop-review-error", "second trainer", READING, press("Decide")),
    View("workshop-review-waiting", "trainer", READING),
    View("workshop-review-back", "trainer", "/workshop/TR-0812/review/{review_back}/"),
    View(
        "workshop-review-report",
        "trainer",
        "/workshop/TR-0812/review/{review_back}/report-real-data/",
    ),
    View("workshop-preview", "trainer", "/workshop/TR-0019/preview/"),
    View("workshop-preview-factor", "trainer", "/workshop/TR-0019/preview/1/opportunity/"),
    View(
        "workshop-preview-saved",
        "trainer",
        "/workshop/TR-0019/preview/2/social/",
        choose_in_preview,
    ),
    View("workshop-preview-stage", "trainer", "/workshop/TR-0019/preview/2/"),
    View("workshop-preview-actions", "trainer", "/workshop/TR-0019/preview/1/actions/"),
    View("workshop-preview-check", "trainer", "/workshop/TR-0019/preview/1/check/"),
    # Keys and yardsticks
    View("keys", "nation's trainer", "/workshop/TR-0822/key/"),
    View("key-rate-again", "nation's trainer", "/workshop/TR-0822/key/", open_rating_again),
    View("key-dry-run", "second", "/workshop/TR-0822/key/{change_waiting}/"),
    View("key-said", "second", "/workshop/TR-0822/key/{change_waiting}/said/"),
    View("key-people", "second", "/workshop/TR-0822/key/{change_waiting}/people/"),
    View("key-approve", "second", "/workshop/TR-0822/key/{change_waiting}/approve/"),
    View(
        "key-refuse-error",
        "second",
        "/workshop/TR-0822/key/{change_waiting}/refuse/",
        press("Refuse the key"),
    ),
    View("key-made", "second", "/workshop/TR-0821/key/{change_made}/"),
    View("panels-with-a-change", "second", "/panel/"),
    View("yardstick", "second", "/workshop/yardstick/"),
    View("yardstick-dry-run", "second", "/workshop/yardstick/{change_ruler}/"),
    View("judged-again", "judged again", "/my-learning/", open_feedback),
    # Moderation
    View("moderation", "lead of few", "/moderation/"),
    View("moderation-trainer", "trainer", "/moderation/"),
    View("moderation-new", "lead of few", "/moderation/new/?group=X03"),
    View("moderation-new-error", "lead of few", "/moderation/new/?group=X99"),
    View("moderation-nothing", "lead of nobody", "/moderation/new/?group=X05"),
    View("moderation-session", "lead of few", "/moderation/{session_wall}/"),
    View("moderation-factor", "lead of few", f"{OPPORTUNITY_ON_WALL}"),
    View("moderation-panel", "lead of few", f"{OPPORTUNITY_ON_WALL}?panel=shown"),
    View("moderation-dark", "lead of few", f"{OPPORTUNITY_ON_WALL}?panel=shown", dark=True),
    View("moderation-identifier", "lead of few", OPPORTUNITY_ON_WALL, note_a_real_number),
    View("moderation-conflict", "lead of few", HOSTILITY_ON_WALL, be_overtaken_on_wall, status=409),
    View("moderation-close", "lead of few", "/moderation/{session_wall}/close/"),
    View("moderation-closed", "lead of X02", "/moderation/{session_agreed}/"),
    View("moderation-under-way", "lead of X03 too", "/moderation/{session_wall}/"),
    View("moderation-report", "lead of few", "/moderation/{session_wall}/report-real-data/"),
    View("report-not-theirs", "lead", "/reports/X02/", status=404),
]
