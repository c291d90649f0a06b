"""The pages of certificates: the holder's, whoever sees the holder, and anybody who verifies."""

import pytest
from django.test import Client

from courses.models import Certificate
from people.public import User
from tests.factories import make_certificate, make_person

CANARY = "Quillwren"


@pytest.fixture
def holder(organisation) -> User:
    return make_person(organisation=organisation, first_name="Siân", last_name=CANARY)


@pytest.fixture
def administrator(organisation) -> User:
    return make_person(role="administrator", organisation=organisation)


@pytest.fixture
def certificate(holder: User) -> Certificate:
    return make_certificate(holder)


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_ones_own_are_listed_and_nobody_elses(client_of, trainee, certificate, holder):
    assert "You have none yet." in page(client_of(trainee), "/certificates/")
    text = page(client_of(holder), "/certificates/")
    assert certificate.reference in text
    assert "Valid until" in text


def test_the_number_of_queries_is_the_same_for_one_and_fifty(
    client_of, holder, certificate, django_assert_num_queries, django_assert_max_num_queries
):
    client = client_of(holder)
    with django_assert_max_num_queries(12) as one:
        page(client, "/certificates/")
    for _ in range(49):
        make_certificate(holder)
    with django_assert_num_queries(len(one)):
        page(client, "/certificates/")


def test_the_sheet_is_a_file_to_keep_that_no_browser_stores(client_of, holder, certificate):
    response = client_of(holder).get(f"/certificates/{certificate.uuid}/certificate.pdf")
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    name = f'attachment; filename="certificate-{certificate.reference}.pdf"'
    assert response["Content-Disposition"] == name
    assert response["Cache-Control"] == "no-store"


def test_the_name_is_shown_to_whoever_verifies_only_while_the_holder_lets_it(
    client, client_of, holder, certificate
):
    verify = f"/verify/{certificate.reference}/"
    assert CANARY not in page(Client(), verify)
    assert "the holder decides" in page(Client(), verify)
    client = client_of(holder)
    name = f"/certificates/{certificate.uuid}/name/"
    assert client.post(name, {"shown": "yes"}).status_code == 302
    assert f"Siân {CANARY}" in page(Client(), verify)
    client.post(name, {"shown": "no"})
    assert CANARY not in page(Client(), verify)


def test_a_lead_cannot_let_the_name_be_shown(client_of, force_lead, certificate):
    response = client_of(force_lead).post(
        f"/certificates/{certificate.uuid}/name/", {"shown": "yes"}
    )
    assert response.status_code == 409
    certificate.refresh_from_db()
    assert not certificate.shows_name


def test_verifying_shows_neither_organisation_nor_ground(certificate, administrator, client_of):
    client_of(administrator).post(
        f"/certificates/{certificate.uuid}/revoke/", {"ground": "not_own_work"}
    )
    text = page(Client(), f"/verify/{certificate.reference}/")
    assert "It is not valid." in text
    for withheld in ("Northmoor", "own work", CANARY):
        assert withheld not in text


@pytest.mark.parametrize("typed", ["{reference}", " {lower} ", "{spaced}"])
def test_a_reference_is_found_however_it_is_typed(certificate, typed: str):
    reference = certificate.reference
    spellings = {
        "reference": reference,
        "lower": reference.lower(),
        "spaced": reference.replace("-", " "),
    }
    response = Client().get("/verify/", {"reference": typed.format(**spellings)}, follow=True)
    assert "Valid until" in response.content.decode()


def test_the_page_that_verifies_is_neither_kept_nor_indexed(certificate):
    response = Client().get(f"/verify/{certificate.reference}/")
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("7K3P-92QX-M4TZ", "has issued no certificate with this reference"),
        ("7K3P-92QX-M4T2", "typing error"),
        ("7K3P", "twelve letters and digits"),
    ],
)
def test_what_is_no_certificate_is_told_apart_in_words(db, reference: str, words: str):
    assert words in page(Client(), f"/verify/{reference}/", 404)


@pytest.mark.parametrize("typed", ["", " ", "x" * 61])
def test_an_empty_or_endless_reference_is_an_error_on_the_form(db, typed: str):
    text = page(Client(), f"/verify/?reference={typed}")
    assert "There is a problem" in text


def test_a_typing_error_is_told_on_the_form_and_what_was_typed_stays(db):
    text = page(Client(), "/verify/?reference=7K3P-92QX-M4T2")
    assert "typing error" in text
    assert 'value="7K3P-92QX-M4T2"' in text


@pytest.mark.parametrize("typed", ["../../admin", "a/b", "%00", "<script>"])
def test_a_hostile_reference_is_answered_in_words(db, typed: str):
    response = Client().get("/verify/", {"reference": typed}, follow=True)
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_revoking_asks_why_and_then_it_is_over(client_of, administrator, certificate, holder):
    client = client_of(administrator)
    address = f"/certificates/{certificate.uuid}/"
    assert "Revoke it" in page(client, address)
    assert "Choose why it is revoked." in client.post(f"{address}revoke/").content.decode()
    bad = client.post(f"{address}revoke/", {"ground": "because"}).content.decode()
    assert "Choose a reason from the list." in bad
    certificate.refresh_from_db()
    assert certificate.revoked_at is None
    done = client.post(f"{address}revoke/", {"ground": "not_own_work"}, follow=True)
    assert "The certificate is revoked." in done.content.decode()
    assert "Revoke it" not in page(client, address)
    assert "It is revoked already." in page(client, f"{address}revoke/")
    text = page(client_of(holder), address)
    assert "The answers were not the holder’s own work" in text
    assert "passing a new set gives a new certificate" in text


def test_extra_fields_change_nothing(client_of, administrator, certificate):
    client_of(administrator).post(
        f"/certificates/{certificate.uuid}/revoke/",
        {"ground": "holder_asked", "expires_on": "2099-01-01", "person": administrator.pk},
    )
    before = certificate.expires_on, certificate.person_id
    certificate.refresh_from_db()
    assert (certificate.expires_on, certificate.person_id) == before


def test_ones_own_page_offers_no_revoking_even_to_an_administrator(client_of, administrator):
    own = make_certificate(administrator)
    client = client_of(administrator)
    assert "Revoke it" not in page(client, f"/certificates/{own.uuid}/")
    response = client.post(f"/certificates/{own.uuid}/revoke/", {"ground": "holder_asked"})
    assert response.status_code == 409


def test_a_specimen_says_so_on_every_page(client_of, holder):
    certificate = make_certificate(holder, is_specimen=True)
    client = client_of(holder)
    assert "Specimen" in page(client, "/certificates/")
    assert "certifies nobody" in page(client, f"/certificates/{certificate.uuid}/")
    assert "A specimen: Valid" in page(Client(), f"/verify/{certificate.reference}/")
