"""Panels as whoever administers the organisation of their case sees them: to name another chair."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from people.public import Role, User, has_role, organisations_administered_by
from scenarios.models import Panel
from scenarios.selectors.panels import PanelRow, panel_row, visible_panels


def panels_administered_by(user: User) -> list[PanelRow]:
    """Panels under way on cases of organisations that the user administers, for a chair's place."""
    if not has_role(user, Role.ADMINISTRATOR):
        return []
    owners = organisations_administered_by(user)
    panels = Panel.objects.filter(
        case_version__scenario__owner__in=owners,
        chair__isnull=False,
        release__isnull=True,
        called_off_at__isnull=True,
    ).exclude(approver=user)
    panels = panels.select_related("case_version__scenario", "chair")
    words = _("chaired by %(name)s")
    return [panel_row(panel, words % {"name": panel.chair}) for panel in panels]


def panel_of_case_or_404(user: User, uuid: UUID) -> Panel:
    """A panel that the person has a part in, or whose case they administer; or no such thing."""
    if panel := visible_panels(user).filter(uuid=uuid).first():
        return panel
    owners = organisations_administered_by(user)
    panels = Panel.objects.filter(case_version__scenario__owner__in=owners, chair__isnull=False)
    panel = (
        panels.select_related("case_version__scenario__owner", "chair", "approver", "sent_by")
        .filter(uuid=uuid)
        .first()
    )
    if panel is None:
        raise Http404
    return panel
