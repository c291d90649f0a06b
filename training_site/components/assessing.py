"""The components of an assessment and of its feedback: case file, evidence, conflict, result."""

from typing import Any

from scenarios.public import DocumentView, PassageView, render_markdown
from scoring.public import (
    change_line,
    interval_line,
    kept_line,
    points_line,
    share_bar,
    spread,
)
from training_site.components.drawing import Component, State
from training_site.components.words import (
    LONG,
    LONG_NAME,
    NOWHERE,
    SENTENCE,
    UNBROKEN,
    WELSH,
)

NOBODY = "00000000-0000-4000-8000-000000000000"
LABELS = ("Not evident", "Some", "Significant", "Very significant")


def bar(saved: str = "", **more: Any) -> dict[str, Any]:
    """The context of the bar over an assessment."""
    return {
        "version": {"scenario": {"ref": "TR-0007"}, "title": "The allotment", "stages": 1},
        "release": {"use": "practice", "is_specimen": True},
        "stage": 1,
        "rated_count": 4,
        "unit_count": 12,
        "check_url": NOWHERE,
        "assessment": {"uuid": NOBODY},
        "saved": saved,
        **more,
    }


def passage(n: int, text: str, stance: str = "", **more: Any) -> PassageView:
    return PassageView(ref=f"D1.{n}", html=render_markdown(text), stance=stance, **more)


def paper(*passages: PassageView, title: str = "Supervision notes") -> dict[str, Any]:
    """The context of a case file of one paper."""
    document = DocumentView(
        number=1,
        kind="Interview",
        title=title,
        dated="3 March",
        passages=passages,
        is_new=len(passages) > 1,
    )
    return {"file": {"static_risk": "", "documents": [document]}, "factor": {"name": "Opportunity"}}


def cited(ref: str, stance: str) -> dict[str, Any]:
    anchor = ref.lower().replace(".", "-")
    return {"passage": {"ref": ref, "anchor": anchor}, "get_stance_display": stance}


def conflict(stored: str, reason: str = "") -> dict[str, Any]:
    return {
        "conflict": {
            "words": "Both versions are kept until you choose.",
            "stored": stored,
            "stored_reason": reason,
            "saved_revision": 2,
        },
        "step_url": NOWHERE,
        "form_id": "rate",
    }


def result(
    direction: str, own: int | None, votes: list[int], key: set[int], **more: Any
) -> dict[str, Any]:
    """The context of one factor's feedback."""
    mark, words = {
        "below": ("▼", "1 level lower than the panel"),
        "above": ("▲", "2 levels higher than the panel: a false alarm"),
        "equal": ("●", "The same as the panel"),
        "unscored": ("○", "The panel is split"),
    }[direction]
    one = {
        "factor": {"code": "opportunity", "name": "Opportunity"},
        "anchor": "opportunity",
        "stage": 1,
        "verdict": {"direction": direction, "mark": mark, "words": words, "confidence": "fairly"},
        "mine": "Not enough information" if own is None else LABELS[own],
        "panel": "Some (8 of 12)",
        "drawing": spread(votes, key_levels=key, own_level=own, off_scale=12 - sum(votes)),
        "rows": [
            {"label": label, "experts": votes[n], "is_mine": n == own}
            for n, label in enumerate(LABELS)
        ],
        "panel_size": 12,
        **more,
    }
    return {"one": one, "feedback": {"movements": (), "assessment": {"uuid": NOBODY}}}


def moves(*rows: tuple[str, ...]) -> dict[str, Any]:
    """The context of how ratings moved from one stage to the next."""
    names = ("name", "mine", "panel", "direction", "mark", "words")
    return {
        "moves": {
            "before": 1,
            "after": 2,
            "sentence": SENTENCE,
            "rows": [dict(zip(names, each, strict=True)) for each in rows],
        }
    }


def row(n: int) -> dict[str, Any]:
    return {"ref": f"D1.{n}", "anchor": f"d1-{n}", "stance": "for", "panellists": n}


