"""Keys that are to be changed, and people at the level of the nation."""

from typing import Any

from people.public import Role, User
from scenarios.models import KeyChange, Panel, Release
from scenarios.services.inviting import open_panel
from scenarios.services.key_changes import approve_key, propose_key
from tests.factories.cases import make_released_case
from tests.factories.numbers import next_number
from tests.factories.panels import due_soon, finish_panel, rate_seat
from tests.factories.people import make_national, make_person


def make_national_person(role: str = Role.TRAINER) -> User:
    """Somebody who has a part in all cases of the root, and in the yardstick."""
    return make_person(role=role, organisation=make_national())


def make_rerating_panel(
    release: Release, *, size: int = 6, chair: User | None = None, **answers: int | str
) -> Panel:
    """A closed panel that rated the text of a release again: level 2, but for what is named."""
    chair = chair or make_national_person()
    panel = open_panel(
        scenario=release.case_version.scenario,
        sent_by=chair,
        chair=chair,
        approver=make_person(role=Role.ADMINISTRATOR),
        panellists=[make_person(role=Role.PANELLIST) for _seat in range(size)],
        use=release.use,
        due_on=due_soon(),
        rate_again=True,
    )
    for seat in panel.panellists.all():
        rate_seat(seat, **answers)
    return finish_panel(panel)


def make_key_change(
    release: Release | None = None, *, approver: User | None = None, **answers: Any
) -> KeyChange:
    """A proposed key: six panellists agree on level 2, but for what is named by factor code."""
    release = release or make_released_case("practice", f"KC-{next_number():04}")
    panel = make_rerating_panel(release, **answers)
    return propose_key(
        panel=panel,
        by=panel.chair,
        approver=approver or make_national_person(Role.ADMINISTRATOR),
        reason="The first panel had not read the device check.",
    )


def make_approved_key_change(release: Release | None = None, **answers: Any) -> KeyChange:
    """The same, approved; what was submitted is not judged again yet."""
    change = make_key_change(release, **answers)
    return approve_key(change=change, by=change.approver)


def make_bank() -> list[Release]:
    """Twelve cases on which experts say different things, so that reading pays."""
    spread = [["0", "0", "0", "1", "1", "0"], ["3", "3", "3", "2", "2", "3"]]
    rest: dict[str, Any] = {"confidence": [70] * 6, "reasons": {}, "for": {}, "against": {}}
    codes = ("opportunity", "preoccupation", "desist", "social")
    return [
        make_released_case(
            "practice",
            f"YS-{number:02}",
            **{
                code: {"ratings": spread[(number + at) % 2], **rest}
                for at, code in enumerate(codes)
            },
        )
        for number in range(12)
    ]
