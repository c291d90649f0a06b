"""Which texts a person can report as real data: those that people wrote and that they may see."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from people.public import Organisation, User, home_organisation
from scenarios.models import (
    Assessment,
    CaseVersion,
    ChairNote,
    Disagreement,
    KeyChange,
    ModerationSession,
    Panel,
    Panellist,
    PanelRating,
    Passage,
    Reason,
    Report,
    Review,
    StageSubmission,
    WrongTool,
)
from scenarios.safety.findings import shortened
from scenarios.selectors.factor_feedback import ratings_with_reasons
from scenarios.selectors.feedback import result_or_error
from scenarios.selectors.kept_levels import holds_levels_back
from scenarios.selectors.panel_revision import asked_items
from scenarios.selectors.reportable_acts import of_key_change, of_panel, reasons_told
from scenarios.selectors.reportable_asked import asked_of_seat, asked_on_panel
from scenarios.selectors.reportable_texts import Reportable, owner_of, place_of
from scenarios.selectors.reviews import visible_remarks
from scenarios.selectors.wrong_tool import seats_that_stopped
from scoring.public import Key, Result, results_of


def reportable_texts(assessment: Assessment) -> list[Reportable]:
    """The texts of a person's assessment: the case file, their own words, and the panel's.

    What is not shown to them at this moment is listed by its reference alone, or not at all: of
    the panel's words there are those that stand on the feedback page, and no others.
    """
    version = assessment.release.case_version
    owner = owner_of(version)
    result = result_or_error(assessment) if assessment.is_submitted else None
    is_read = result is not None and not holds_levels_back(assessment, result)
    stages = StageSubmission.objects.filter(assessment=assessment).values("stage")
    shown = assessment.may_be_read or is_read
    return [
        *_passages(version, version.passages.filter(stage__in=stages), owner, shown=shown),
        *_own(assessment, owner),
        *(_on_feedback(assessment, result, owner) if result and is_read else ()),
        *(_judged_again(assessment, result, owner, is_read=is_read) if result else ()),
    ]


def reportable_for_seat(seat: Panellist, *, stage: int) -> list[Reportable]:
    """The texts that a panellist has seen so far: the papers up to a stage, and their own words."""
    version = seat.panel.case_version
    owner, group = owner_of(version), _("What you wrote")
    ratings = PanelRating.objects.filter(panellist=seat).exclude(reason="", withheld="")
    ratings = ratings.select_related("panellist", "unit__factor")
    stopped = [seat] if seat.wrong_tool_ground else []
    return [
        *_passages(version, version.passages.filter(stage__lte=stage), owner, shown=True),
        *_panel_reasons(version, ratings, owner, group=group, name=_own_name),
        *_panel_stops(version, stopped, owner, group=group, name=_own_name),
        *_of_others(version, seat, owner),
        *(_chair_notes(version, seat.panel_id, owner) if seat.panel.release_id else ()),
        *asked_of_seat(version, seat, owner),
    ]


def reportable_on_panel(
    panel: Panel, *, may_look: bool, may_read: bool, may_read_answers: bool = False
) -> list[Reportable]:
    """The texts of a panel for who runs it: the case file and, once they may read it, its words.

    Whoever may not look yet, or has the case open as a trainee, has its papers by reference alone.
    ``may_read_answers``: also what panellists were asked and answered, by label.
    """
    version = panel.case_version
    owner = owner_of(version)
    papers = _passages(version, version.passages.all(), owner, shown=may_look)
    acts = of_panel(version, panel, owner)
    if not may_read:
        return [*papers, *acts]
    return [
        *papers,
        *acts,
        *_panel_reasons(version, _in_key(panel.key), owner),
        *_panel_stops(version, seats_that_stopped(panel.key), owner),
        *_chair_notes(version, panel.pk, owner),
        *(asked_on_panel(version, panel, owner) if may_read_answers else ()),
    ]


def reportable_of_change(change: KeyChange, panel: Panel | None) -> list[Reportable]:
    """The texts of a proposed key: why, the note that ended it, and what the panel behind said."""
    texts = list(of_key_change(change))
    if panel is not None:
        texts += reportable_on_panel(panel, may_look=True, may_read=True)
    return texts


def reportable_in_review(review: Review, user: User) -> list[Reportable]:
    """The words of a review that somebody may read now. A draft itself is mended by its author."""
    scenario = review.scenario
    return [
        Reportable(
            Report.Kind.REVIEW_REMARK,
            remark.pk,
            _("What was said in the review"),
            f"{remark.get_part_display()}: {shortened(remark.or_notice(remark.text))}",
            _("%(ref)s, review: %(what)s")
            % {"ref": scenario.ref, "what": remark.get_part_display()},
            scenario.owner,
        )
        for remark in visible_remarks(review, user)
    ]


def reportable_in_session(
    session: ModerationSession, *, may_see_wall: bool, may_read: bool
) -> list[Reportable]:
    """The texts of a moderation session: what was agreed on and, on the wall, case and panel."""
    version = session.release.case_version
    owner = owner_of(version)
    return [
        *(_notes(session) if may_read else ()),
        *_passages(version, version.passages.all() if may_see_wall else (), owner, shown=True),
        *(_panel_reasons(version, _in_key(session.release.key), owner) if may_see_wall else ()),
    ]


def _notes(session: ModerationSession) -> Iterator[Reportable]:
    notes = session.notes.exclude(text="", withheld="").select_related("factor")
    for note in notes:
        yield Reportable(
            Report.Kind.TEACHING_NOTE,
            note.pk,
            _("What was agreed on"),
            f"{note.factor.name}: {shortened(note.or_notice(note.text))}",
            place_of(session.release.case_version, note.factor.name),
            session.organisation,
        )


def _on_feedback(
    assessment: Assessment, result: Result, owner: Organisation
) -> Iterator[Reportable]:
    """What the panel wrote that the person's feedback shows.

    Where either of them stopped the case, that is why the panel did: its ratings are not told.
    """
    version, key = assessment.release.case_version, result.key
    if result.tool_right is not None:
        yield from _panel_stops(version, seats_that_stopped(key), owner)
    else:
        yield from _panel_reasons(version, _in_key(key), owner)
        panel = Panel.objects.filter(key=key).first()
        yield from _chair_notes(version, panel.pk, owner) if panel is not None else ()


def _judged_again(
    assessment: Assessment, result: Result, owner: Organisation, *, is_read: bool
) -> Iterator[Reportable]:
    if result.rescoring is not None:
        acts = [one.rescoring for one in results_of(assessment.uuid) if one.rescoring]
        yield from reasons_told(assessment.release.case_version, acts, owner, and_of_key=is_read)


def _in_key(key: Key) -> list[PanelRating]:
    """The ratings with a reason that the key was made of: nobody's who was left out of it."""
    return [rating for said in ratings_with_reasons(key).values() for rating in said]


