"""The pages of certificates."""

from uuid import UUID

from playwright.sync_api import Page

from courses.models import Certificate
from courses.services.certificates import revoke_certificate
from people.public import Organisation
from tests.factories import make_certificate
from tests.journeys.demo_site import DemoSite
from tests.journeys.views.view import Act, View, press

VALID, REVOKED = UUID(int=0xCE01), UUID(int=0xCE02)


def certificate_of(site: DemoSite, by_set: UUID) -> Certificate:
    """A specimen of somebody in the demonstration, made the first time it is asked for."""
    person = site.people["done"]
    certificate = make_certificate(
        person,
        organisation=Organisation.objects.get(code="X04"),
        is_specimen=True,
        by_set=by_set,
    )
    if by_set == REVOKED:
        certificate = revoke_certificate(
            certificate=certificate,
            by=site.people["administrator"],
            ground=Certificate.Ground.ISSUED_IN_ERROR,
        )
    return certificate


def go_to(pattern: str, by_set: UUID = VALID, then: str = "") -> Act:
    """The page of a certificate, and perhaps a button pressed there."""

    def act(page: Page, site: DemoSite) -> None:
        found = certificate_of(site, by_set)
        page.goto(pattern.format(uuid=found.uuid, reference=found.reference))
        if then:
            press(then)(page, site)

    return act


CERTIFICATES = [
    View("certificates-none", "trainee", "/certificates/"),
    View("certificates", "done", "/certificates/", go_to("/certificates/")),
    View("certificate", "done", "/certificates/", go_to("/certificates/{uuid}/")),
    View("certificate-dark", "done", "/certificates/", go_to("/certificates/{uuid}/"), dark=True),
    View("certificate-revoked", "done", "/certificates/", go_to("/certificates/{uuid}/", REVOKED)),
    View("certificate-of-another", "administrator", "/", go_to("/certificates/{uuid}/")),
    View("certificate-revoke", "administrator", "/", go_to("/certificates/{uuid}/revoke/")),
    View(
        "certificate-revoke-error",
        "administrator",
        "/",
        go_to("/certificates/{uuid}/revoke/", then="Revoke the certificate"),
    ),
    View("verify", None, "/verify/"),
    View("verify-error", None, "/verify/", press("Verify")),
    View("verified", None, "/verify/", go_to("/verify/{reference}/")),
    View("verified-revoked", None, "/verify/", go_to("/verify/{reference}/", REVOKED)),
    View("verified-unknown", None, "/verify/7K3P-92QX-M4TZ/", status=404),
]
