"""The two forms of a course's measure, as a trainer puts them together in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.drill_choices import measuring_drill_choices
from scenarios import public as scenarios

FORMS = 2


class MeasuringDrillBlock(blocks.FieldBlock):
    """A drill that is kept for measuring, by its code."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.ChoiceField(choices=measuring_drill_choices, label=_("Drill"))
        super().__init__(**kwargs)

    class Meta:
        icon = "tasks"
        label = _("Drill")


class AnchorCaseBlock(blocks.CharBlock):
    """An open anchor case, by its reference."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The reference of an open anchor case, as TR-0051."))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: str) -> str:
        # As it is kept: two spellings of one case would pass for two cases.
        ref: str = super().clean(value).strip().upper()
        if scenarios.open_release(ref, scenarios.Use.ANCHOR) is None:
            raise ValidationError(
                gettext("No anchor case with the reference “%(ref)s” is open.") % {"ref": ref}
            )
        return ref


class MeasuringForm(blocks.StructBlock):
    """One form: a case, and drills in their order."""

    case = AnchorCaseBlock(label=_("Anchor case"))
    drills = blocks.ListBlock(MeasuringDrillBlock(), min_num=1, max_num=8, label=_("Drills"))

    class Meta:
        icon = "list-ol"
        label = _("Form")


class MeasuringForms(blocks.StreamBlock):
    """None, or two that are alike: as many drills, on the same factors."""

    form = MeasuringForm()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not len(cleaned):
            return cleaned
        if len(cleaned) != FORMS:
            raise _refused(gettext("A measure has two forms, or the course has none."))
        first, second = (child.value for child in cleaned)
        if first["case"] == second["case"]:
            raise _refused(gettext("The two forms need two different cases."))
        if _are_twins(first["case"], second["case"]):
            raise _refused(gettext("The two cases are twins, and nobody is given both."))
        if any(len(set(form["drills"])) < len(form["drills"]) for form in (first, second)):
            raise _refused(gettext("A drill can be in a form once only."))
        if set(first["drills"]) & set(second["drills"]):
            raise _refused(gettext("A drill can be in one of the two forms only."))
        if _factors(first["drills"]) != _factors(second["drills"]):
            raise _refused(
                gettext("The two forms need drills on the same factors, each as often in both.")
            )
        return cleaned


def _are_twins(*refs: str) -> bool:
    found = scenarios.anchor_releases([ref.upper() for ref in refs]).values()
    return bool(scenarios.twin_pairs([one.case_version.scenario_id for one in found]))


def _refused(words: str) -> ValidationError:
    return blocks.StreamBlockValidationError(non_block_errors=[words])


def _factors(codes: Any) -> list[str]:
    from courses.models import Drill

    by_code = dict(Drill.objects.filter(code__in=list(codes)).values_list("code", "factor"))
    return sorted(by_code.get(code, "") for code in codes)
