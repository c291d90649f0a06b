"""Means over units say how sure they are only where there is more than one unit."""

import numpy as np
import pytest

from scoring.core.agreement.sampling import mean_over_units


def test_students_interval():
    # t with 3 degrees of freedom is 3.182 at 97.5% (any table).
    found = mean_over_units(np.array([1.0, 2.0, 3.0, 4.0]))
    assert found.value == 2.5
    assert found.high - found.value == pytest.approx(3.182 * found.se, rel=1e-3)


def test_no_unit_should_not_have_come():
    with pytest.raises(ValueError, match="no unit"):
        mean_over_units(np.array([]))
