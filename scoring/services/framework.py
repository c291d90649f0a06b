"""Loading a framework version: factors, scales, intervals and actions, as data."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from scoring.models import Action, Factor, FrameworkVersion, IntervalBand, Level, Scale


class FrameworkRefused(ValueError):
    """The data is no framework, or would change a version that is already in use."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@transaction.atomic
def load_framework(*, data: Mapping[str, Any]) -> FrameworkVersion:
    """Load one framework version. The same data again gives the same version.

    A version is never edited, since keys and results rest on it: other data under the same
    version name is refused.
    """
    if problems := list(_problems(data)):
        raise FrameworkRefused(problems)
    content_hash = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    framework, is_new = FrameworkVersion.objects.get_or_create(
        code=data["version"],
        defaults={
            "title": data["title"],
            "notice": data["notice"],
            "is_illustrative": data["illustrative"],
            "content_hash": content_hash,
        },
    )
    if is_new:
        _fill(framework, data)
    elif framework.content_hash != content_hash:
        raise FrameworkRefused(
            [
                _("Version %(code)s is in use. Give the changed one a new name.")
                % {"code": framework}
            ]
        )
    return framework


def _fill(framework: FrameworkVersion, data: Mapping[str, Any]) -> None:
    scales = {}
    for row in data["scales"]:
        scales[row["code"]] = scale = Scale.objects.create(framework=framework, code=row["code"])
        Level.objects.bulk_create(Level(scale=scale, **level) for level in row["levels"])
    Factor.objects.bulk_create(
        Factor(
            framework=framework,
            code=row["code"],
            number=number,
            name=row["name"],
            kind=row["kind"],
            scale=scales[row["scale"]],
            looks_at=row["looks_at"],
            consider=row["consider"],
            may_not_apply=row.get("not_applicable", False),
        )
        for number, row in enumerate(data["factors"], start=1)
    )
    IntervalBand.objects.bulk_create(
        IntervalBand(framework=framework, code=row["code"], label=row["label"], position=position)
        for position, row in enumerate(data["intervals"], start=1)
    )
    Action.objects.bulk_create(
        Action(
            framework=framework,
            code=row["code"],
            label=row["label"],
            is_restrictive=row["restrictive"],
            position=position,
        )
        for position, row in enumerate(data["actions"], start=1)
    )


def _problems(data: Mapping[str, Any]) -> Iterator[str]:
    for name in ("version", "title", "notice", "illustrative"):
        if name not in data:
            yield _("The framework has no “%(name)s”.") % {"name": name}
    for name in ("scales", "factors", "intervals", "actions"):
        rows = data.get(name, [])
        if len(rows) < 2:
            yield _("The framework needs two or more %(name)s.") % {"name": name}
        yield from _repeated(name, [row["code"] for row in rows])
    scales = set()
    for scale in data.get("scales", []):
        scales.add(scale["code"])
        values = [level["value"] for level in scale["levels"]]
        if len(values) < 2 or values != list(range(len(values))):
            yield _("Scale “%(code)s” needs levels 0, 1, 2 and so on.") % {"code": scale["code"]}
    for factor in data.get("factors", []):
        if factor["scale"] not in scales:
            yield _("Factor “%(code)s” is on an unknown scale.") % {"code": factor["code"]}
        if factor["kind"] not in Factor.Kind.values:
            yield _("Factor “%(code)s” is of an unknown kind.") % {"code": factor["code"]}
    overall = [f["code"] for f in data.get("factors", []) if f["kind"] == Factor.Kind.OVERALL]
    if overall != [Factor.OVERALL_CODE]:
        yield _("Exactly one factor is the overall level, with the code “overall”.")


def _repeated(name: str, codes: Collection[str]) -> Iterator[str]:
    for code in sorted({code for code in codes if list(codes).count(code) > 1}):
        yield _("Among the %(name)s, “%(code)s” comes twice.") % {"name": name, "code": code}