ASSESSING = (
    Component(
        "Bar over an assessment",
        "scenarios/includes/assess_bar.html",
        (
            State("nothing saved yet", bar()),
            State("saved", bar("Saved 14:02")),
            State("error", bar(conflict=True)),
            State(
                "check, long",
                bar(
                    "Saved 14:02",
                    release={"use": "check", "is_specimen": True},
                    version={"scenario": {"ref": UNBROKEN}, "title": LONG, "stages": 2},
                ),
            ),
        ),
        is_wide=True,
    ),
    Component(
        "What is saved",
        "components/save_status.html",
        (
            State("nothing yet"),
            State("saved", {"saved": "Saved 14:02"}),
            State("error", {"unsaved": True}),
        ),
    ),
    Component(
        "Typed text put back",
        "components/saving.html",
        (State("as a script shows it", {"step_url": NOWHERE}, reveals=True),),
        is_wide=True,
    ),
    Component(
        "Case file",
        "component_page/case_file.html",
        (
            State("one passage, read-only", paper(passage(1, SENTENCE))),
            State(
                "to cite from: not cited, for, against",
                {
                    **paper(
                        passage(1, SENTENCE, heading="What he said"),
                        passage(2, SENTENCE, "for"),
                        passage(3, WELSH, "against"),
                    ),
                    "citing": True,
                },
            ),
            State(
                "with notes",
                {
                    **paper(
                        passage(1, SENTENCE, panel=("Panel: for Opportunity (7 of 12)",)),
                        passage(2, SENTENCE, mine=(f"You: against {UNBROKEN}",), panel=(LONG,)),
                    ),
                },
            ),
            State(
                "long",
                {
                    **paper(
                        passage(1, f"{LONG}\n\n- {UNBROKEN}\n- {WELSH}", heading=UNBROKEN),
                        passage(23, UNBROKEN, "for"),
                        title=LONG_NAME,
                    ),
                    "citing": True,
                },
            ),
        ),
        is_wide=True,
    ),
    Component(
        "Evidence",
        "scenarios/assess.html#evidence",
        (
            State("none"),
            State("one", {"citations": [cited("D1.1", "for")]}),
            State(
                "many, long",
                {
                    "citations": [cited(f"D{n}.{n * 31}", "against") for n in range(1, 9)]
                    + [cited(UNBROKEN, WELSH)]
                },
            ),
        ),
    ),
    Component(
        "Earlier rating",
        "scenarios/includes/earlier.html",
        (
            State("one", {"earlier": [{"stage": 1, "words": "Some, fairly sure"}]}),
            State(
                "many, long",
                {
                    "earlier": [
                        {"stage": 1, "words": WELSH, "reason": LONG},
                        {"stage": 2, "words": UNBROKEN, "reason": f"{UNBROKEN}\n{SENTENCE}"},
                    ]
                },
            ),
        ),
    ),
    Component(
        "Conflict",
        "scenarios/includes/conflict.html",
        (
            State("short", conflict("Some, fairly sure")),
            State("long", conflict(f"{WELSH} {UNBROKEN}", f"{LONG}\n\n{LONG}")),
        ),
        is_wide=True,
    ),
    Component(
        "Spread",
        "components/spread.html",
        (
            State("empty", {"spread": spread([0, 0, 0, 0])}),
            State("below", {"spread": spread([0, 1, 3, 8], key_levels={3}, own_level=1)}),
            State("above", {"spread": spread([8, 3, 1, 0], key_levels={0}, own_level=2)}),
            State("equal", {"spread": spread([0, 12, 0, 0], key_levels={1}, own_level=1)}),
            State(
                "two levels, some off the scale",
                {"spread": spread([1, 4, 4, 0], key_levels={1, 2}, own_level=0, off_scale=3)},
            ),
            State("not scored", {"spread": spread([4, 2, 2, 4], own_level=2)}),
            State("many experts", {"spread": spread([100, 250, 999, 40], key_levels={2})}),
        ),
    ),
    Component(
        "Line of the score",
        "components/points_line.html",
        (
            State("apart", {"line": points_line([("A", 100, False), ("B", 66, True)])}),
            State(
                "below nought, and close together",
                {"line": points_line([("A", 40, False), ("B", 41, True), ("D", -80, True)])},
            ),
            State(
                "without numbers",
                {"line": points_line([("A", 100, False), ("D", 0, True)], has_numbers=False)},
            ),
        ),
    ),
    Component(
        "Line with intervals",
        "components/interval_line.html",
        (
            State("both known", {"line": interval_line([("Alpha", 0.41, 0.26, 0.55)])}),
            State(
                "below nought, and not known",
                {"line": interval_line([("Alpha", -0.1, -0.3, 0.2), ("AC2", 1.0, None, None)])},
            ),
        ),
    ),
    Component(
        "Line of changes",
        "components/change_line.html",
        (
            State("more", {"line": change_line([("Case", 12.3, 5.1, 19.5)])}),
            State(
                "either way, and not known",
                {"line": change_line([("Case", -2.0, -9.0, 5.0), ("Drills", 40.0, None, None)])},
            ),
        ),
    ),
    Component(
        "Line of what is left",
        "components/kept_line.html",
        (
            State(
                "three points",
                {
                    "line": kept_line(
                        [
                            ("Final", 0, 0.0, None, None),
                            ("1 month", 1, -2.0, -8.0, 4.0),
                            ("3 months", 3, -6.0, -12.0, 0.0),
                            ("6 months", 6, -9.0, None, None),
                        ]
                    )
                },
            ),
        ),
    ),
    Component(
        "Share",
        "components/share_bar.html",
        tuple(
            State(f"{part} of {whole}", {"bar": share_bar(part, whole)})
            for part, whole in ((0, 0), (0, 38), (1, 900), (31, 38), (38, 38))
        ),
    ),
    Component(
        "Result of a factor",
        "scenarios/feedback_page.html#factor",
        (
            State("equal, closed", result("equal", 1, [0, 8, 4, 0], {1})),
            State(
                "below",
                result(
                    "below",
                    0,
                    [0, 8, 2, 0],
                    {1},
                    reasons=[{"text": SENTENCE, "source": "P02, Some"}],
                    both=[row(1)],
                    missed=[row(2), row(3)],
                    extra=[row(4)],
                    my_reason=SENTENCE,
                ),
            ),
            State("above", result("above", 3, [0, 8, 4, 0], {1})),
            State("split", result("unscored", 2, [4, 2, 2, 4], set())),
            State("no level given", result("unscored", None, [0, 8, 2, 0], {1})),
            State(
                "long",
                result(
                    "below",
                    0,
                    [0, 8, 2, 0],
                    {1},
                    factor={"code": "long", "name": LONG_NAME},
                    mine=WELSH,
                    panel=UNBROKEN,
                    reasons=[
                        {"text": LONG, "source": LONG_NAME},
                        {"text": UNBROKEN, "source": WELSH},
                    ],
                    missed=[row(n) for n in range(1, 20)],
                    my_reason=f"{LONG}\n{UNBROKEN}",
                ),
            ),
        ),
        is_wide=True,
    ),
    Component(
        "Movement between stages",
        "scenarios/feedback_page.html#movement",
        (
            State(
                "one",
                moves(("Opportunity", "Some, as before", "As before", "equal", "●", "The same")),
            ),
            State(
                "each direction, long",
                moves(
                    ("Opportunity", "Up 1", "Up 2", "below", "▼", "1 level less than the panel"),
                    ("Sexual preoccupation", "Up 2", "Up 1", "above", "▲", "1 level more"),
                    ("Social influences", "No level", "Up 1", "unscored", "○", "Not compared"),
                    (LONG_NAME, WELSH, UNBROKEN, "equal", "●", LONG),
                ),
            ),
        ),
        is_wide=True,
    ),
)
