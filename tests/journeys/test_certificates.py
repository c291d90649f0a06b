"""A certificate is kept on paper, shown by name only by consent, verified by anybody, revoked."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from people.public import Organisation, Role
from tests.factories import make_certificate

JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])


@JAVASCRIPT
def test_a_holder_keeps_it_and_anybody_verifies_it(site, open_as, watch, javascript):
    watch.expect(404)
    holder = site.trainee(first_name="Llŷr", last_name="Gŵyn")
    home = Organisation.objects.get(code="X01")
    certificate = make_certificate(holder, organisation=home, is_specimen=True)
    page = open_as(holder, javascript=javascript)
    page.goto("/certificates/")
    page.get_by_role("link", name="ARMS foundations").click()
    expect(page.get_by_text("certifies nobody")).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the certificate (PDF)").click()
    kept = Path(downloading.value.path())
    assert "Llŷr Gŵyn" in PdfReader(BytesIO(kept.read_bytes())).pages[0].extract_text()
    assert downloading.value.suggested_filename == f"certificate-{certificate.reference}.pdf"

    anybody = open_as(None, javascript=javascript)
    anybody.goto("/verify/")
    anybody.get_by_label("Reference").fill("7k3p 92qx m4tz")
    anybody.get_by_role("button", name="Verify").click()
    expect(anybody.get_by_role("heading", name="No such certificate")).to_be_visible()
    anybody.get_by_label("Reference").fill(certificate.reference.lower().replace("-", " "))
    anybody.get_by_role("button", name="Verify").click()
    expect(anybody.get_by_role("heading", name="A specimen: Valid")).to_be_visible()
    expect(anybody.get_by_text("the holder decides who sees")).to_be_visible()

    page.get_by_role("button", name="Show my name").click()
    expect(page.get_by_role("button", name="Hide my name")).to_be_visible()
    anybody.reload()
    expect(anybody.get_by_text("Llŷr Gŵyn")).to_be_visible()

    administrator = open_as(site.person(Role.ADMINISTRATOR, "X01"), javascript=javascript)
    administrator.goto(f"/certificates/{certificate.uuid}/")
    administrator.get_by_role("link", name="Revoke it").click()
    administrator.get_by_label("It was issued in error").check()
    administrator.get_by_role("button", name="Revoke the certificate").click()
    expect(administrator.get_by_text("The certificate is revoked.")).to_be_visible()
    anybody.reload()
    expect(anybody.get_by_role("heading", name="A specimen: Revoked")).to_be_visible()
    page.reload()
    expect(page.get_by_text("passing a new set gives a new certificate")).to_be_visible()
