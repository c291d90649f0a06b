"""The case behind a drill, asked anew each time: it may be withdrawn, or reported, meanwhile."""

from dataclasses import dataclass
from uuid import UUID

from courses.drill_content import DrillContent
from courses.models import DrillAnswer, DrillVersion
from people.public import User
from scenarios.public import CasePage, case_page


@dataclass(frozen=True)
class BehindIt:
    """The page of the case, where a drill is of one and the person may still see its key."""

    may_be_shown: bool
    page: CasePage | None = None


def case_of(person: User, version: DrillVersion) -> BehindIt:
    """What a drill needs of a case; a drill without one can always be shown, without a query."""
    if version.kind != DrillVersion.Kind.CASE:
        return BehindIt(may_be_shown=True)
    content = DrillContent.from_content(version.content)
    assert content.case is not None  # every drill of this kind has one  # noqa: S101
    page = case_page(
        person,
        key=UUID(content.case.key),
        stage=content.case.stage,
        factor_code=content.factor,
        refs=content.case.passages,
    )
    return BehindIt(may_be_shown=page is not None, page=page)


def keys_drilled(person: User) -> set[UUID]:
    """The keys of cases that the person was put a drill of, answered or not: one query."""
    rows = DrillAnswer.objects.filter(person=person, version__kind=DrillVersion.Kind.CASE)
    contents = rows.order_by().values_list("version__content", flat=True)
    return {UUID(content["case"]["key"]) for content in contents}
