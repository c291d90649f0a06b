"""A date as people type it: day, month and year, each in a short input of its own."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class DayMonthYear(forms.MultiWidget):
    """Three short inputs with a label each: a date is typed faster than it is picked."""

    template_name = "django/forms/widgets/day_month_year.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__(
            [forms.TextInput(attrs={"inputmode": "numeric", "size": n}) for n in (2, 2, 4)]
        )

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DateInParts(forms.MultiValueField):
    """A date given as day, month and year."""

    widget = DayMonthYear

    def __init__(self, **options: Any) -> None:
        parts = [forms.IntegerField(min_value=1, max_value=most) for most in (31, 12, 9999)]
        super().__init__(fields=parts, require_all_fields=True, **options)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as error:
            # One plain sentence, instead of one for each part that is wrong.
            is_empty = not any(value or [])
            words = self.error_messages["required" if is_empty else "invalid"]
            raise ValidationError(words) from error

    def compress(self, parts: list[int]) -> date | None:
        if not parts:
            return None
        try:
            return date(parts[2], parts[1], parts[0])
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"]) from error
