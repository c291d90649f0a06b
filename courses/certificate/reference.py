"""References of certificates: long enough that nobody guesses one, and safe to copy by hand."""

import secrets
from enum import Enum

# No I, L or O, and neither nought nor one. Their number is a prime, so that the check sign below
# finds every single wrong sign and every two that were swapped.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
GROUP = 4


class Unreadable(Enum):
    """Why what was typed is no reference at all."""

    LENGTH = "length"
    MISTYPED = "mistyped"


def new_reference() -> str:
    """A reference that nobody has: 11 signs by chance and one that checks them.

    One in 31^11 (25 thousand million million) is any given certificate's, so trying is hopeless.

    >>> len(new_reference()), new_reference().count("-")
    (14, 2)
    """
    drawn = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return _grouped(drawn + _check_sign(drawn))


def read_reference(typed: str) -> str | Unreadable:
    """What somebody typed, as references are written; small letters and spaces do not matter.

    ``Unreadable``: too long or short, or a sign is wrong, or two are swapped.

    >>> read_reference("7k3p 92qx m4tz")
    '7K3P-92QX-M4TZ'
    >>> read_reference("7k3p 92qx m4tv")
    <Unreadable.MISTYPED: 'mistyped'>
    """
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(signs) != LENGTH:
        return Unreadable.LENGTH
    if any(sign not in SIGNS for sign in signs) or _check_sign(signs[:-1]) != signs[-1]:
        return Unreadable.MISTYPED
    return _grouped(signs)


def _check_sign(signs: str) -> str:
    """The sign that makes the sum of places times signs, and itself, a multiple of 31."""
    total = sum(place * SIGNS.index(sign) for place, sign in enumerate(signs, start=2))
    return SIGNS[-total % len(SIGNS)]


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))
