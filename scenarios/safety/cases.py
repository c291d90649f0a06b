"""Everything that must be mended in a case before it goes to the panel, with where it stands."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.public import Organisation
from scenarios.models import Scenario
from scenarios.passages import cut_passages
from scenarios.safety.findings import Finding, identifier_findings, shortened
from scenarios.safety.organisations import find_organisations
from scenarios.safety.wording import find_wording

OWN_TEXTS = ("ref", "title", "summary", "content_label", "static_risk")
LONGEST_LABEL = 80
WORDING = {
    "graphic": gettext_lazy(
        "“%(text)s” is graphic. Write the offence in one neutral line, and of a victim an age "
        "band and a relation."
    ),
    "degrading": gettext_lazy(
        "“%(text)s” degrades whom it is said of. Name the person first, in plain words."
    ),
    "method": gettext_lazy(
        "“%(text)s” tells how something was done. Say what was done and leave the how out."
    ),
}


def case_problems(scenario: Scenario) -> list[Finding]:
    """What the safety checks find in a draft: sending it to the panel waits until there is none."""
    names = _real_organisations()
    findings = list(_label_problems(scenario.content_label))
    for where, text in texts_of(scenario):
        findings += identifier_findings(text, where=where)
        findings += _wording(text, where)
        findings += _organisations(text, where, names)
    return findings


def texts_of(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Every text of a case with the words for where it stands: a field, a document, a passage."""
    for name in OWN_TEXTS:
        yield capfirst(Scenario._meta.get_field(name).verbose_name), getattr(scenario, name)
    for rows in (scenario.people.all(), scenario.places.all(), scenario.characteristics.all()):
        for row in rows:
            for name in row.texts:
                label = capfirst(row._meta.get_field(name).verbose_name)
                yield f"{capfirst(row._meta.verbose_name)}, {label}", getattr(row, name)
    for number, document in enumerate(scenario.documents.all(), start=1):
        for name in ("title", "dated"):
            label = document._meta.get_field(name).verbose_name
            yield f"D{number}, {label}", getattr(document, name)
        for cut in cut_passages(document.body):
            where = _("“%(title)s”, D%(document)d.%(number)d") % {
                "title": document.title,
                "document": number,
                "number": cut.number,
            }
            yield _("%(where)s, heading above it") % {"where": where}, cut.heading
            yield where, cut.text


def _label_problems(label: str) -> Iterator[Finding]:
    where = capfirst(Scenario._meta.get_field("content_label").verbose_name)
    if not label.strip():
        yield Finding(
            "label",
            "",
            _("Say in plain nouns what the case contains, as “child sexual abuse, described”."),
            where,
        )
    elif len(label) > LONGEST_LABEL:
        yield Finding(
            "label",
            label,
            _("It has %(length)d characters. Say it in at most %(most)d: short plain nouns.")
            % {"length": len(label), "most": LONGEST_LABEL},
            where,
        )


def _wording(text: str, where: str) -> Iterator[Finding]:
    for kind, (start, end) in find_wording(text):
        words = text[start:end]
        line = text.count("\n", 0, start) + 1
        yield Finding(kind, words, WORDING[kind] % {"text": shortened(words)}, where, line)


def _organisations(text: str, where: str, names: list[str]) -> Iterator[Finding]:
    for start, end in find_organisations(text, names):
        name = text[start:end]
        why = _("“%(text)s” is a real organisation. Name an invented one, as Northmoor Police.")
        line = text.count("\n", 0, start) + 1
        yield Finding("organisation", name, why % {"text": shortened(name)}, where, line)


def _real_organisations() -> list[str]:
    """The names on the list that are not invented, but for the nation's own."""
    rows = Organisation.objects.filter(is_invented=False).exclude(kind=Organisation.Kind.NATIONAL)
    return list(rows.values_list("name", flat=True))
