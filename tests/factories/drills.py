"""Written drills, and what was answered to them."""

from typing import Any

from courses.drill_blocks import DrillStatements
from courses.models import Drill
from people.public import User
from tests.factories.numbers import next_number


def drill_fields(**changes: Any) -> dict[str, Any]:
    """What a drill of opportunity needs; its level is 1 and it tempts to 2."""
    words = {
        "feedback_right": "It is limited, and well held.",
        "feedback_too_low": "There is a sign of it.",
        "feedback_too_high": "The map did this.",
        "feedback_not_enough": "Somebody looked, and in the right place.",
    }
    return {
        "code": f"opportunity-{next_number()}",
        "factor": "opportunity",
        "title": "Opposite the school",
        "person": "Mr Brill, 63. Three years into his order.",
        "content_label": "child sexual abuse, mentioned",
        "minutes": 3,
        "level": "1",
        "tempting": "2",
        **words,
        **changes,
    }


def statement_rows(n: int = 3) -> list[dict[str, Any]]:
    """Statements as the field stores them; the first one carries the level."""
    return [
        {
            "type": "statement",
            "value": {
                "source": f"Visit, week {number}",
                "text": f"Seen on visit {number}.",
                "stance": "for" if number == 1 else "against",
                "weight": "carries" if number == 1 else "some",
                "note": f"Why number {number} counts.",
            },
        }
        for number in range(1, n + 1)
    ]


def make_drill(*, live: bool = True, **changes: Any) -> Drill:
    """A published drill, or a draft."""
    drill = Drill(
        **drill_fields(**changes), statements=DrillStatements().to_python(statement_rows())
    )
    drill.live = live
    drill.save()
    return drill


def answer_next(person: User, answer: str | None = None, **asked: Any) -> Any:
    """The next drill of somebody, answered; right unless said otherwise."""
    from courses.services.drills import answer_drill, begin_drill

    at = asked.pop("at", None)
    confidence = asked.pop("confidence", None)
    row = begin_drill(person=person, at=at, **asked)
    assert row is not None
    return answer_drill(
        person=person,
        uuid=row.uuid,
        answer=answer or row.version.right[0],
        confidence=confidence,
        at=at,
    )


__all__ = ["answer_next", "drill_fields", "make_drill", "statement_rows"]
