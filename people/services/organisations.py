"""The tree of organisations: a place in it, and the lists it is loaded from."""

import csv
import re
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Organisation

NATIONAL = "NATIONAL"
INVENTED = "INVENTED"
INVENTED_LIST = Path(__file__).resolve().parents[2] / "fixtures" / "invented_organisations.csv"
CODE = re.compile(r"[A-Z0-9-]{1,20}")


@transaction.atomic
def place_organisation(*, organisation: Organisation, under: Organisation | None) -> Organisation:
    """Save an organisation, new or moved, with the paths of itself and of all below it.

    An invented organisation holds invented ones only, and stands under an invented one or the root.
    """
    if not CODE.fullmatch(organisation.code):
        raise ValidationError(_("A code is made of capital letters, digits and hyphens."))
    if under is not None:
        under = Organisation.objects.select_for_update(no_key=True).get(pk=under.pk)
        _check_place(organisation, under)
    old = organisation.path
    organisation.parent = under
    organisation.path = f"{under.path if under else ''}{organisation.code}/"
    organisation.full_clean(exclude=["path"])
    organisation.save()
    if old and old != organisation.path:
        for below in Organisation.objects.filter(path__startswith=old).exclude(pk=organisation.pk):
            below.path = organisation.path + below.path.removeprefix(old)
            below.save(update_fields=["path"])
    return organisation


def _check_place(organisation: Organisation, under: Organisation) -> None:
    if organisation.path and under.path.startswith(organisation.path):
        raise ValidationError(_("An organisation cannot be placed under itself."))
    if under.is_invented and not organisation.is_invented:
        raise ValidationError(_("A real organisation cannot stand under an invented one."))
    if organisation.is_invented and not under.is_invented and under.parent_id is not None:
        raise ValidationError(_("An invented organisation cannot stand under a real one."))


@transaction.atomic
def load_organisations(*, real: Path) -> None:
    """Load the national root, the real list as reference data, and the invented ones."""
    root = _load(
        {"code": NATIONAL, "name": _("England and Wales"), "kind": Organisation.Kind.NATIONAL},
        under=None,
    )
    for row in _rows(real):
        _load(row, under=root)
    for row in _rows(real):
        if row["predecessor"]:
            predecessor = Organisation.objects.get(code=row["predecessor"])
            Organisation.objects.filter(code=row["code"]).update(predecessor=predecessor)
    invented = _load(
        {"code": INVENTED, "name": _("Invented organisations"), "kind": Organisation.Kind.UNIT},
        under=root,
        is_invented=True,
    )
    for row in _rows(INVENTED_LIST):
        _load(row, under=invented, is_invented=True)


def _load(
    row: dict[str, str], *, under: Organisation | None, is_invented: bool = False
) -> Organisation:
    """Add the organisation if its code is new. A row that is there was perhaps edited: it stays."""
    if there := Organisation.objects.filter(code=row["code"]).first():
        return there
    organisation = Organisation(
        code=row["code"],
        name=row["name"],
        name_cy=row.get("name_cy", ""),
        kind=row["kind"],
        region=row.get("region", ""),
        is_invented=is_invented,
        valid_from=_date(row.get("valid_from", "")),
        valid_to=_date(row.get("valid_to", "")),
    )
    return place_organisation(organisation=organisation, under=under)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
