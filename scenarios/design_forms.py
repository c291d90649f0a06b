"""The form of a design: a level, why, and the passages that should show it, by factor and stage."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from scenarios.models import CaseDesign, Scenario
from scenarios.safety.fields import SafeLineField, SafeTextField
from scenarios.selectors.designs import Meant, factors_to_design, stages_of, unknown_places
from scenarios.widgets import ListChoice
from scoring.public import Factor

PARTS_OF_ROW = ("level", "why", "evidence")
PARTS = re.compile(r"[\s,;]+")


class EvidenceField(SafeLineField):
    """References of a draft, as “D1.3, D2.5”."""

    def __init__(self, *, draft: Scenario, **options: Any) -> None:
        super().__init__(**options)
        self.draft = draft

    def clean(self, value: object) -> list[str]:
        refs = [ref.upper() for ref in PARTS.split(super().clean(value)) if ref]
        if unknown := unknown_places(self.draft, refs):
            words = ngettext(
                "This draft has no %(refs)s.", "This draft has none of %(refs)s.", len(unknown)
            )
            raise ValidationError(words % {"refs": ", ".join(unknown)})
        return list(dict.fromkeys(refs))


class DesignForm(forms.Form):
    """Three fields for each factor at each stage, all of them optional."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, design: CaseDesign, draft: Scenario, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["revision"].initial = design.revision
        self.factors, self.stages = factors_to_design(), stages_of(draft)
        for stage in self.stages:
            for factor in self.factors:
                self._add(stage, factor, Meant.read(design, stage, factor.code), draft)

    def _add(self, stage: int, factor: Factor, meant: Meant, draft: Scenario) -> None:
        name = f"{stage}-{factor.code}"
        levels = [(str(level.value), level.label) for level in factor.scale.levels.all()]
        if factor.kind != Factor.Kind.OVERALL:
            levels.append(("n", _("Not enough information")))
        if factor.may_not_apply:
            levels.append(("x", _("Not applicable")))
        self.fields[f"{name}-level"] = forms.ChoiceField(
            label=_("Level"),
            choices=[("", _("Not designed")), *levels],
            required=False,
            initial=meant.level,
            widget=ListChoice,
        )
        self.fields[f"{name}-why"] = SafeTextField(
            label=_("Why"),
            required=False,
            max_length=1000,
            initial=meant.why,
            widget=forms.Textarea(attrs={"rows": 2, "maxlength": 1000}),
        )
        self.fields[f"{name}-evidence"] = EvidenceField(
            draft=draft,
            label=_("Evidence"),
            required=False,
            max_length=200,
            initial=", ".join(meant.evidence),
        )

    def rows(self, stage: int) -> Iterator[dict[str, Any]]:
        """What the page draws of one stage, factor by factor."""
        for factor in self.factors:
            name = f"{stage}-{factor.code}"
            level, why, evidence = (self[f"{name}-{part}"] for part in PARTS_OF_ROW)
            yield {
                "factor": factor,
                "fields": (level, why, evidence),
                "level": dict(level.field.choices).get(level.initial, level.initial),
                "why": why.initial,
                "evidence": evidence.initial,
            }

    def by_stage(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """The same for all stages."""
        for stage in self.stages:
            yield stage, list(self.rows(stage))

    def to_meant(self) -> dict[tuple[int, str], Meant]:
        """What was entered, by stage and factor code."""
        data = self.cleaned_data
        return {
            (stage, factor.code): Meant(
                level=data[f"{stage}-{factor.code}-level"],
                why=data[f"{stage}-{factor.code}-why"],
                evidence=tuple(data[f"{stage}-{factor.code}-evidence"]),
            )
            for stage in self.stages
            for factor in self.factors
        }
