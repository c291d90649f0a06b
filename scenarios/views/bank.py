"""The bank of cases as a whole: what its cases are like, and how long they last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.public import require_role
from scenarios.models import Scenario
from scenarios.querysets import WRITERS
from scenarios.selectors.balance import balance_of
from scenarios.selectors.meter import meter_of


@require_role(*WRITERS)
def balance(request: HttpRequest) -> HttpResponse:
    """Characteristics by designed level, so that no level has a face."""
    found = balance_of(Scenario.objects.visible_to(request.user))
    return render(request, "scenarios/workshop/balance.html", {"balance": found})


@require_role(*WRITERS)
def meter(request: HttpRequest) -> HttpResponse:
    """How many cases there are for each use, and when nobody has an unseen one left."""
    return render(request, "scenarios/workshop/bank.html", {"meter": meter_of(request.user)})
