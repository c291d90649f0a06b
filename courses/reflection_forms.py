"""The form for a private note on a question of a lesson."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models.reflections import MOST, ReflectionNote
from scenarios.public import SafeTextField


class NoteForm(forms.Form):
    """What somebody notes for themselves, and which state of the note they had before them."""

    text = SafeTextField(
        label=_("Your note"),
        help_text=_(
            "Only you see it. Write of no real person, not even here. At most 2,000 characters."
        ),
        max_length=MOST,
        instead=_("Take it out: nothing in a note may lead to a real person."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write something first. A note can be deleted as a whole.")},
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @classmethod
    def of(cls, note: ReflectionNote | None, key: object, *data: Any) -> "NoteForm":
        """The form for a note, or for one to be written; a page has several, each with its key."""
        initial = {"text": note.text if note else "", "revision": note.revision if note else 0}
        return cls(*data, initial=initial, auto_id=f"note-{key}-%s")
