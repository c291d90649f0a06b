"""Addresses of the workshop, where trainers write, check and look after cases."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
