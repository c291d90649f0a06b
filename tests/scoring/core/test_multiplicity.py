"""p-values that allow for how many tests there were."""

import numpy as np
import pytest

from scoring.core.multiplicity import Control, adjusted_p

# Benjamini and Hochberg 1995, section 3.1: fifteen p-values of a trial of thrombolysis. At .05
# their procedure rejects the first four, Holm's (as Bonferroni's) the first three.
TRIAL = np.array(
    [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528,
     .7590, 1.0]
)  # fmt: skip


def test_benjamini_and_hochbergs_own_example():
    assert (adjusted_p(TRIAL) <= 0.05).sum() == 4
    assert (adjusted_p(TRIAL, Control.ANY_FALSE) <= 0.05).sum() == 3


@pytest.mark.parametrize("control", Control)
def test_adjusted_keep_shape_and_order_and_are_no_smaller(control):
    shuffled = np.random.default_rng(1).permutation(TRIAL)
    adjusted = adjusted_p(shuffled.reshape(3, 5), control)
    assert adjusted.shape == (3, 5)
    assert (adjusted.ravel() >= shuffled).all()
    assert adjusted.max() <= 1
    in_order = adjusted.ravel()[np.argsort(shuffled)]
    assert (np.diff(in_order) >= 0).all()


def test_none_at_all_is_none():
    assert adjusted_p(np.empty(0)).size == 0


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_what_is_no_p_is_refused(wrong):
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjusted_p(np.array([0.5, wrong]))
