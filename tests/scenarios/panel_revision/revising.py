"""Looking again as a panellist does, by the service and by the form."""

from datetime import timedelta

from django.urls import reverse

from scenarios.services.rating import Rating
from scenarios.services.revising import revise_rating
from scoring.public import Factor

TOMORROW = timedelta(days=1)


def factor_of(panel, code="opportunity"):
    return Factor.objects.get(framework=panel.case_version.framework, code=code)


def revise(seat, level, *, code="opportunity", reason="Why opportunity.", cited=(), **more):
    return revise_rating(
        seat=seat,
        stage=1,
        factor=factor_of(seat.panel, code),
        rating=Rating.from_choice(str(level), 90, reason),
        cited=list(cited),
        **more,
    )


def item_url(panel, code="opportunity"):
    return reverse("panel_revise", args=[panel.uuid, 1, code])


def list_url(panel):
    return reverse("panel_revision", args=[panel.uuid])


def sent(choice="2", **more):
    return {"choice": choice, "confidence": "70", "reason": "Why opportunity.", "revise": 1} | more
