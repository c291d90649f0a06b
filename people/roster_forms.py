"""The forms of a roster, and the first password of whoever was invited."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from people.forms import LENGTH
from people.models import User
from people.roster.columns import MOST_BYTES


class RosterForm(forms.Form):
    """A file, and what it means to be absent from it."""

    file = forms.FileField(
        label=_("Roster"),
        help_text=_("CSV or Excel (.xlsx), at most 20 MB and 20,000 lines."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another."),
            "invalid": _("Choose a file."),
            "max_length": _("The file’s name is too long. Rename it."),
        },
    )
    absent_leave = forms.BooleanField(
        required=False,
        label=_("People of these organisations who are not in the file leave"),
        help_text=_(
            "Tick this only if the file lists everybody of each organisation it names. The dry run "
            "shows who would leave, by name."
        ),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 20 MB. Split it."))
        return file


class ConfirmForm(forms.Form):
    """Where people leave, somebody says that they have looked at who."""

    seen = forms.BooleanField(
        label=_("I have looked at who leaves"),
        error_messages={"required": _("Look at who leaves, then tick the box.")},
    )

    def __init__(self, *args: Any, leaving: int, **options: Any) -> None:
        super().__init__(*args, **options)
        if not leaving:
            del self.fields["seen"]


class FirstPasswordForm(forms.Form):
    """A password for somebody who has none yet."""

    password = forms.CharField(
        label=_("Password"),
        help_text=LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Type the password once more.")},
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "again" in given and given.get("password") not in (None, given["again"]):
            self.add_error("again", _("The two are not the same. Type them again."))
        return given
