"""The components of any page: buttons, lists, notices, receipts."""

from typing import Any

from django.core.paginator import Paginator

from training_site.components.drawing import Component, State
from training_site.components.words import LONG, LONG_NAME, NOWHERE, SENTENCE, UNBROKEN, WELSH


def row(label: str, value: str = "", action: str = "", *, missing: bool = False) -> dict[str, Any]:
    """A row of a summary list."""
    url = NOWHERE if action else ""
    return {"label": label, "value": value, "url": url, "action": action, "missing": missing}


def task(label: str, status: str = "", state: str = "", **more: Any) -> dict[str, Any]:
    """A step of a task list."""
    return {"url": NOWHERE, "label": label, "status": status, "state": state, **more}


def errors(*texts: str) -> dict[str, Any]:
    return {"errors": [{"href": NOWHERE, "text": text} for text in texts]}


STEPS = [
    task("Opportunity", "Rated", "done"),
    task("Sexual preoccupation", "Rated: a reason is asked for", "missing"),
    task("Offence-supportive attitudes", "Not rated", current=True),
]
LONG_STEPS = [
    task(LONG_NAME, SENTENCE, "missing", hint=LONG),
    task(UNBROKEN, UNBROKEN, hint=WELSH),
    task(WELSH, "Locked", url=""),
]

GENERAL = (
    Component(
        "Button",
        "component_page/buttons.html",
        (
            State("one", {"words": "Save and continue"}),
            State("long", {"words": f"Save {UNBROKEN} and continue"}),
            State("disabled", {"words": "Save and continue", "disabled": True}),
        ),
    ),
    Component(
        "Breadcrumbs",
        "components/breadcrumbs.html",
        (
            State("one", {"trail": [{"url": NOWHERE, "label": "My learning"}]}),
            State(
                "many, long",
                {
                    "trail": [
                        {"url": NOWHERE, "label": words}
                        for words in ("Learn", WELSH, UNBROKEN, SENTENCE)
                    ]
                },
            ),
        ),
    ),
    Component(
        "Pages",
        "components/pages.html",
        (
            State("first", {"page": Paginator(range(90), 20).page(1), "query": "show=all"}),
            State("between", {"page": Paginator(range(90), 20).page(3), "at": NOWHERE}),
        ),
    ),
    Component(
        "Notice",
        "components/notice.html",
        (
            State("words alone", {"text": SENTENCE}),
            State("with a heading", {"title": "Your plan is saved", "text": SENTENCE}),
            State("error", {"title": "Not saved", "text": SENTENCE, "wrong": True}),
            State("long", {"title": UNBROKEN, "text": LONG}),
        ),
    ),
    Component(
        "Receipt",
        "components/panel_confirmation.html",
        (
            State("short", {"title": "Submitted", "reference": "K7QX-2MDA"}),
            State("long", {"title": f"Submitted {WELSH}", "text": LONG, "reference": UNBROKEN}),
        ),
    ),
    Component(
        "Error summary",
        "components/error_summary.html",
        (
            State("one", errors("Choose a level.")),
            State("many, long", errors("Enter a date.", LONG, UNBROKEN)),
            State("without a link", {"errors": [{"text": "This case is closed."}]}),
        ),
    ),
    Component(
        "Summary list",
        "components/summary_list.html",
        (
            State("empty", {"rows": [row("Reason")]}),
            State("read-only", {"rows": [row("Case", "TR-0007"), row("Papers", "6 documents")]}),
            State(
                "with actions, one missing",
                {
                    "rows": [
                        row("Opportunity", "Some", "Change"),
                        row("Overall level", "Not given yet", "Give", missing=True),
                    ]
                },
            ),
            State("long", {"rows": [row(UNBROKEN, LONG, "Change"), row(WELSH, UNBROKEN)]}),
        ),
        is_wide=True,
    ),
    Component(
        "Task list",
        "components/task_list.html",
        (
            State("one", {"tasks": [task("Read the lesson", "Not read")]}),
            State("each state", {"tasks": STEPS}),
            State("compact", {"tasks": STEPS, "compact": True}),
            State("long", {"tasks": LONG_STEPS}),
        ),
        is_wide=True,
    ),
    Component(
        "List of cases",
        "courses/case_list.html",
        (
            State(
                "each state, long",
                {
                    "cases": [
                        {
                            "url": NOWHERE,
                            "ref": f"TR-000{n}",
                            "title": title,
                            "content_label": label,
                            "minutes": 45,
                            "state": state,
                            "who_sees_it": SENTENCE,
                        }
                        for n, (state, title, label) in enumerate(
                            (
                                ("new", "The allotment", "offending against adults"),
                                ("open", WELSH, LONG),
                                ("done", UNBROKEN, UNBROKEN),
                            ),
                            start=1,
                        )
                    ]
                },
            ),
        ),
        is_wide=True,
    ),
    Component(
        "List of things",
        "component_page/listing.html",
        (
            State("one", {"things": [("The allotment", SENTENCE)], "facts": ["Practice"]}),
            State(
                "many, long",
                {"things": [(WELSH, LONG), (UNBROKEN, UNBROKEN)], "facts": [SENTENCE, UNBROKEN]},
            ),
        ),
    ),
    Component(
        "Tag",
        "component_page/tags.html",
        (State("each kind"), State("long", {"words": UNBROKEN})),
    ),
    Component(
        "Disclosure",
        "component_page/disclosure.html",
        (
            State("closed", {"summary": "What it looks at", "text": SENTENCE}),
            State("open", {"summary": "What it looks at", "text": SENTENCE, "open": True}),
            State("long", {"summary": UNBROKEN, "text": LONG, "open": True}),
        ),
    ),
)
