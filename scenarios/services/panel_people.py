"""Who may have which part in a panel. Asked when somebody is named, and again at every act.

Nobody approves their own: the approver has neither sent the case, nor written on it, nor chaired
or rated it. Nobody rates what they wrote, sent, chair or approve.
"""

from typing import Any

from django.conf import settings
from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _

from people.public import Prepared, Role, Slot, User, has_role, organisations_administered_by
from scenarios.models import (
    Assessment,
    CaseDesign,
    CaseVersion,
    ModerationSession,
    Panel,
    Panellist,
    Review,
    Scenario,
    Use,
)
from scenarios.querysets import same_case

SENDERS = (Role.TRAINER,)
CHAIRS = (Role.TRAINER, Role.PANELLIST)
APPROVERS = (Role.TRAINER, Role.PANELLIST, Role.ADMINISTRATOR)
PANELLISTS = (Role.PANELLIST,)
USES = (Use.PRACTICE, Use.CHECK, Use.ANCHOR)


def may_still_read(person: User, panel: Panel) -> bool:
    """Whether a part that opens a closed panel's ratings is still held with its role today."""
    parts = (
        (panel.chair_id, CHAIRS),
        (panel.approver_id, APPROVERS),
        (panel.sent_by_id, SENDERS),
    )
    return any(person.pk == holder and has_role(person, *roles) for holder, roles in parts)


def minimum_of(use: str) -> int:
    """How many panellists have to finish before a panel for this use can be closed."""
    return int(settings.PANEL_MINIMUM[use])


def least_agreement(use: str) -> int:
    """How many pairs of panellists in a hundred should come within one level, for this use."""
    return int(settings.PANEL_AGREEMENT[use]["within_one"])


def little_agreement_blocks(use: str) -> bool:
    """Whether a panel below that cannot be closed; otherwise its chair and approver are told."""
    return bool(settings.PANEL_AGREEMENT[use]["blocks"])


def needs_words(use: str) -> str:
    """The same in words, to stand within a sentence."""
    words = {
        Use.PRACTICE: _("a practice case needs %(minimum)d"),
        Use.CHECK: _("a check needs %(minimum)d"),
        Use.ANCHOR: _("an anchor needs %(minimum)d"),
    }
    return words[Use(use)] % {"minimum": minimum_of(use)}


def asking_words() -> str:
    """How many to ask, for whoever sends a case."""
    return _(
        "Practice needs %(practice)d who finish, so ask one or two more. A check needs %(check)d, "
        "an anchor %(anchor)d."
    ) % {use.value: minimum_of(use) for use in USES}


def has_written(person: User, scenario: Scenario) -> bool:
    """Whether the person saved any revision of the scenario, or what it or its twin means."""
    return person.pk in writers_of(scenario) or _designs_of(person, scenario.pk).exists()


def writers_of(scenario: Scenario) -> set[int]:
    """Who has written on the scenario: its text, or what its design means."""
    texts = scenario.revisions.filter(user__isnull=False).values_list("user", flat=True)
    designs = CaseDesign.writers.through.objects.filter(casedesign__scenario=scenario.pk)
    return {*texts, *designs.values_list("user", flat=True)}


def _designs_of(person: User, scenario_id: int) -> QuerySet[Any]:
    """Whether they wrote the scenario or its twin, as the designs have it.

    Whoever made a copy, and who had written the original by then, is kept with the copy's design.
    """
    return CaseDesign.writers.through.objects.filter(
        same_case("casedesign__scenario", scenario_id), user=person
    )


def has_reviewed(person: User, scenario: Scenario) -> bool:
    """Whether the person was named to review a draft of the scenario or its twin: they read it."""
    return Review.objects.filter(same_case("scenario", scenario.pk), reviewer=person).exists()


def refusal_of_sender(person: User, scenario: Scenario) -> str | None:
    """Why the person cannot send this case to a panel today, or None where they can."""
    if not has_role(person, *SENDERS):
        return _("Only trainers send a case to a panel.")
    if not Scenario.objects.visible_to(person).filter(pk=scenario.pk).exists():
        return _("Only those who write cases for its owner send it to a panel.")
    return None


