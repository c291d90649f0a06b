"""A new case begun from one that is there: all that was written of it, nothing that was done."""

from copy import deepcopy
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations

from people.public import User, record_event
from scenarios.models import CaseDesign, Scenario
from scenarios.selectors.designs import design_of, may_read_design
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.selectors.needs_author import refusal_to_copy
from scenarios.selectors.reviews import is_author
from scenarios.services.errors import CopyRefused
from scenarios.services.free_text import refuse_identifiers
from scenarios.services.panel_people import writers_of

# What belongs to the first one's own life: its name, and how far it has come.
LEFT = {
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "live_revision",
    "latest_revision",
    "go_live_at",
    "expire_at",
    "expired",
    "locked",
    "locked_at",
    "locked_by",
    "text_hash",
}


@transaction.atomic
def duplicate_case(*, scenario: Scenario, by: User, ref: str, title: str) -> Scenario:
    """Begin a case as a copy of a draft, with its people, places, tags, papers and design.

    No version, panel, release or review is copied. Whoever wrote the first one wrote this one too.
    CopyRefused: the draft is not this person’s to copy, was generated and needs an author, or the
    reference is taken.
    """
    refuse_identifiers(title, field="title")
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    if not is_author(by, scenario):
        raise CopyRefused(_("Only those who write cases for its owner can do that."))
    if words := refusal_to_copy(scenario):
        raise CopyRefused(words)
    if Scenario.objects.filter(ref=ref).exists():
        raise CopyRefused(_taken(ref))
    draft = draft_in_hand(scenario)
    copy = Scenario(**_fields(draft), ref=ref, live=False)
    copy.title = title
    for relation in get_all_child_relations(Scenario):
        name = relation.get_accessor_name()
        setattr(
            copy, name, [_row(each, relation.field.name) for each in getattr(draft, name).all()]
        )
    copy.full_clean()
    try:
        with transaction.atomic():
            copy.save()
    except IntegrityError as error:
        raise CopyRefused(_taken(ref)) from error  # by somebody at this moment
    copy.save_revision(user=by)
    # Whoever may not read what the first one means does not get to read it as a copy.
    factors = design_of(scenario).factors if may_read_design(by, scenario) else {}
    meant = CaseDesign.objects.create(scenario=copy, factors=deepcopy(factors))
    meant.writers.add(by, *writers_of(scenario))
    record_event(
        name="case.duplicated",
        organisation=copy.owner,
        actor=by,
        payload={"ref": copy.ref, "of": scenario.ref},
    )
    return copy


def _taken(ref: str) -> str:
    return _("%(ref)s is taken. Choose another reference.") % {"ref": ref}


def _fields(row: models.Model, *without: str) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.unique and field.name not in LEFT and field.name not in without
    }


def _row(row: models.Model, to_parent: str) -> models.Model:
    return type(row)(**_fields(row, to_parent))


def newest_ref(user: User) -> str:
    """The last reference somebody may see, whose series a new case goes on with, or the usual."""
    refs = Scenario.objects.visible_to(user).order_by("-pk").values_list("ref", flat=True)
    return refs.first() or "TR-0000"


def suggested_ref(ref: str) -> str:
    """The next free reference of the same series: after TR-0031 of TR-0007."""
    series, _dash, number = ref.rpartition("-")
    if not series or not number.isdecimal():
        series, number = ref, "0"
    taken = Scenario.objects.filter(ref__startswith=f"{series}-").values_list("ref", flat=True)
    ends = [each.removeprefix(f"{series}-") for each in taken]
    highest = max([int(number), *(int(end) for end in ends if end.isdecimal())])
    return f"{series}-{highest + 1:0{max(len(number), 2)}}"
