"""What trainers and administrators may do in the Wagtail admin, kept in step with their roles."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from people.models import Membership, Role, User
from people.selectors import current_roles

GROUPS = {Role.TRAINER: "Trainers", Role.ADMINISTRATOR: "Administrators"}
PAGE_ACTIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
IMAGE_ACTIONS = ("add_image", "change_image", "choose_image")
# Statements of the library are put out of use and never deleted: drafts were made of them.
STATEMENT_ACTIONS = ("add", "change", "view")
# A drill that people met is unpublished and not deleted by trainers: figures rest on it.
DRILL_ACTIONS = ("add", "change", "publish", "lock", "unlock", "view")
SCENARIO_ACTIONS = ("add", "change", "delete", "publish", "lock", "unlock", "view")
# What lessons embed and people answer is written as the lessons are; answers outlive a deletion.
ANSWERED_MODELS = ("knowledgecheck", "evidenceexercise")
RESOURCE_MODELS = ("researchbriefing", "glossaryterm", "trainingevent", "supportline")
FILE_MODELS = ("recording", "handout")
FILE_ACTIONS = ("add", "change", "delete", "view")


@transaction.atomic
def ensure_groups() -> None:
    """Make the two groups and give them what they write, and images; nothing about people.

    Administrators get the whole page tree too. Which part of it is the trainers' is not known here:
    the app that owns the pages says so, through ``give_pages``.
    """
    for name in GROUPS.values():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions())
        for root in Collection.objects.filter(depth=1):
            for permission in _of("wagtailimages", IMAGE_ACTIONS):
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=root, permission=permission
                )
    if root_page := Page.get_first_root_node():
        give_pages(role=Role.ADMINISTRATOR, page=root_page)


@transaction.atomic
def give_pages(*, role: Role, page: Page) -> None:
    """Let those who hold the role write in this page and all below it, and nowhere else."""
    group, _ = Group.objects.get_or_create(name=GROUPS[role])
    GroupPagePermission.objects.filter(group=group).exclude(page=page).delete()
    for permission in _of("wagtailcore", PAGE_ACTIONS):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def groups_of(*roles: Role) -> list[Group]:
    """The groups in which those who hold the roles write."""
    return [Group.objects.get_or_create(name=GROUPS[role])[0] for role in roles]


def keep_groups_in_step(person: User) -> None:
    """Put the person into the groups of the roles held today, and out of the others."""
    roles = current_roles(person)
    for role, name in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        if role in roles:
            person.groups.add(group)
        else:
            person.groups.remove(group)


def keep_many_groups_in_step(people: set[int]) -> None:
    """The same for many people, by their ids, in a few statements."""
    held = Membership.objects.current().filter(person__in=people, person__is_active=True)
    rows = User.groups.through.objects.filter(user__in=people)
    for role, name in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        holders = set(held.filter(role=role).values_list("person_id", flat=True))
        rows.filter(group=group).exclude(user__in=holders).delete()
        User.groups.through.objects.bulk_create(
            [User.groups.through(user_id=pk, group=group) for pk in holders], ignore_conflicts=True
        )


def _permissions() -> Iterable[Permission]:
    written = [f"{action}_scenario" for action in SCENARIO_ACTIONS]
    written += [f"{action}_evidencestatement" for action in STATEMENT_ACTIONS]
    answered = [f"{action}_{name}" for name in ANSWERED_MODELS for action in SCENARIO_ACTIONS]
    answered += [f"{action}_drill" for action in DRILL_ACTIONS]
    answered += [f"{action}_{name}" for name in RESOURCE_MODELS for action in SCENARIO_ACTIONS]
    answered += [f"{action}_{name}" for name in FILE_MODELS for action in FILE_ACTIONS]
    return Permission.objects.filter(
        Q(content_type__app_label="wagtailadmin", codename="access_admin")
        | Q(content_type__app_label="scenarios", codename__in=written)
        | Q(content_type__app_label="courses", codename__in=answered)
    )


def _of(app_label: str, codenames: Iterable[str]) -> Iterable[Permission]:
    return Permission.objects.filter(
        content_type__app_label=app_label, codename__in=list(codenames)
    )
