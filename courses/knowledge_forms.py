"""The forms of knowledge checks and evidence exercises."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from courses.exercise_blocks import Stance
from courses.exercise_wording import Passage
from courses.wording import CHOICES, Given, Kind, Wording


class QuestionForm(forms.Form):
    """One question of a try. ``given()`` is the answer once the form is valid.

    Options are known to the page by where they stand on it: where they were written would tell.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        wording: Wording,
        shuffle: Sequence[int],
        given: Given | None = None,
    ) -> None:
        super().__init__(data)
        self.wording = wording
        self.shuffle = shuffle
        if wording.kind in CHOICES:
            self._add_choice(given)
        else:
            self._add_lists(given)

    def _add_choice(self, given: Given | None) -> None:
        texts = [self.wording.options[place].text for place in self.shuffle]
        options = [(str(shown), text) for shown, text in enumerate(texts, start=1)]
        chosen = [str(self.shuffle.index(place) + 1) for place in given or []]
        if self.wording.kind == Kind.MULTIPLE:
            self.fields["answer"] = forms.MultipleChoiceField(
                label=_("Choose all that apply"),
                choices=options,
                initial=chosen,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Choose at least one.")},
            )
        else:
            self.fields["answer"] = forms.ChoiceField(
                label=_("Choose one"),
                choices=options,
                initial=chosen[0] if chosen else None,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )

    def _add_lists(self, given: Given | None) -> None:
        ordering = self.wording.kind == Kind.ORDERING
        if ordering:
            numbers = range(1, len(self.wording.options) + 1)
            choices = [("", _("Place"))] + [(str(n), str(n)) for n in numbers]
            required = _("Give every step a place.")
        else:
            choices = [("", _("Choose a factor")), *self.wording.choices]
            required = _("Choose a factor for every passage.")
        for shown, place in enumerate(self.shuffle, start=1):
            self.fields[f"option_{shown}"] = forms.ChoiceField(
                label=self.wording.options[place].text,
                choices=choices,
                initial=str(given[place]) if given else "",
                error_messages={"required": required},
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.wording.kind == Kind.ORDERING and not self.errors:
            for number, times in Counter(cleaned.values()).items():
                if times > 1:
                    words = _("Place %(n)s is given more than once.") % {"n": number}
                    again = [name for name in cleaned if cleaned[name] == number][1]
                    self.add_error(again, words)
                    break
        return cleaned

    def given(self) -> Given:
        """The answer as it is stored."""
        cleaned = self.cleaned_data
        if self.wording.kind == Kind.MULTIPLE:
            return sorted(self.shuffle[int(shown) - 1] for shown in cleaned["answer"])
        if self.wording.kind in CHOICES:
            return [self.shuffle[int(cleaned["answer"]) - 1]]
        shown = [self.shuffle.index(place) + 1 for place in range(len(self.wording.options))]
        said = [cleaned[f"option_{each}"] for each in shown]
        return [int(each) for each in said] if self.wording.kind == Kind.ORDERING else said


class MarksForm(forms.Form):
    """All passages of an exercise; each may be left for later until it is to be marked."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, passages: Sequence[Passage], all_needed: bool
    ) -> None:
        super().__init__(data)
        for passage in passages:
            number = {"n": passage.number}
            self.fields[f"mark_{passage.number}"] = forms.ChoiceField(
                label=_("Passage %(n)s") % number,
                choices=Stance.choices,
                initial=passage.mark or None,
                widget=forms.RadioSelect(attrs={"class": "in-row"}),
                required=all_needed,
                error_messages={"required": _("Passage %(n)s is not marked.") % number},
            )

    def marks(self) -> dict[int, str]:
        """What was marked, passages left out without."""
        return {
            int(name.removeprefix("mark_")): mark
            for name, mark in self.cleaned_data.items()
            if mark
        }
