"""What people come back to beside the lessons: research, words, events, and where to turn.

All of it is written in the Wagtail admin by trainers and administrators, for everybody.
"""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from courses.short_names import refuse_another_short_name
from scenarios.public import IdentifierKind, identifier_findings, refuse_in_form

Kinds = frozenset[IdentifierKind]
NONE: Kinds = frozenset()
LINKS: Kinds = frozenset({IdentifierKind.WEB})
# A reference in a journal has numbers of its own, and often a link.
SOURCES: Kinds = frozenset({IdentifierKind.WEB, IdentifierKind.PHONE, IdentifierKind.DIGITS})
# Here a number that somebody answers is the point.
CONTACTS: Kinds = frozenset({*SOURCES, IdentifierKind.EMAIL})


class Written(models.Model):
    """Text that an author types in the admin, none of which may point to a real person.

    ``free_text`` names its fields, each with the kinds of identifier that may stand in it.
    """

    free_text: ClassVar[Mapping[str, Kinds]] = {}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse on its field what points to a real person."""
        super().clean()
        errors = {}
        for name, allowed in self.free_text.items():
            try:
                refuse_in_form(identifier_findings(getattr(self, name), allowed=allowed))
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)


class Drafted(DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, Written):
    """The same with drafts, a history and a preview."""

    class Meta:
        abstract = True


class BriefingQuerySet(models.QuerySet["ResearchBriefing"]):
    def published(self) -> "BriefingQuerySet":
        return self.filter(live=True)


class ResearchBriefing(Drafted):
    """One piece of research on a page: what was found, what follows, and what does not."""

    free_text = {
        "title": NONE, "slug": NONE, "summary": NONE, "studied": LINKS, "found": LINKS,
        "means": LINKS, "does_not_show": LINKS, "source": SOURCES,
    }  # fmt: skip

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("short name"), unique=True, help_text=_("Small letters and hyphens. It never changes.")
    )
    summary = models.CharField(
        _("in one sentence"), max_length=240, help_text=_("Stands under the title in the list.")
    )
    studied = models.TextField(_("what was studied"), help_text=_("Markdown."))
    found = models.TextField(_("what was found"), help_text=_("Markdown."))
    means = models.TextField(_("what it means for practice"), help_text=_("Markdown."))
    does_not_show = models.TextField(
        _("what it does not show"),
        help_text=_(
            "Markdown. Whom it was about, what was not measured, what cannot be concluded."
        ),
    )
    source = models.TextField(
        _("source"), max_length=600, help_text=_("Authors, title, where and when.")
    )
    source_link = models.URLField(_("link to the source"), max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1900)]
    )
    last_reviewed = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("When somebody last compared this page with its source."),
    )

    objects = BriefingQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("slug"), FieldPanel("summary")],
            heading=_("The briefing"),
        ),
        FieldPanel("studied"),
        FieldPanel("found"),
        FieldPanel("means"),
        FieldPanel("does_not_show"),
        MultiFieldPanel(
            [
                FieldPanel("source"),
                FieldPanel("source_link"),
                FieldPanel("year"),
                FieldPanel("last_reviewed"),
            ],
            heading=_("Source"),
        ),
    ]

    class Meta:
        verbose_name = _("research briefing")
        verbose_name_plural = _("research briefings")
        ordering = [Lower("title")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if errors := refuse_another_short_name(self):
            raise ValidationError(errors)
        today = timezone.localdate()
        if self.last_reviewed and self.last_reviewed > today:
            raise ValidationError({"last_reviewed": _("This day is still to come.")})
        if self.year and self.year > today.year:
            raise ValidationError({"year": _("This year is still to come.")})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "courses/resources/briefing.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from courses.selectors.resources import briefing_parts

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return {**context, "briefing": self, "parts": briefing_parts(self)}


class GlossaryTerm(Written):
    """A word of the field with its meaning. Lessons show it on a card: changed once, here."""

    free_text = {"term": NONE, "welsh": NONE, "meaning": LINKS}

    term = models.CharField(_("term"), max_length=80)
    welsh = models.CharField(_("in Welsh"), max_length=80, blank=True)
    meaning = models.TextField(
        _("meaning"), max_length=800, help_text=_("Plain sentences, without markup.")
    )
    see_also = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="+", verbose_name=_("see also")
    )

    panels = [
        FieldPanel("term"),
        FieldPanel("welsh"),
        FieldPanel("meaning"),
        FieldPanel("see_also"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = [Lower("term")]
        constraints = [
            models.UniqueConstraint(
                Lower("term"),
                name="one_meaning_per_term",
                violation_error_message=_("The glossary has this term already."),
            )
        ]

    def __str__(self) -> str:
        return self.term

    @property
    def anchor(self) -> str:
        """Where it stands on the glossary's page."""
        return f"term-{self.pk}"


