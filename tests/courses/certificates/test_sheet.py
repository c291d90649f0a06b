"""The sheet of paper: what stands on it, read back from the PDF."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from courses.certificate.sheet import certificate_pdf, printable
from courses.models import Certificate
from courses.selectors.certificates import validity_words, verifying_url
from courses.services.certificates import revoke_certificate
from people.public import User
from tests.factories import make_certificate, make_person


def pdf_of(certificate: Certificate) -> bytes:
    return certificate_pdf(
        certificate, validity=validity_words(certificate), verify_at=verifying_url(certificate)
    )


def read(certificate: Certificate) -> str:
    reader = PdfReader(BytesIO(pdf_of(certificate)))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


@pytest.mark.parametrize(
    "name", [("Siôn", "Gŵyn-Ŷsgafn"), ("Llŷr", "ap Tŵr"), ("Zoë", "O’Neill"), ("Łucja", "Ñandú")]
)
def test_a_name_keeps_every_letter(name: tuple[str, str], db: None):
    certificate = make_certificate(make_person(first_name=name[0], last_name=name[1]))
    assert " ".join(name) in read(certificate)


def test_it_says_what_it_certifies_and_what_not(trainee: User):
    certificate = make_certificate(trainee)
    words = read(certificate)
    for said in (
        trainee.get_full_name(),
        "ARMS foundations",
        "Northmoor Police",
        "certifies this exercise only",
        "no police or probation qualification",
        "nothing on this site shows that it predicts reoffending",
        "Valid until",
        certificate.reference,
        verifying_url(certificate),
    ):
        assert said in words
    assert "Specimen" not in words
    assert "Revoked" not in words


def test_a_specimen_says_so_twice(trainee: User):
    words = read(make_certificate(trainee, is_specimen=True))
    assert "certifies nobody" in words
    assert words.lower().count("specimen") == 2


def test_a_revoked_one_is_never_printed_as_valid(trainee: User, organisation):
    certificate = make_certificate(trainee)
    administrator = make_person(role="administrator", organisation=organisation)
    revoked = revoke_certificate(
        certificate=certificate, by=administrator, ground=Certificate.Ground.NOT_OWN_WORK
    )
    words = read(revoked)
    assert words.count("Revoked") == 2
    assert "Valid until" not in words
    assert "own work" not in words


def test_an_expired_one_says_so(trainee: User):
    past = make_certificate(trainee, decided_at=timezone.now() - timedelta(days=900))
    assert read(past).count("Expired") == 2


def test_the_same_certificate_gives_the_same_bytes(trainee: User):
    certificate = make_certificate(trainee)
    assert pdf_of(certificate) == pdf_of(certificate)


def test_it_knows_its_language_and_title_and_no_more(trainee: User):
    reader = PdfReader(BytesIO(pdf_of(make_certificate(trainee))))
    assert str(reader.trailer["/Root"]["/Lang"]).lower().startswith("en")
    assert reader.metadata is not None
    assert reader.metadata.title == "ARMS foundations"
    assert trainee.last_name not in str(reader.metadata)


@pytest.mark.parametrize("length", [20, 60, 160])
def test_a_long_name_stays_on_the_sheet(length: int, db: None):
    certificate = make_certificate(make_person(first_name="Al" * 40, last_name="b" * (length // 2)))
    words = read(certificate).replace(" ", "")
    assert "b" * (length // 2) in words


def test_signs_that_turn_the_text_around_are_left_out():
    assert printable("Ann\u202eeB\u200d") == "AnneB"
    # A letter and its sign apart are one letter.
    assert printable("w\u0302") == "ŵ"


def test_the_code_holds_the_address_that_is_printed(trainee: User):
    certificate = make_certificate(trainee)
    assert verifying_url(certificate).endswith(f"/verify/{certificate.reference}/")
    assert verifying_url(certificate).startswith("http")
