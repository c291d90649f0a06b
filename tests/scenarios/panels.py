"""The addresses of a panel’s pages."""

from django.urls import reverse


def page(name, panel):
    return reverse(name, args=[panel.uuid])
