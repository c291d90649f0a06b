"""Setting the yardstick that scores are read on."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from django.db import transaction

from scoring import core
from scoring.models import FrameworkVersion, Key, Yardstick
from scoring.selectors import panel_units

SEED = 20261  # one fixed seed, so that the same keys give the same interval


class YardstickUndefined(Exception):
    """No yardstick can be made from these keys; ``reason_code`` says why."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


@transaction.atomic
def establish_yardstick(
    *, framework: FrameworkVersion, keys: Collection[Key], approved_by: str
) -> Yardstick:
    """Make the yardstick of these keys current. The same ruler again changes nothing.

    Results made so far keep the yardstick they name. YardstickUndefined: too few cases or votes.
    ValueError: a key of another framework, or two keys of one case version.
    """
    return put_yardstick_in_force(
        framework=framework,
        values=yardstick_values(framework=framework, keys=keys),
        approved_by=approved_by,
    )


def yardstick_values(*, framework: FrameworkVersion, keys: Collection[Key]) -> dict[str, Any]:
    """What these keys would make, to be kept with a proposal; nothing is in force by it.

    YardstickUndefined: too few cases or votes. ValueError: a key of another framework, or two keys
    of one case version.
    """
    if any(key.framework_id != framework.pk for key in keys):
        raise ValueError("A yardstick is made from the keys of its own framework.")
    built = core.build_yardstick(panel_units(keys), np.random.default_rng(SEED))
    if isinstance(built, core.Undefined):
        raise YardstickUndefined(built.reason.value)
    return {
        "mean_loss": built.mean_loss,
        "interval_low": built.interval.low,
        "interval_high": built.interval.high,
        "no_reading_levels": dict(built.no_reading),
        "no_reading_costs": dict(built.no_reading_cost),
        "subjects": list(built.cases),
        "is_provisional": built.provisional is not None,
        "provisional_reason": built.provisional.reason.value if built.provisional else "",
    }


@transaction.atomic
def put_yardstick_in_force(
    *, framework: FrameworkVersion, values: Mapping[str, Any], approved_by: str
) -> Yardstick:
    """Make a proposed ruler the current one of its framework, as an immutable row.

    The same ruler again changes nothing. Whoever submits at this moment is judged before or after.
    """
    FrameworkVersion.objects.select_for_update().get(pk=framework.pk)
    current = Yardstick.objects.filter(framework=framework, is_current=True)
    row = Yardstick(framework=framework, is_current=True, approved_by=approved_by, **values)
    for existing in current:
        if _ruler(existing) == _ruler(row):
            return existing
    current.update(is_current=False)
    row.save()
    return row


def _ruler(row: Yardstick) -> tuple[object, ...]:
    return (
        row.mean_loss,
        row.interval_low,
        row.interval_high,
        row.no_reading_levels,
        row.no_reading_costs,
        row.subjects,
        row.provisional_reason,
    )
