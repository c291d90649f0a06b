"""What a lesson may offer of drills: a written one by its code, or any of a factor."""

from collections.abc import Iterable

from django.apps import apps
from django.utils.translation import gettext as _

from courses.factors import factor_choices

ANY, WRITTEN = "any", "drill"


def split_choice(choice: str) -> tuple[str, str]:
    """Which of the two, and the factor or the code.

    >>> split_choice("drill:opportunity-2")
    ('drill', 'opportunity-2')
    """
    kind, _colon, name = choice.partition(":")
    return kind, name


def drill_choices() -> Iterable[tuple[str, object]]:
    """By factor: any drill of it, and each published one that is not kept for measuring."""
    # Blocks are part of the models, which are not there yet when this module is loaded.
    drill = apps.get_model("courses", "Drill")
    written = list(
        drill.objects.to_practise().order_by("code").values_list("factor", "code", "title")
    )
    yield "", _("Choose a drill")
    for factor, name in factor_choices():
        own = [(f"{WRITTEN}:{code}", title) for of, code, title in written if of == factor]
        yield name, [(f"{ANY}:{factor}", _("Any drill on %(factor)s") % {"factor": name}), *own]


def measuring_drill_choices() -> Iterable[tuple[str, object]]:
    """By factor, as the two forms are compared: the published drills kept for measuring."""
    drill = apps.get_model("courses", "Drill")
    yield "", _("Choose a drill")
    rows = list(
        drill.objects.to_measure_with().order_by("code").values_list("factor", "code", "title")
    )
    for factor, name in factor_choices():
        if own := [(code, title) for of, code, title in rows if of == factor]:
            yield name, own
