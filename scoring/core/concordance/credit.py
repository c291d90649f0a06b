"""Script-concordance credit: how many of the panel saw it as you do.

Feedback, never a certificate: always answering the middle level can earn more than reading, and
two opposite answers can both earn full credit (Lineberry, Kreiter and Bordage 2013, Threats to
validity in the use and interpretation of script concordance test scores, Medical Education 47,
1175-1183).
"""

import numpy as np
from numpy.typing import NDArray

from scoring.core.bulk.answers import WITHOUT_LEVEL, Answers, constant_answers, mean_by_person
from scoring.core.bulk.column import Column, Flags
from scoring.core.ratings import Floats, Integers
from scoring.core.undefined import Reason

FULL = 100.0


def credits(counts: Integers) -> Floats:
    """The credit of each level of each unit, 0 to 1: votes for it over votes for the commonest.

    ``counts`` is of shape (units, K): how many panellists gave each level. Every level that is
    commonest earns 1; a unit that no panellist rated earns 0 throughout (and is left out of every
    mean below). Charlin, Roy, Brailovsky, Goulet and van der Vleuten (2000), The Script
    Concordance test, Teaching and Learning in Medicine 12, 189-195.

    >>> credits(np.array([[0, 3, 6, 3]])).tolist()
    [[0.0, 0.5, 1.0, 0.5]]
    """
    most = counts.max(axis=1, initial=0)
    return np.asarray(counts / np.maximum(most, 1)[:, None], dtype=float)


def is_rated(counts: Integers) -> Flags:
    """Which units at least one panellist gave a level, of shape (units,)."""
    return np.asarray(counts.sum(axis=1) > 0)


def concordance_of_all(answers: Answers, credit: Floats, rated: Flags) -> Column:
    """Everybody's script-concordance score, 0 to 100: mean credit of their answers by look-up.

    ``credit`` and ``rated`` are as ``credits`` and ``is_rated`` give them. Every unit the panel
    rated counts, contested ones too. An answer without a level, where the panel gave levels, is
    one that no panellist's level bears out: it earns nothing.
    Undefined: no answer on a unit that the panel rated.

    >>> counts = np.array([[0, 3, 6, 3]])
    >>> everyone = constant_answers(n_units=1, n_levels=4)
    >>> concordance_of_all(everyone, credits(counts), is_rated(counts)).values.tolist()
    [0.0, 50.0, 100.0, 50.0, 0.0]
    """
    mean, n = mean_by_person(answers, with_no_credit(credit), rated)
    return Column.of(FULL * mean, {Reason.NO_OVERLAP: n == 0})


def concordance_of_constants(counts: Integers) -> Column:
    """What always giving level k would earn on the same test, 0 to 100, of shape (K + 1,).

    The last is always "not enough information". A test where one earns more than 55 must not
    certify anybody.
    Undefined: no unit that the panel rated.

    >>> concordance_of_constants(np.array([[6, 3, 0], [0, 6, 6]])).values.tolist()
    [50.0, 75.0, 50.0, 0.0]
    """
    everyone = constant_answers(*counts.shape)
    return concordance_of_all(everyone, credits(counts), is_rated(counts))


def with_no_credit(credit: Floats) -> NDArray[np.float64]:
    """A table of credit with the columns of ``Answers.cells``: nothing without a level."""
    return np.column_stack([np.zeros((credit.shape[0], WITHOUT_LEVEL)), credit])
