"""Choosing people in a form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from people.models import User


class PeopleChoice(forms.ModelMultipleChoiceField):
    """Some of the people that the form offers, and nothing said of anybody else."""

    def clean(self, value: Any) -> QuerySet[User]:
        try:
            return super().clean(value)
        except ValidationError as error:
            # Without the value: it may be the id of somebody else's person.
            raise ValidationError(self.error_messages["invalid_choice"]) from error
