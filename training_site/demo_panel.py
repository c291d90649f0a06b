"""What goes before a key in the demonstration: reviews, and a panel under way.

Four of the panel's six have finished, one has begun.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import numpy as np
from django.utils import timezone

from people.public import Newcomer, Organisation, Role, User, add_simulated_people
from scenarios.public import (
    Panel,
    Scenario,
    Use,
    load_scenario,
    open_panel,
    pass_review,
    rate_as_simulated,
    send_to_reviewer,
)

SEED = 20264
DUE_IN = timedelta(days=14)
MEMBER_FOR = timedelta(days=400)
# Name, organisation, and how many items they have rated: None is all of them.
OTHERS: tuple[tuple[str, str, str, int | None], ...] = (
    ("Harriet", "Stoneleigh", "X02", None),
    ("Gwyn", "Talbrook", "Y03", None),
    ("Miriam", "Ashcombe", "X09", None),
    ("Colin", "Wardlow", "Y05", None),
    ("Prisca", "Hollin", "X11", 5),
)


def review_demo_cases(scenarios: Iterable[Scenario]) -> None:
    """Have each read and passed, so that a panel can be asked to rate the same text again."""
    for scenario in scenarios:
        _have_it_reviewed(scenario, note="Is anything given away too soon?")


def _have_it_reviewed(scenario: Scenario, *, note: str) -> None:
    """A second trainer reads the draft and passes it, as every text before it goes to a panel."""
    reviewer = User.objects.get(email="trainer2@demo.example")
    review = send_to_reviewer(
        scenario=scenario,
        by=User.objects.get(email="trainer@demo.example"),
        reviewer=reviewer,
        due_on=timezone.localdate() + DUE_IN,
        note=note,
    )
    pass_review(
        review=review,
        by=reviewer,
        text_hash=scenario.text_hash,
        words="Reads well, and nothing gives the answer away.",
    )


def open_demo_panel(*, folder: Path) -> Panel:
    """Send a case to the demonstration's panellist and five simulated ones.

    The trainer chairs it. Once the panellist has finished too it can be closed, and approved by the
    second panellist, who has no seat on it.
    """
    trainer = User.objects.get(email="trainer@demo.example")
    panellist = User.objects.get(email="panellist@demo.example")
    others = add_simulated_people(
        [
            Newcomer(
                email=f"panellist{number}@{code.lower()}.demo.example",
                first_name=first_name,
                last_name=last_name,
                organisation=Organisation.objects.get(code=code),
                role=Role.PANELLIST,
                since=timezone.localdate() - MEMBER_FOR,
            )
            for number, (first_name, last_name, code, _items) in enumerate(OTHERS, start=1)
        ]
    )
    scenario = load_scenario(folder=folder, owner=Organisation.objects.get(code="INVENTED"))
    _have_it_reviewed(
        scenario,
        note="Is anything given away too soon? The device check worries me most.",
    )
    panel = open_panel(
        scenario=scenario,
        sent_by=trainer,
        chair=trainer,
        approver=User.objects.get(email="approver@demo.example"),
        panellists=[panellist, *others],
        use=Use.PRACTICE,
        due_on=timezone.localdate() + DUE_IN,
    )
    for number, (person, (*_name, items)) in enumerate(zip(others, OTHERS, strict=True)):
        rate_as_simulated(
            seat=panel.panellists.get(person=person),
            generator=np.random.default_rng([SEED, number]),
            items=items,
        )
    return panel
