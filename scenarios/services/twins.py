"""Making a matched twin: a copy of a case in which one characteristic is another."""

import re
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.public import User, record_event
from scenarios.models import CaseDesign, Scenario, Twin
from scenarios.packs.content import PackedCase, packed, unpacked
from scenarios.selectors.designs import may_read_design
from scenarios.selectors.needs_author import refusal_to_copy
from scenarios.services.panel_people import writers_of

Swap = tuple[str, str]


class NoTwin(ValueError):
    """A twin cannot be made; ``problems`` says why, one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@transaction.atomic
def make_twin(
    *,
    original: Scenario,
    ref: str,
    kind: str,
    before: str,
    after: str,
    swaps: Sequence[Swap],
    by: User,
) -> Twin:
    """Copy the newest draft of a case, swap words in all its texts, and link the two.

    ``swaps`` are pairs of what stands in the original and what takes its place, as whole words. The
    copy is a draft that its author goes on editing; what was meant by the original goes with it
    where they may read it. Whoever wrote the original wrote the copy too.

    NoTwin: the case has a twin already, the reference is taken, a word to swap is nowhere in the
    case, or a text of the copy is not to stand.
    """
    original = Scenario.objects.select_for_update(of=("self",)).get(pk=original.pk)
    # Whoever may not read what the original means does not get to read it as a copy.
    case = packed(original, with_design=may_read_design(by, original))
    if problems := [*_problems(original, ref, case, swaps)]:
        raise NoTwin(problems)
    copy = unpacked(_swapped(case, swaps, ref), original.owner)
    copy.characteristics = [row for row in copy.characteristics.all() if row.kind != kind] + [
        _characteristic(copy, kind, after)
    ]
    try:
        copy.full_clean()
    except ValidationError as error:
        raise NoTwin(error.messages) from error
    copy.has_unpublished_changes = True
    try:
        with transaction.atomic():
            copy.save()
    except IntegrityError as error:
        raise NoTwin([_taken(ref)]) from error  # by somebody at this moment
    copy.save_revision(user=by)
    meant = CaseDesign.objects.create(scenario=copy, factors=case.data.get("design", {}))
    meant.writers.add(by, *writers_of(original))
    twin = Twin.objects.create(
        original=original, copy=copy, kind=kind, before=before, after=after, made_by=by
    )
    record_event(
        name="case.twin_made",
        organisation=original.owner,
        actor=by,
        payload={"ref": original.ref, "copy": copy.ref, "kind": kind},
    )
    return twin


def _characteristic(copy: Scenario, kind: str, value: str) -> Any:
    model = copy.characteristics.model
    purpose = _("To see whether the same evidence is rated otherwise. Matched with another case.")
    return model(kind=kind, value=value, purpose=purpose)


def _problems(
    original: Scenario, ref: str, case: PackedCase, swaps: Sequence[Swap]
) -> Sequence[str]:
    found = [words for words in [refusal_to_copy(original)] if words]
    if Twin.objects.filter(original=original).exists():
        found.append(_("%(ref)s has a twin already.") % {"ref": original.ref})
    if Twin.objects.filter(copy=original).exists():
        found.append(_("%(ref)s is a twin itself: copy its original.") % {"ref": original.ref})
    if Scenario.objects.filter(ref=ref).exists():
        found.append(_taken(ref))
    texts = [*case.texts.values(), *_texts(case.data)]
    found += [
        _("“%(word)s” stands nowhere in the case.") % {"word": old}
        for old, _new in swaps
        if not any(_whole_word(old).search(text) for text in texts)
    ]
    return found


def _taken(ref: str) -> str:
    return _("%(ref)s is taken. Choose another reference.") % {"ref": ref}


def _swapped(case: PackedCase, swaps: Sequence[Swap], ref: str) -> PackedCase:
    kept = {name: case.data[name] for name in ("design", "ref") if name in case.data}
    data = {**_swap_all(case.data, swaps), **kept, "ref": ref}
    return PackedCase(data, {name: _swap(text, swaps) for name, text in case.texts.items()})


def _swap_all(value: Any, swaps: Sequence[Swap]) -> Any:
    if isinstance(value, str):
        return _swap(value, swaps)
    if isinstance(value, dict):
        return {
            name: part if name in ("file", "kind") else _swap_all(part, swaps)
            for name, part in value.items()
        }
    return [_swap_all(part, swaps) for part in value] if isinstance(value, list) else value


def _swap(text: str, swaps: Sequence[Swap]) -> str:
    """All swaps at once, so that what one brings in is not taken for another's word."""
    if not swaps:
        return text
    new = dict(swaps)
    either = "|".join(re.escape(old) for old in sorted(new, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{either})(?!\w)", lambda found: new[found[0]], text)


def _whole_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def _texts(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]
