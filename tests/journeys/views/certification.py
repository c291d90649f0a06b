"""The pages of certification: a person's own, and those of trainers and leads."""

from playwright.sync_api import Page

from courses.models import Certification
from tests.journeys.demo_site import DemoSite
from tests.journeys.views.view import Act, View, press


def go_to(pattern: str, then: str = "") -> Act:
    """A page of the demonstration's certification, and perhaps a button pressed there."""

    def act(page: Page, site: DemoSite) -> None:
        page.goto(pattern.format(uuid=Certification.objects.get().uuid))
        if then:
            press(then)(page, site)

    return act


OWN, ONE = "/my-learning/certification/{uuid}/", "/courses/certification/{uuid}/"

CERTIFICATION = [
    View("own-certification", "newcomer", "/my-learning/", go_to(OWN)),
    View("own-certification-dark", "newcomer", "/my-learning/", go_to(OWN), dark=True),
    View("own-certification-draw", "newcomer", "/my-learning/", go_to(f"{OWN}draw/")),
    View("certifications", "trainer", "/courses/certification/"),
    View("certification-new", "trainer", "/courses/certification/new/"),
    View("certification", "trainer", "/workshop/", go_to(ONE)),
    View("pass-rule", "trainer", "/workshop/", go_to(f"{ONE}rules/1/")),
    View("pass-rule-propose", "administrator", "/workshop/", go_to(f"{ONE}rules/propose/")),
    View("certification-people", "lead", "/courses/certification/people/X01/"),
]
