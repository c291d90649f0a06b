"""The seats of a panel, and the addresses of its pages."""

from django.urls import reverse


def page(name, panel):
    return reverse(name, args=[panel.uuid])


def seats_of(panel):
    return list(panel.panellists.order_by("pk"))
