"""References: read however they are typed, and a typing error is told from an unknown one."""

from datetime import date

import pytest

from courses.certificate.dates import months_after
from courses.certificate.reference import SIGNS, Unreadable, new_reference, read_reference


def test_a_new_reference_reads_back_as_it_is_written():
    made = {new_reference() for _ in range(500)}
    assert len(made) == 500
    assert all(read_reference(reference) == reference for reference in made)


@pytest.mark.parametrize("typed", ["7k3p92qxm4tz", " 7K3P 92QX\tM4TZ ", "7k3p–92qx–m4tz"])
def test_it_is_read_in_small_letters_with_spaces_or_with_other_dashes(typed: str):
    assert read_reference(typed) == "7K3P-92QX-M4TZ"


def test_every_wrong_sign_and_every_swap_is_a_typing_error():
    right = read_reference("7K3P-92QX-M4TZ")
    signs = str(right).replace("-", "")
    wrong = {
        signs[:at] + other + signs[at + 1 :]
        for at in range(len(signs))
        for other in SIGNS
        if other != signs[at]
    }
    swapped = {
        signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :]
        for at in range(len(signs) - 1)
        if signs[at] != signs[at + 1]
    }
    assert len(wrong) == 12 * 30
    assert {read_reference(typed) for typed in wrong | swapped} == {Unreadable.MISTYPED}


@pytest.mark.parametrize("typed", ["", "7K3P", "7K3P-92QX-M4TZ-2", "\0", "¾" * 40])
def test_what_is_too_long_or_too_short_is_told_so(typed: str):
    assert read_reference(typed) is Unreadable.LENGTH


@pytest.mark.parametrize("typed", ["OOOO-0000-1111", "🙂K3P-92QX-M4TZ2", "ŵK3P-92QX-M4TZ"])
def test_signs_that_no_reference_has_are_typing_errors(typed: str):
    assert read_reference(typed) is Unreadable.MISTYPED


def test_a_certificate_holds_for_a_month_or_more():
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    with pytest.raises(ValueError, match="a month or more"):
        months_after(date(2026, 1, 1), 0)
