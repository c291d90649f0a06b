"""One person's way through an assessment, request by request, as a browser sends them.

Without JavaScript each factor is one POST of its page's form, the redirect, and the next factor's
page. With JavaScript htmx posts the same form at each change as well: once for the level, once for
how sure, once more where a reason is asked for; then "Save and continue" posts it again, and the
browser goes where the answer says. Stylesheets and scripts are asked for once and then kept by the
browser, so they are left out.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from benchmarks.http import Answer, Browser

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = re.compile(rb'<form [^>]*id="(?:rate|plan)"[^>]* action="([^"]+)"')
REVISION = re.compile(rb'id="revision" value="(\d+)"')
REASON_ASKED = b"Asked for on this factor."
ACTIONS = {"action-planned_home_visit": "opportunity", "action-refer_programme": "interests"}

SUBMIT_TO_FEEDBACK = "Submit to feedback"
Note = Callable[[str, Answer], None]


class Walk:
    """``note`` is told the name of each step and its answer."""

    def __init__(self, browser: Browser, note: Note) -> None:
        self.browser = browser
        self.note = note

    def sign_in(self, email: str, password: str) -> None:
        page = self._get("Sign-in page", "/accounts/login/")
        form = {"csrfmiddlewaretoken": _token(page), "login": email, "password": password}
        self._post("Sign in", "/accounts/login/", form, expect=302)

    def assess(self, case: str, course: str, *, javascript: bool) -> None:
        """From My learning to the feedback, signed in."""
        self._get("Home (My learning)", "/my-learning/")
        self._get("Course", course)
        page = self._get("Case", case)
        begun = self._post("Start", case, {"csrfmiddlewaretoken": _token(page)}, expect=302)
        first = self._follow("Resume", begun, expect=302)
        page = self._follow("A factor's page", first)
        while FORM.search(page.body) and b'id="rate"' in page.body:
            page = self._rate(page, javascript=javascript)
        page = self._plan(page)
        token = {"csrfmiddlewaretoken": _token(page)}
        check = _match(re.compile(rb'action="([^"]+/check/)"'), page)
        submitted = self._post("Submit", check, token, expect=302)
        feedback = self._follow("Feedback", submitted)
        self.note(
            SUBMIT_TO_FEEDBACK,
            replace(feedback, seconds=submitted.seconds + feedback.seconds, headers={}),
        )

    def _rate(self, page: Answer, *, javascript: bool) -> Answer:
        address = _match(FORM, page)
        whole = {"csrfmiddlewaretoken": _token(page), "choice": "1", "confidence": "70"}
        whole |= {"reason": "What D2.2 says of it."} if REASON_ASKED in page.body else {}
        whole |= {"interval": "m3"} if address.endswith("/overall/") else {}
        revision = _match(REVISION, page)
        if javascript:
            said: dict[str, str] = {}
            for name, value in whole.items():
                said[name] = value
                if name == "csrfmiddlewaretoken":
                    continue
                sent = {**said, "revision": revision}
                saved = self._post("Autosave", address, sent, htmx=True)
                revision = _match(REVISION, saved)
        sent = {**whole, "revision": revision, "go": "next"}
        if javascript:
            saved = self._post("Save and continue", address, sent, htmx=True)
            following = saved.headers["hx-redirect"]
        else:
            saved = self._post("Save a factor", address, sent, expect=302)
            following = saved.headers["location"]
        last = following.endswith("/actions/")
        return self._get("Actions page" if last else "A factor's page", following)

    def _plan(self, page: Answer) -> Answer:
        form = {
            "csrfmiddlewaretoken": _token(page),
            "revision": _match(REVISION, page),
            "go": "next",
        }
        saved = self._post("Save actions", _match(FORM, page), form | ACTIONS, expect=302)
        return self._follow("Check answers", saved)

    def _get(self, step: str, path: str, *, expect: int = 200) -> Answer:
        return self._noted(step, self.browser.get(path), path, expect)

    def _post(
        self, step: str, path: str, form: dict[str, str], *, expect: int = 200, htmx: bool = False
    ) -> Answer:
        return self._noted(step, self.browser.post(path, form, htmx=htmx), path, expect)

    def _follow(self, step: str, answer: Answer, *, expect: int = 200) -> Answer:
        return self._get(step, urlsplit(answer.headers["location"]).path, expect=expect)

    def _noted(self, step: str, answer: Answer, path: str, expect: int) -> Answer:
        if answer.status != expect:
            words = answer.body.decode("utf-8", "replace")[:2000]
            raise AssertionError(f"{step}, {path}: {answer.status}, not {expect}.\n{words}")
        self.note(step, answer)
        return answer


def _token(page: Answer) -> str:
    return _match(TOKEN, page)


def _match(pattern: re.Pattern[bytes], page: Answer) -> str:
    found = pattern.search(page.body)
    if found is None:
        raise AssertionError(f"{pattern.pattern!r} is not in {page.body[:2000]!r}")
    return found[1].decode()