class EventQuerySet(models.QuerySet["TrainingEvent"]):
    def to_come(self) -> "EventQuerySet":
        """Published events that are not over; those that are leave by themselves."""
        return self.filter(live=True, ends_at__gt=timezone.now())


class TrainingEvent(Drafted):
    """Something to go to, or to join online."""

    free_text = {
        "title": NONE, "place": CONTACTS, "who_for": NONE, "how_to_book": CONTACTS,
        "about": CONTACTS,
    }  # fmt: skip

    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    place = models.CharField(_("where"), max_length=200, help_text=_("A place, or “Online”."))
    link = models.URLField(_("link"), max_length=500, blank=True)
    who_for = models.CharField(_("who it is for"), max_length=240)
    how_to_book = models.TextField(_("how to book"), max_length=600)
    about = models.TextField(_("about it"), blank=True, help_text=_("Markdown."))

    objects = EventQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading=_("When")),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("link")], heading=_("Where")),
        FieldPanel("who_for"),
        FieldPanel("how_to_book"),
        FieldPanel("about"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end comes after the beginning.")})

    @property
    def is_on_one_day(self) -> bool:
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "courses/resources/events.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from courses.selectors.resources import event_rows

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return {**context, "rows": event_rows([self]), "is_preview": True}


class SupportLine(Written):
    """Somebody to talk to. Without drafts: a number that changed is wrong until it is changed."""

    free_text = {
        "name": NONE, "number": CONTACTS, "hours": CONTACTS, "who_for": NONE, "about": CONTACTS,
    }  # fmt: skip

    name = models.CharField(_("who"), max_length=120)
    number = models.CharField(_("telephone number"), max_length=60, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    hours = models.CharField(_("when it is open"), max_length=160)
    who_for = models.CharField(_("who it is for"), max_length=240)
    about = models.TextField(_("good to know"), max_length=600, blank=True)
    position = models.PositiveSmallIntegerField(
        _("place in the list"), default=10, help_text=_("The lowest number stands first.")
    )
    is_example = models.BooleanField(
        _("an example, not a real line"),
        default=False,
        help_text=_("Readers are told. Take the tick away when the line is real."),
    )
    # Set by whoever says that they checked it, and taken away when what they checked changes.
    last_checked = models.DateField(_("last checked"), null=True, editable=False)

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldPanel("number"), FieldPanel("link"), FieldPanel("hours")],
            heading=_("How to reach it"),
        ),
        FieldPanel("who_for"),
        FieldPanel("about"),
        MultiFieldPanel([FieldPanel("position"), FieldPanel("is_example")], heading=_("Listing")),
    ]

    class Meta:
        verbose_name = _("support line")
        verbose_name_plural = _("support lines")
        ordering = ["position", Lower("name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if not self.number and not self.link:
            raise ValidationError({"number": _("Give a number, a link, or both.")})

    def is_to_be_checked(self, today: date) -> bool:
        """Whether nobody has checked it within the time that the site allows."""
        allowed = timedelta(days=settings.SUPPORT_LINES_CHECKED_EVERY_DAYS)
        return self.last_checked is None or self.last_checked + allowed < today
