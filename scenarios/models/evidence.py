"""The library of evidence: statements that are edited, versions that stay, and cases made of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scenarios.evidence.library import Library, Statement
from scenarios.models.case import Scenario
from scenarios.safety.findings import identifier_findings
from scoring.public import WrittenOnce


class EvidenceStatement(models.Model):
    """One statement of the library, as it is edited. The generator reads it in a version."""

    class Kind(models.TextChoices):
        EVIDENCE = "evidence", _("Evidence of a factor")
        AMBIGUOUS = "ambiguous", _("Could be read either way")
        IRRELEVANT = "irrelevant", _("Bears on no factor, on purpose")
        OPENING = "opening", _("How a paper begins")
        CLOSING = "closing", _("How a paper ends")
        FACT = "fact", _("Tells a fact")
        CHANGE = "change", _("Tells that a fact has changed")

    class Stance(models.TextChoices):
        FOR = "for", _("For the factor being there")
        AGAINST = "against", _("Against the factor being there")

    code = models.CharField(
        _("code"),
        max_length=80,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9_]+(-[a-z0-9_]+)*$",
                _("Use small letters and digits with hyphens, as opportunity-3-for-9."),
            )
        ],
        help_text=_("As opportunity-3-for-9. It never changes and is never used again."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EVIDENCE)
    text = models.TextField(
        _("text"),
        help_text=_(
            "One to three sentences in the voice of its paper. Names and weeks are slots: {name}."
        ),
    )
    documents = models.JSONField(_("papers it may stand in"), default=list)
    factors = models.JSONField(
        _("factors"),
        default=list,
        blank=True,
        help_text=_("One for evidence, two or three for both ways."),
    )
    level = models.PositiveSmallIntegerField(
        _("level of the whole case"),
        null=True,
        blank=True,
        help_text=_("0 to 3, for evidence alone."),
    )
    stance = models.CharField(_("which way it points"), max_length=8, choices=Stance, blank=True)
    needs = models.JSONField(_("true only where"), default=dict, blank=True)
    fact = models.CharField(_("fact it tells"), max_length=30, blank=True)
    value = models.CharField(_("value of the fact"), max_length=30, blank=True)
    before = models.CharField(_("value before the change"), max_length=30, blank=True)
    in_use = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick it to keep it out of every new case.")
    )
    # What the row was when it was loaded from a file, so that an edit is never overwritten.
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("evidence statement")
        verbose_name_plural = _("evidence statements")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__lte=3), name="evidence_level_is_0_to_3"
            )
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Cases know a statement by its code, so it stays; nothing in it points to anybody real."""
        super().clean()
        before = EvidenceStatement.objects.filter(pk=self.pk).values_list("code", flat=True).first()
        if before is not None and before != self.code:
            raise ValidationError({"code": _("The code stays %(code)s.") % {"code": before}})
        if found := identifier_findings(self.text):
            raise ValidationError({"text": [str(each) for each in found]})

    def as_statement(self) -> Statement:
        """The row as the generator and the checks know it."""
        return Statement(
            code=self.code,
            kind=self.kind,
            text=" ".join(self.text.split()),
            documents=tuple(self.documents),
            factors=tuple(self.factors),
            level=self.level,
            stance=self.stance,
            needs={fact: tuple(values) for fact, values in self.needs.items()},
            fact=self.fact,
            value=self.value,
            before=self.before,
        )

    def take(self, statement: Statement) -> None:
        """Let the row say what a statement of a file says."""
        self.kind, self.text, self.level = statement.kind, statement.text, statement.level
        self.documents, self.factors = list(statement.documents), list(statement.factors)
        self.stance, self.fact = statement.stance, statement.fact
        self.value, self.before = statement.value, statement.before
        self.needs = {fact: list(values) for fact, values in statement.needs.items()}


class LibraryVersion(WrittenOnce):
    """The library as it stood when a case was made of it, or somebody changed it. Never edited.

    ``content`` holds the statements in use, the facts they may need, and the invented names.
    """

    number = models.PositiveIntegerField(unique=True)
    content_hash = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    statement_count = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)

    def library(self) -> Library:
        """The version as plain values."""
        return Library.from_content(self.content)


class LibraryFrame(models.Model):
    """What is loaded beside the statements and edited nowhere: facts, and invented names."""

    facts = models.JSONField()
    frame = models.JSONField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_library_frame")]


class GeneratedCase(models.Model):
    """How a draft was made. It needs an author until a person has edited it and taken it on."""

    scenario = models.OneToOneField(Scenario, on_delete=models.CASCADE, related_name="generated")
    profile = models.JSONField()
    seed = models.BigIntegerField()
    library = models.ForeignKey(LibraryVersion, on_delete=models.PROTECT, related_name="cases")
    faker_version = models.CharField(max_length=20)
    generator_version = models.CharField(max_length=20)
    statements = models.JSONField(help_text=_("Codes of the statements, in reading order."))
    sentences = models.JSONField(help_text=_("Hashes of its sentences without names and weeks."))
    text_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    authored_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.scenario.ref}, seed {self.seed}"

    @property
    def needs_author(self) -> bool:
        return self.authored_at is None