def _passages(
    version: CaseVersion, passages: Iterable[Passage], owner: Organisation, *, shown: bool
) -> Iterator[Reportable]:
    for passage in passages:
        text = f"{passage.heading} {passage.or_notice(passage.text)}" if shown else ""
        yield Reportable(
            Report.Kind.PASSAGE,
            passage.pk,
            _("The case file"),
            f"{passage.ref} {shortened(text)}".strip(),
            place_of(version, passage.ref),
            owner,
        )


def _own(assessment: Assessment, owner: Organisation) -> Iterator[Reportable]:
    version = assessment.release.case_version
    organisation = assessment.organisation or home_organisation(assessment.person) or owner
    group = _("What you wrote")
    reasons = Reason.objects.filter(answer__assessment=assessment).exclude(text="", withheld="")
    for reason in reasons.select_related("answer__factor").order_by("answer"):
        yield Reportable(
            Report.Kind.REASON,
            reason.pk,
            group,
            f"{reason.answer.factor.name}: {shortened(reason.or_notice(reason.text))}",
            place_of(version, reason.answer.factor.name),
            organisation,
        )
    for said in WrongTool.objects.filter(assessment=assessment):
        yield Reportable(
            Report.Kind.WRONG_TOOL,
            said.pk,
            group,
            f"{_('Wrong tool')}: {shortened(said.or_notice(said.text))}",
            place_of(version, _("Wrong tool")),
            organisation,
        )
    own = Disagreement.objects.filter(assessment=assessment).select_related("factor", "reply")
    for disagreement in own:
        yield from _disagreement(version, disagreement, organisation, owner, group=group)


