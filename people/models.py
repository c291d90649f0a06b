"""People, the organisations they work in, their roles there, and the record of what was done."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.querysets import (
    CohortQuerySet,
    MembershipQuerySet,
    OrganisationQuerySet,
    PersonQuerySet,
)
from people.written_once import OnlyAdded


class UserManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc] # made at run time
    """Makes people by e-mail address, which is kept in lower case so that it is one login."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address is a login and may change; the uuid is the identity."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_simulated = models.BooleanField(_("simulated person"), default=False, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]
    objects = UserManager()

    # Filled with the person or by selectors.current_roles, for as long as this object lives: one
    # request.
    remembered_memberships: "tuple[Membership, ...] | None" = None

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "pk"]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def is_staff(self) -> bool:
        """Nobody is Django staff: admission to the Wagtail admin follows from a role."""
        return False


class Organisation(models.Model):
    """A police force, a probation region, or a body above or below one."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("National")
        POLICE = "police", _("Police force")
        PROBATION = "probation", _("Probation region")
        UNIT = "unit", _("Unit")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_cy = models.CharField(_("name in Welsh"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    region = models.CharField(_("region"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=250, unique=True, editable=False)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    is_invented = models.BooleanField(_("invented, for demonstration"), default=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            # Paths are compared by how they begin: X1 must never be mistaken for X10.
            models.CheckConstraint(
                condition=Q(path__endswith="/"), name="organisation_path_ends_with_a_slash"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    TRAINEE = "trainee", _("Trainee")
    TRAINER = "trainer", _("Trainer")
    PANELLIST = "panellist", _("Panellist")
    SUPERVISOR = "supervisor", _("Supervisor")
    FORCE_LEAD = "force_lead", _("Force lead")
    NATIONAL_LEAD = "national_lead", _("National lead")
    ADMINISTRATOR = "administrator", _("Administrator")


class Membership(models.Model):
    """A person holds a role in an organisation, and in all below it, between two dates."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(role="trainee", valid_to__isnull=True),
                name="one_open_trainee_membership",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "organisation"],
                condition=Q(valid_to__isnull=True),
                name="one_open_membership_per_role_and_organisation",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"])]


class Cohort(models.Model):
    """A group of trainees of one organisation, such as an intake or a sergeant's team."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=80)
    members = models.ManyToManyField(User, related_name="cohorts", blank=True)
    supervisor = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="supervised_cohorts"
    )

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_cohort_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class EventSubject(models.Model):
    """The random token by which events speak of a person; deleting the row unlinks them."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="event_subject")


class Event(OnlyAdded):
    """One thing that was done. Rows are only ever added, and hold no personal data."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveBigIntegerField()
    name = models.CharField(max_length=60)
    actor = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["organisation", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sequence"], name="one_event_per_sequence_number"
            )
        ]


# At the end, since they point to the models above by name.
from people.roster.models import (  # noqa: E402
    Invitation as Invitation,
)
from people.roster.models import (  # noqa: E402
    RosterProgress as RosterProgress,
)
from people.roster.models import (  # noqa: E402
    RosterUpload as RosterUpload,
)
