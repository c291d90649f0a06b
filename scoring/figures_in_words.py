"""How figures stand in sentences and tables: rounded, with a true minus sign.

A hyphen beside a digit is read past, and by some screen readers left out.
"""

from django.utils.formats import number_format

MINUS = "−"


def figure_text(value: float, places: int = 2) -> str:
    """A rounded figure; what rounds to nothing has no sign.

    >>> figure_text(-0.05), figure_text(-0.001), figure_text(12.5, 0)
    ('−0.05', '0.00', '12')
    """
    shown = round(value, places) + 0.0
    return f"{MINUS if shown < 0 else ''}{number_format(abs(shown), places)}"


def difference_text(value: float, places: int = 2) -> str:
    """The same with its sign, for a figure that says how far one thing lies from another.

    >>> difference_text(0.5, 1), difference_text(-0.5, 1), difference_text(0)
    ('+0.5', '−0.5', '0.00')
    """
    return f"{'+' if round(value, places) > 0 else ''}{figure_text(value, places)}"
