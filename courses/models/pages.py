"""The pages: home, the list of courses, and in each course its modules and their lessons.

A page's context asks ``courses.selectors``, imported where it is used: selectors read these models.
"""

from http import HTTPMethod
from typing import Any

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from courses.blocks import LessonBody, Steps
from courses.course_form import CourseForm
from courses.factors import factor_choices
from courses.measure_blocks import MeasuringForms
from courses.safe_blocks import refuse_identifiers
from scenarios.public import render_markdown


def factor_or_none_choices() -> list[tuple[str, str]]:
    """The choices of a lesson's factor in the editor; most lessons are about none in particular."""
    return [("", str(_("None in particular"))), *factor_choices()]


class SitePage(Page):
    """A page of this site: it is only read, and knows the pages above it, for the trail."""

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD]
    # What an author types into the page's own fields; the blocks look after themselves.
    free_text: tuple[str, ...] = ("title", "slug", "seo_title", "search_description")

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse on its field what points to a real person."""
        super().clean()
        errors = {}
        for name in self.free_text:
            try:
                refuse_identifiers(getattr(self, name))
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)

    @cached_property
    def around(self) -> list[Any]:
        """Itself, the pages above it, and what else it leads to: one query for all that ask."""
        restricted = PageViewRestriction.objects.filter(page=OuterRef("pk"))
        return list(self.asked_around().annotate(is_restricted=Exists(restricted)))

    def asked_around(self) -> QuerySet[Page]:
        """The pages that ``around`` asks for; each kind of page adds to them."""
        found: QuerySet[Page] = self.get_ancestors(inclusive=True)
        return found

    @property
    def above(self) -> list[Page]:
        """The pages above it, from the top down."""
        return [
            page
            for page in self.around
            if page.depth < self.depth and self.path.startswith(page.path)
        ]

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As Wagtail finds them, which asks for the pages above again; none are usual here."""
        # An alias has the restrictions of its source, which is not among the pages around.
        on_the_way = [page for page in self.around if self.path.startswith(page.path)]
        if any(page.is_restricted or page.alias_of_id for page in on_the_way):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["trail"] = [
            {"url": page.get_url(request), "label": page.title if page.depth > 2 else _("Home")}
            for page in self.above
            if page.depth >= 2
        ]
        return context


