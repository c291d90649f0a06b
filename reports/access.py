"""Whose report somebody may open: that of an organisation in a subtree they lead, and no other."""

from django.http import Http404

from people.public import Organisation, Role, User, organisations_held


def led_organisation_or_404(user: User, code: str) -> Organisation:
    """The organisation, if the user leads it. Another's is answered as one that does not exist."""
    organisation = organisations_held(user, Role.FORCE_LEAD).filter(code=code).first()
    if organisation is None:
        raise Http404
    return organisation
