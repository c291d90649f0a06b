"""What a knowledge check and an exercise must be as a whole, said at the block it is about."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks.stream_block import StreamBlockValidationError

from courses.question_blocks import on_field
from courses.wording import questions_of
from scenarios.public import cut_passages

Raw = Sequence[Mapping[str, Any]]
Errors = dict[str, ValidationError]


def pools_of(raw: Raw) -> dict[str, int]:
    """How many questions a try has of each pool, from the plain data of the field."""
    return {(row["value"].get("name") or "").strip(): row["value"].get("draw") or 0 for row in raw}


def drawn_in_all(pools: Raw, questions: Raw) -> int:
    """How many questions a try has: those of the pools, and all that are in none."""
    without = sum(not question.pool for question in questions_of(questions))
    return sum(pools_of(pools).values()) + without


def check_problems(
    pools: Raw, questions: Raw, pass_mark: int | None, *, is_draft: bool = False
) -> Errors:
    """What keeps a check from being sat, by the field to say it on; nothing where all is well.

    Of a draft only what is wrong, and not what may still come.
    """
    found: Errors = {}
    if errors := _pool_problems(pools, questions, is_draft=is_draft):
        found["pools"] = StreamBlockValidationError(block_errors=errors)
    names = pools_of(pools)
    strays = {
        place: on_field("pool", _("There is no pool “%(name)s” above.") % {"name": question.pool})
        for place, question in enumerate(questions_of(questions))
        if question.pool and question.pool not in names
    }
    if strays:
        found["questions"] = StreamBlockValidationError(block_errors=strays)
    if is_draft:
        return found
    if not questions:
        found["questions"] = ValidationError(_("A check has at least one question."))
    drawn = drawn_in_all(pools, questions)
    if not found and pass_mark is not None and not 1 <= pass_mark <= drawn:
        words = ngettext(
            "A try has %(n)s question, so the pass mark is from 1 to %(n)s.",
            "A try has %(n)s questions, so the pass mark is from 1 to %(n)s.",
            drawn,
        )
        found["pass_mark"] = ValidationError(words % {"n": drawn})
    return found


def _pool_problems(pools: Raw, questions: Raw, *, is_draft: bool) -> dict[int, ValidationError]:
    there = Counter(question.pool for question in questions_of(questions))
    names = [(row["value"].get("name") or "").strip() for row in pools]
    found = {}
    for place, row in enumerate(pools):
        name, draw = names[place], row["value"].get("draw") or 0
        if name and name in names[:place]:
            found[place] = on_field("name", _("There is a pool of this name already."))
        elif draw > there[name] and not is_draft:
            words = ngettext(
                "The pool has %(n)s question, fewer than are drawn.",
                "The pool has %(n)s questions, fewer than are drawn.",
                there[name],
            )
            found[place] = on_field("draw", words % {"n": there[name]})
    return found


def passage_problems(document: str, passages: Raw, *, is_draft: bool = False) -> Errors:
    """What keeps an exercise from being done: the passages marked must be those of the document.

    Of a draft only what is wrong, and not what may still come.
    """
    there = len(cut_passages(document))
    if not there and is_draft:
        return {}
    if not there:
        return {"document": ValidationError(_("The document has no passage."))}
    numbers = [row["value"].get("number") for row in passages]
    found = {}
    for place, number in enumerate(numbers):
        if number is None:
            continue
        if number > there:
            words = ngettext(
                "The document has %(n)s passage, so there is none of this number.",
                "The document has %(n)s passages, so there is none of this number.",
                there,
            )
            found[place] = on_field("number", words % {"n": there})
        elif number in numbers[:place]:
            found[place] = on_field("number", _("This passage is marked already."))
    missing = [str(number) for number in range(1, there + 1) if number not in numbers]
    words = ngettext(
        "Passage %(numbers)s of the document is not marked.",
        "Passages %(numbers)s of the document are not marked.",
        len(missing),
    )
    left = [words % {"numbers": ", ".join(missing)}] if missing and not is_draft else None
    if not found and not left:
        return {}
    return {"passages": StreamBlockValidationError(block_errors=found, non_block_errors=left)}
