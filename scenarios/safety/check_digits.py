"""The check letters and digits of identifiers that are really issued.

PNC and CRO: the two digits of the year and the serial number, read as one number, modulo 23, give
the place of the letter (CJS Data Standards Catalogue 6). Worked examples are in the tests.
"""

# Without I, O and S, which are read for 1, 0 and 5.
LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
PNC_SERIAL, CRO_SERIAL = 7, 6


def pnc_letter(year: str, serial: str) -> str:
    """The letter of a PNC id; only the last two digits of the year take part.

    >>> pnc_letter("1999", "123456")
    'X'
    """
    return LETTERS[int(year[-2:] + serial.zfill(PNC_SERIAL)) % len(LETTERS)]


def cro_letters(year: str, serial: str) -> set[str]:
    """The letters a CRO id may have: short serials were filled up with noughts, or were not.

    >>> sorted(cro_letters("83", "50058"))
    ['B', 'Z']
    """
    return {LETTERS[int(year + s) % len(LETTERS)] for s in (serial.zfill(CRO_SERIAL), serial)}


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number.

    Weights 10 to 2, modulo 11, taken from 11; 11 is written 0 and 10 is never issued.

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    total = sum(int(d) * weight for d, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    return check != 10 and check == int(digits[9])