def refusal_of_chair(panel: Panel, person: User) -> str | None:
    """Why the person cannot chair this panel today, or None where they can."""
    if not has_role(person, *CHAIRS):
        return _("A chair is a trainer or a panellist today, and %(name)s is neither.") % {
            "name": person
        }
    if panel.pk and panel.panellists.filter(person=person).exists():
        return _("%(name)s rates this case, so cannot be its chair.") % {"name": person}
    if person.pk == panel.approver_id and person.pk != panel.chair_id:
        return _("%(name)s approves the key, so cannot be the chair as well.") % {"name": person}
    return None


def may_replace_chair(person: User, panel: Panel) -> bool:
    """Whether the person may name another chair: who sent the case, or an administrator of it.

    Not the approver: whoever approves has no other part.
    """
    if person.pk == panel.approver_id:
        return False
    if person.pk == panel.sent_by_id:
        return has_role(person, *SENDERS)
    owner = panel.case_version.scenario.owner_id
    return organisations_administered_by(person).filter(pk=owner).exists()


def refusal_of_approver(panel: Panel, person: User) -> str | None:
    """Why the person cannot approve this panel's key today, or None where they can."""
    if not has_role(person, *APPROVERS):
        return _(
            "Whoever approves is a trainer, a panellist or an administrator today, "
            "and %(name)s is none of them."
        ) % {"name": person}
    reasons = (
        (person.pk == panel.chair_id, _("chairs the panel")),
        (person.pk == panel.sent_by_id, _("sent the case to the panel")),
        (
            bool(panel.pk) and panel.panellists.filter(person=person).exists(),
            _("is on the panel"),
        ),
        (has_written(person, panel.case_version.scenario), _("has written on this case")),
        (has_reviewed(person, panel.case_version.scenario), _("has reviewed this case")),
    )
    for is_so, why in reasons:
        if is_so:
            return _("Nobody approves their own: %(name)s %(why)s.") % {"name": person, "why": why}
    return None


def refusal_of_panellist(panel: Panel, person: User) -> str | None:
    """Why the person cannot have a seat on this panel today, or None where they can.

    What they did as a trainee is not asked here: who invites them must not learn of it.
    """
    if not has_role(person, *PANELLISTS):
        return _("%(name)s is not a panellist today.") % {"name": person}
    if person.pk in (panel.chair_id, panel.approver_id, panel.sent_by_id):
        return _("%(name)s sends, chairs or approves, so cannot rate the case as well.") % {
            "name": person
        }
    reasons = (
        _("%(name)s has written on this case, so cannot rate it blind."),
        _("%(name)s is asked to rate a case that is too like this one."),
        _("%(name)s has reviewed this case, so cannot rate it blind."),
        _("%(name)s has read what a panel said of this case, so cannot rate it blind."),
    )
    for is_so, words in zip(_ties(panel, person), reasons, strict=True):
        if is_so:
            return words % {"name": person}
    return None


def _ties(panel: Panel, person: User) -> tuple[bool, bool, bool, bool]:
    """Whether the person wrote or reviewed this case, sits for its twin, or read a panel on it.

    Asked at every act of a panellist, so all in one query. Their own panel they may have read:
    whoever looks again has.
    """
    scenario_id = panel.case_version.scenario_id
    seats = Panellist.objects.filter(
        same_case("panel__case_version__scenario", scenario_id),
        person=person,
        declined_at__isnull=True,
    ).exclude(panel__case_version__scenario=scenario_id)
    reviews = Review.objects.filter(same_case("scenario", scenario_id), reviewer=person)
    read = panels_run(person, scenario_id).exclude(pk=panel.pk)
    found = (
        Exists(panel.case_version.scenario.revisions.filter(user=person))
        | Exists(_designs_of(person, scenario_id)),
        Exists(seats),
        Exists(reviews),
        Exists(read) | Exists(sessions_held(person, scenario_id)),
    )
    return User.objects.filter(pk=person.pk).values_list(*found).get()


