"""Forms about certificates: why one is revoked, whether the name shows, which one to verify."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.certificate.reference import Unreadable, read_reference
from courses.certificate.words import UNREADABLE
from courses.models import Certificate


class RevokeForm(forms.Form):
    """Why a certificate ends, from a list: nothing is written that would name somebody else."""

    ground = forms.ChoiceField(
        label=_("Why is it revoked?"),
        choices=Certificate.Ground.choices,
        widget=forms.RadioSelect,
        help_text=_("The holder reads it. Whoever verifies the certificate reads only that it is."),
        error_messages={
            "required": _("Choose why it is revoked."),
            "invalid_choice": _("Choose a reason from the list."),
        },
    )

    def clean_ground(self) -> Certificate.Ground:
        return Certificate.Ground(self.cleaned_data["ground"])


class VerifyForm(forms.Form):
    """The reference on a certificate."""

    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("Twelve letters and digits, as 7K3P-92QX-M4TZ. It is printed at the foot."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": 18}),
        error_messages={"required": _("Type the reference that is on the certificate.")},
    )

    def clean_reference(self) -> str:
        """As references are written, whichever way it was typed."""
        reference = read_reference(self.cleaned_data["reference"])
        if isinstance(reference, Unreadable):
            raise forms.ValidationError(UNREADABLE[reference])
        return reference