def reportable_disagreement(said: Disagreement) -> list[Reportable]:
    """The texts of one disagreement, for whoever answers it: the words and the answer."""
    version = said.assessment.release.case_version
    owner = owner_of(version)
    organisation = said.assessment.organisation or owner
    return list(_disagreement(version, said, organisation, owner, group=_("What somebody wrote")))


def _disagreement(
    version: CaseVersion,
    said: Disagreement,
    organisation: Organisation,
    owner: Organisation,
    *,
    group: str,
) -> Iterator[Reportable]:
    """What a person wrote goes to their organisation, what was answered to the case's owner."""
    name = said.factor.name
    yield Reportable(
        Report.Kind.DISAGREEMENT,
        said.pk,
        group,
        f"{_('I still disagree')}, {name}: {shortened(said.or_notice(said.text))}",
        place_of(version, name),
        organisation,
    )
    if said.is_answered:
        yield Reportable(
            Report.Kind.DISAGREEMENT_REPLY,
            said.reply.pk,
            _("What was answered"),
            f"{name}: {shortened(said.reply.or_notice(said.reply.text))}",
            place_of(version, name),
            owner,
        )
        if said.reply.looked_at is not None:
            yield Reportable(
                Report.Kind.KEY_STANDS,
                said.reply.pk,
                _("Why the key stands"),
                f"{name}: {shortened(said.reply.stands_words)}",
                place_of(version, name),
                owner,
            )


def _labelled(what: str, seat: Panellist) -> str:
    return f"{what}, {seat.label}"


def _own_name(what: str, seat: Panellist) -> str:
    return what


def _panel_reasons(
    version: CaseVersion,
    ratings: Iterable[PanelRating],
    owner: Organisation,
    *,
    group: str = "",
    name: Callable[[str, Panellist], str] = _labelled,
) -> Iterator[Reportable]:
    """In the order of labels, which were drawn; that of rows is the order of invitations."""
    for rating in sorted(ratings, key=_by_label):
        what = name(rating.unit.factor.name, rating.panellist)
        text = shortened(rating.or_notice(rating.reason))
        yield Reportable(
            Report.Kind.PANEL_REASON,
            rating.pk,
            group or _("What the panel wrote"),
            f"{what}: {text}",
            place_of(version, what),
            owner,
        )


def _by_label(rating: PanelRating) -> tuple[str, int, int]:
    return rating.panellist.label, rating.unit.stage, rating.unit.factor.number


def _panel_stops(
    version: CaseVersion,
    stopped: Iterable[Panellist],
    owner: Organisation,
    *,
    group: str = "",
    name: Callable[[str, Panellist], str] = _labelled,
) -> Iterator[Reportable]:
    for seat in stopped:
        if not (text := seat.or_notice(seat.wrong_tool_reason)):
            continue
        what = name(_("Wrong tool"), seat)
        yield Reportable(
            Report.Kind.PANEL_WRONG_TOOL,
            seat.pk,
            group or _("What the panel wrote"),
            f"{what}: {shortened(text)}",
            place_of(version, what),
            owner,
        )


def _of_others(version: CaseVersion, seat: Panellist, owner: Organisation) -> list[Reportable]:
    """What others wrote that the revision round shows: by no label, in an order that tells nothing.

    Only while the round is open, and only where this person is asked to look again.
    """
    if not seat.asked_again or seat.panel.state != Panel.State.REVISING:
        return []
    texts = [
        Reportable(
            Report.Kind.PANEL_REASON,
            row.pk,
            _("What others on the panel wrote"),
            f"{item.factor.name}: {shortened(row.or_notice(row.reason))}",
            place_of(version, item.factor.name),
            owner,
        )
        for item in asked_items(seat)
        for row in item.others
        if row.reason or row.withheld
    ]
    return sorted(texts, key=lambda text: text.value)


def _chair_notes(version: CaseVersion, panel_id: int, owner: Organisation) -> Iterator[Reportable]:
    notes = ChairNote.objects.filter(panel=panel_id).exclude(text="", withheld="")
    for note in notes.select_related("unit__factor").order_by(
        "unit__stage", "unit__factor__number"
    ):
        what = _("the chair’s note on %(factor)s") % {"factor": note.unit.factor.name}
        yield Reportable(
            Report.Kind.CHAIR_NOTE,
            note.pk,
            _("What the chair wrote"),
            f"{note.unit.factor.name}: {shortened(note.or_notice(note.text))}",
            place_of(version, what),
            owner,
        )
