"""The two forms of case packs: what to give out, and what to take in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from people.public import Organisation, User, organisations_held
from scenarios.models import Scenario
from scenarios.packs.archive import MOST_BYTES
from scenarios.querysets import WRITERS


class CasesChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, scenario: Scenario) -> str:
        return f"{scenario.ref} {scenario.title}"


class ExportForm(forms.Form):
    """Which cases, and whether what their authors meant goes with them."""

    cases = CasesChoice(
        queryset=Scenario.objects.none(),
        to_field_name="ref",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
        label=_("Which cases?"),
        error_messages={
            "required": _("Choose at least one case."),
            "invalid_choice": _("Choose cases from the list."),
        },
    )
    with_design = forms.BooleanField(
        required=False,
        label=_("With what their authors meant: designed levels and wished-for evidence"),
        help_text=_("Leave this out if somebody who gets the file is to rate or sit the cases."),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cases"].queryset = Scenario.objects.visible_to(user).order_by("ref")


class ImportForm(forms.Form):
    """A pack, and whose its cases will be."""

    pack = forms.FileField(
        label=_("Case pack"),
        help_text=_("A zip file of at most 10 MB, made by “Export” on a site of this kind."),
        error_messages={
            "required": _("Choose a case pack."),
            "empty": _("The file is empty. Choose another."),
            "invalid": _("Choose a case pack."),
        },
    )
    owner = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        to_field_name="code",
        label=_("Whose cases will they be?"),
        empty_label=_("Choose an organisation"),
        error_messages={
            "required": _("Choose an organisation."),
            "invalid_choice": _("Choose an organisation from the list."),
        },
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        held = organisations_held(user, *WRITERS).order_by("name")
        self.fields["owner"].queryset = held
        if held.count() == 1:
            self.initial.setdefault("owner", held.get().code)

    def clean_pack(self) -> UploadedFile:
        pack: UploadedFile = self.cleaned_data["pack"]
        if (pack.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 10 MB. Export fewer cases at a time."))
        return pack
