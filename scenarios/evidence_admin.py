"""The library of evidence in the Wagtail admin. The form of a statement runs the checks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from scenarios.evidence.checking import MOST_DOCUMENTS, plain_words, statement_problems
from scenarios.models import CaseDocument, EvidenceStatement
from scenarios.services.evidence import facts_now, vocabulary
from scoring.public import Factor, current_framework, framework_parts


class NeedsField(forms.CharField):
    """Facts with the values a statement is true with, one fact a line: ``home: alone, shared``."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "\n".join(f"{fact}: {', '.join(values)}" for fact, values in value.items())
        return value

    def clean(self, value: Any) -> dict[str, list[str]]:
        needs: dict[str, list[str]] = {}
        for line in super().clean(value).splitlines():
            fact, colon, values = line.partition(":")
            if not line.strip():
                continue
            if not colon:
                raise ValidationError(
                    _("“%(line)s”: write a fact, a colon and its values, as “home: alone, shared”.")
                    % {"line": line.strip()}
                )
            needs[fact.strip()] = [each.strip() for each in values.split(",") if each.strip()]
        return needs

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != (initial or {}))
        except ValidationError:
            return True


class StatementForm(WagtailAdminModelForm):
    """A statement, refused with words for everything that the checks of the files would find."""

    documents = forms.MultipleChoiceField(
        label=gettext_lazy("Papers it may stand in"),
        help_text=gettext_lazy("One to %(most)d of them.") % {"most": MOST_DOCUMENTS},
        choices=CaseDocument.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    factors = forms.MultipleChoiceField(
        label=gettext_lazy("Factors"),
        help_text=gettext_lazy("One for evidence; two or three for what could be read either way."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level of the whole case"),
        help_text=gettext_lazy("For evidence: the level of the factor in the case it fits."),
        choices=[("", "–"), *((n, n) for n in range(4))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    needs = NeedsField(label=gettext_lazy("True only where"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts_now()
        self.fields["factors"].choices = [
            (factor.code, factor.name)
            for factor in framework_parts(current_framework().pk).factors
            if factor.kind != Factor.Kind.OVERALL
        ]
        known = "; ".join(
            f"{fact}: {', '.join(values)}" for fact, values in self.facts.values.items()
        )
        self.fields["needs"].help_text = (
            _("One fact a line, with the values it is true with. %s") % known
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        row = EvidenceStatement(**{name: cleaned[name] for name in STATEMENT_FIELDS})
        statement = row.as_statement()
        for words in statement_problems(statement, self.facts, vocabulary()):
            self.add_error(None, words)
        same = plain_words(statement.text)
        others = EvidenceStatement.objects.exclude(pk=self.instance.pk)
        for code, text in others.values_list("code", "text"):
            if plain_words(text) == same:
                self.add_error("text", _("%(code)s says the same.") % {"code": code})
        return cleaned


STATEMENT_FIELDS = (
    "code", "kind", "text", "documents", "factors", "level", "stance", "needs", "fact", "value",
    "before",
)  # fmt: skip


class StatementViewSet(SnippetViewSet):
    model = EvidenceStatement
    icon = "list-ul"
    menu_label = gettext_lazy("Evidence library")
    menu_order = 210
    add_to_admin_menu = True
    list_display = (
        "code",
        Column("text", label=gettext_lazy("Text")),
        Column("get_kind_display", label=gettext_lazy("Kind"), sort_key="kind"),
        Column("level", label=gettext_lazy("Level"), sort_key="level"),
        Column("stance", label=gettext_lazy("Stance"), sort_key="stance"),
        BooleanColumn("in_use", label=gettext_lazy("In use"), sort_key="in_use"),
    )
    list_filter = ("kind", "level", "stance", "in_use")
    search_fields = ("code", "text")
    ordering = ("code",)
    list_per_page = 50
    edit_handler = ObjectList(
        [
            HelpPanel(
                template="scenarios/admin/evidence.html", heading=gettext_lazy("What an edit does")
            ),
            MultiFieldPanel(
                [FieldPanel("code"), FieldPanel("kind"), FieldPanel("text"), FieldPanel("in_use")],
                heading=gettext_lazy("The statement"),
            ),
            MultiFieldPanel(
                [FieldPanel("factors"), FieldPanel("level"), FieldPanel("stance")],
                heading=gettext_lazy("What it is evidence of"),
            ),
            MultiFieldPanel(
                [FieldPanel("documents"), FieldPanel("needs")],
                heading=gettext_lazy("Where it fits"),
            ),
            MultiFieldPanel(
                [FieldPanel("fact"), FieldPanel("before"), FieldPanel("value")],
                heading=gettext_lazy("Only where it tells a fact, or that one has changed"),
            ),
        ],
        base_form_class=StatementForm,
    )