class SignedInPage(SitePage):
    """A page inside a course, for people who are signed in."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return super().serve(request, *args, **kwargs)


class HomePage(SitePage):
    """What the site is for, how it works, and what it does not claim."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.LearnPage"]
    template = "courses/home.html"
    free_text = (*SitePage.free_text, "lede", "promise_heading", "promise")

    lede = models.TextField(_("first sentences"))
    how_it_works = StreamField(Steps(), verbose_name=_("how it works"), blank=True)
    promise_heading = models.CharField(_("heading of the promise"), max_length=120)
    promise = models.TextField(_("promise"), help_text=_("Markdown."))

    content_panels = [
        *Page.content_panels,
        FieldPanel("lede"),
        FieldPanel("how_it_works"),
        MultiFieldPanel(
            [FieldPanel("promise_heading"), FieldPanel("promise")], heading=_("The promise")
        ),
    ]
    settings_panels = []  # no dates: an expiry would unpublish the site
    search_fields = [*Page.search_fields, index.SearchField("lede"), index.SearchField("promise")]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find a page below in one query, where Wagtail asks two for every page on the way."""
        kinds = (LearnPage, CoursePage, ModulePage, LessonPage)
        if 0 < len(path_components) <= len(kinds):
            address = f"{self.url_path}{'/'.join(path_components)}/"
            kind = kinds[len(path_components) - 1]
            if page := kind.objects.live().filter(url_path=address).first():
                return RouteResult(page)
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.selectors.due import nearest_due_words
        from courses.selectors.outlines import learn_page

        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "learn": learn_page(),
            "promise": render_markdown(self.promise),
            "due": nearest_due_words(request.user),
        }


class LearnPage(SitePage):
    """The list of courses. Anybody may read what there is to learn."""

    max_count = 1
    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.CoursePage"]
    template = "courses/learn.html"
    free_text = (*SitePage.free_text, "introduction")

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    settings_panels = []  # no dates: an expiry would unpublish the site
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("list of courses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.selectors.outlines import outlines
        from courses.selectors.times import timed

        context = super().get_context(request, *args, **kwargs)
        return {**context, "courses": timed(outlines())}


class CoursePage(SignedInPage):
    """A course: modules in order, and how far the reader has come."""

    parent_page_types = ["courses.LearnPage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course.html"
    free_text = (*SitePage.free_text, "summary")
    base_form_class = CourseForm

    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_(
            "What somebody can do after it, in one or two sentences of at most 300 characters. "
            "It stands under the title in the list of courses, in My learning and on the course."
        ),
    )
    self_enrolment = models.BooleanField(
        _("people may take it by themselves"),
        default=True,
        help_text=_("Otherwise only those are on it whom their lead has assigned it."),
    )
    prerequisites = ParentalManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="leads_to",
        verbose_name=_("courses to finish first"),
    )
    edition = models.PositiveSmallIntegerField(
        _("edition"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Raise it by one when a change is to be measured by itself. Who began on an earlier "
            "edition is then in the figures of neither."
        ),
    )
    measuring_forms = StreamField(
        MeasuringForms(),
        verbose_name=_("forms of the measure"),
        blank=True,
        help_text=_(
            "Two forms that are alike. People get one of them before the course and the other "
            "after it, half of them the other way round."
        ),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("self_enrolment"),
                FieldPanel("prerequisites", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Who takes it, and when"),
        ),
        MultiFieldPanel(
            [FieldPanel("edition"), FieldPanel("measuring_forms")],
            heading=_("What the course does"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = _("course")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.selectors.my_courses import course_page_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **course_page_context(self, request.user)}


class ModulePage(SignedInPage):
    """A part of a course: a few lessons that belong together."""

    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/module.html"
    free_text = (*SitePage.free_text, "summary")

    summary = models.TextField(_("summary"), blank=True)
    is_needed = models.BooleanField(
        _("needed to finish the course"),
        default=True,
        help_text=_("A module that is not needed can be read, and is asked of nobody."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("is_needed")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = _("module")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.selectors.my_courses import module_page_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **module_page_context(self, request.user)}


class LessonPage(SignedInPage):
    """Something short to read, which may lead into a case to practise on."""

    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    template = "courses/lesson.html"

    minutes = models.PositiveSmallIntegerField(
        _("minutes it takes to read"),
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Without the practice case, which says its own."),
    )
    factor = models.CharField(
        _("factor"),
        max_length=40,
        blank=True,
        db_index=True,
        help_text=_("Feedback sends people here who differ from the panel on this factor."),
    )
    body = StreamField(LessonBody(), verbose_name=_("lesson"), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("minutes"),
                FieldPanel("factor", widget=forms.Select(choices=factor_or_none_choices)),
            ],
            heading=_("Facts"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("body"),
        index.FilterField("factor"),
    ]

    class Meta:
        verbose_name = _("lesson")

    def clean(self) -> None:
        super().clean()
        if self.factor and self.factor not in dict(factor_choices()):
            raise ValidationError({"factor": _("This is not a factor of the current framework.")})

    def asked_around(self) -> QuerySet[Page]:
        """Also the published modules and lessons of its course, for what comes before and after."""
        in_course = Page.objects.filter(
            live=True,
            path__startswith=self.path[: -2 * self.steplen],
            depth__in=(self.depth - 1, self.depth),
        )
        return super().asked_around() | in_course

    @property
    def practice_refs(self) -> list[str]:
        """The references of the cases it embeds, without building the whole body."""
        return [child["value"] for child in self.body.raw_data if child["type"] == "practice_case"]

    @property
    def knowledge_check_ids(self) -> list[int]:
        """The knowledge checks it embeds, published or not; a deleted one leaves nothing."""
        held = (row["value"] for row in self.body.raw_data if row["type"] == "knowledge_check")
        return [pk for pk in held if pk]

    def embedded(self, kind: str) -> list[Any]:
        """What the blocks of this kind show, without what was deleted: one query for all."""
        return [child.value for child in self.body if child.block_type == kind and child.value]

    @property
    def factor_codes(self) -> set[str]:
        """The factors it shows on cards."""
        return {child["value"] for child in self.body.raw_data if child["type"] == "factor_card"}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, and keep on the reader's enrolment that it is where they are."""
        from courses.services.reading import keep_place

        answer = super().serve(request, *args, **kwargs)
        if request.method == HTTPMethod.GET and request.user.is_authenticated:
            place = answer.context_data["place"]
            keep_place(person=request.user, lesson=self, place=place)
        return answer

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.selectors.lessons import lesson_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **lesson_context(self, request.user)}