def refusal_to_rate(panel: Panel, person: User) -> str | None:
    """Why the person cannot rate now, said to nobody but them: also what they did as a trainee."""
    if words := refusal_of_panellist(panel, person):
        return words
    attempts = Assessment.objects.filter(
        same_case("release__case_version__scenario", panel.case_version.scenario_id),
        person=person,
        stopped_at__isnull=True,
    )
    if attempts.exists():
        return _(
            "You have begun or done this case as a trainee, so you cannot rate it blind. "
            "Please decline the invitation. Nobody is told why."
        )
    return None


def refusal_to_look(panel: Panel, person: User) -> str | None:
    """Why the person cannot see the ratings of a closed panel now: they are sitting the case."""
    return refusal_while_sitting(person, panel.case_version.scenario_id)


def refusal_while_sitting(person: User, scenario_id: int) -> str | None:
    """The same of a case, also where they are sitting its twin, whose key is much alike."""
    sitting = Assessment.objects.filter(
        same_case("release__case_version__scenario", scenario_id),
        person=person,
        submitted_at__isnull=True,
        stopped_at__isnull=True,
    ).values_list("release__case_version__scenario", flat=True)
    found = set(sitting)
    if scenario_id in found:
        return _(
            "You have this case open as an assessment. Submit or stop it before you look at what "
            "the panel said."
        )
    if found:
        return _(
            "You have a case open as an assessment that is too like this one. Submit or stop it "
            "before you look at what the panel said."
        )
    return None


def seats_begun(person: User, scenario_id: int) -> QuerySet[Panellist]:
    """The person's seats on panels of a scenario, or its twin, in which they rated anything."""
    return Panellist.objects.filter(
        same_case("panel__case_version__scenario", scenario_id),
        person=person,
        begun_at__isnull=False,
    )


def panels_run(person: User, scenario_id: int) -> QuerySet[Panel]:
    """The panels of a scenario, or its twin, whose ratings the person was there to read."""
    return Panel.objects.filter(same_case("case_version__scenario", scenario_id), readers=person)


_open_seat = Prepared(
    lambda: Panellist.objects.filter(
        same_case("panel__case_version__scenario", Slot(CaseVersion, "scenario")),
        person=Slot(Panellist, "person"),
        declined_at__isnull=True,
        panel__closed_at__isnull=True,
        panel__called_off_at__isnull=True,
    )[:1]
)


def is_asked_to_rate(person: User, scenario_id: int) -> bool:
    """Whether the person has a seat on a panel of the scenario, or its twin, that rates blind."""
    return _open_seat.get(person=person.pk, scenario=scenario_id) is not None


def asked_to_rate(person: User) -> set[int]:
    """The scenarios, with their twins, of which ``is_asked_to_rate`` would say so: one query."""
    seats = Panellist.objects.filter(
        person=person,
        declined_at__isnull=True,
        panel__closed_at__isnull=True,
        panel__called_off_at__isnull=True,
    )
    case = "panel__case_version__scenario"
    rows = seats.values_list(case, f"{case}__twin__copy", f"{case}__twin_of__original")
    return {scenario for row in rows for scenario in row if scenario is not None}


def sessions_held(person: User, scenario_id: int) -> QuerySet[ModerationSession]:
    """The moderation sessions on a scenario that the person held, with its panel's words shown."""
    return ModerationSession.objects.filter(
        same_case("release__case_version__scenario", scenario_id), held_by=person
    )


def has_had_part(person: User, scenario_id: int) -> bool:
    """Whether the person rated or reviewed the scenario, or could read what its panel said."""
    any_of_them = (
        Exists(seats_begun(person, scenario_id))
        | Exists(panels_run(person, scenario_id))
        | Exists(sessions_held(person, scenario_id))
        | Exists(Review.objects.filter(same_case("scenario", scenario_id), reviewer=person))
    )
    return User.objects.filter(any_of_them, pk=person.pk).exists()
