"""Everything that must be mended in a case before it goes to the panel, with where it stands."""

from collections.abc import Iterator, Set
from dataclasses import replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.public import Organisation
from scenarios.models import Scenario
from scenarios.passages import cut_passages, text_hash
from scenarios.quality.organisations import allegation_beside, beside_words
from scenarios.quality.report import quality_of
from scenarios.quality.texts import passage_words
from scenarios.safety.findings import Finding, identifier_findings, shortened
from scenarios.safety.length import length_findings
from scenarios.safety.organisations import find_organisations
from scenarios.safety.unfinished import unfinished_findings
from scenarios.safety.wording import find_wording
from scenarios.selectors.kept_back import hashes_kept_back
from scenarios.selectors.needs_author import needs_author

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
    """What must be mended before a draft goes to the panel: author, gaps, safety, then quality.

    Of a passage that is kept back nothing is said: freezing refuses it whole. A case that is too
    long is looked through no further, which would take as long as it is.
    """
    if too_long := list(length_findings(scenario)):
        return [*author_findings(scenario), *unfinished_findings(scenario), *too_long]
    kept_back = hashes_kept_back(scenario)
    blocking = quality_of(scenario, kept_back=kept_back).blocking
    safety = safety_findings(scenario, kept_back=kept_back)
    return [*author_findings(scenario), *unfinished_findings(scenario), *safety, *blocking]


def safety_findings(scenario: Scenario, *, kept_back: Set[str] = frozenset()) -> list[Finding]:
    """What the safety checks find: identifiers, real organisations, graphic wording, no label."""
    names = _real_organisations()
    findings = list(_label_problems(scenario.content_label))
    for where, ref, text in _placed_texts(scenario, kept_back):
        found = identifier_findings(text, where=where)
        found += _wording(text, where)
        found += _organisations(text, where, names)
        findings += [replace(finding, ref=ref) for finding in found]
    return findings


def texts_of(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Every text of a case with the words for where it stands: a field, a document, a passage."""
    for where, _ref, text in _placed_texts(scenario, frozenset()):
        yield where, text


def _placed_texts(scenario: Scenario, kept_back: Set[str]) -> Iterator[tuple[str, str, str]]:
    """Where it stands in words, the reference if it has one, and the text."""
    for name in OWN_TEXTS:
        yield capfirst(Scenario._meta.get_field(name).verbose_name), "", getattr(scenario, name)
    for rows in (scenario.people.all(), scenario.places.all(), scenario.characteristics.all()):
        for row in rows:
            for name in row.texts:
                label = capfirst(row._meta.get_field(name).verbose_name)
                yield f"{capfirst(row._meta.verbose_name)}, {label}", "", getattr(row, name)
    for number, document in enumerate(scenario.documents.all(), start=1):
        for name in ("title", "dated"):
            label = document._meta.get_field(name).verbose_name
            yield f"D{number}, {label}", f"D{number}", getattr(document, name)
        for cut in cut_passages(document.body):
            if kept_back and text_hash(cut.text) in kept_back:
                continue
            ref = f"D{number}.{cut.number}"
            where = passage_words(document.title, number, cut.number)
            yield _("%(where)s, heading above it") % {"where": where}, ref, cut.heading
            yield where, ref, cut.text


def author_findings(scenario: Scenario) -> Iterator[Finding]:
    """A generated draft goes to nobody before a person has made it their own."""
    if needs_author(scenario):
        yield Finding(
            "author",
            "",
            _(
                "It needs an author: the generator wrote it. Edit its text, then say on its page "
                "in the workshop that it is yours."
            ),
            scenario.ref,
        )


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
        if word := allegation_beside(text, start, end):
            why = beside_words(name, word)
        else:
            why = _("“%(text)s” is a real organisation. Name an invented one, as Northmoor Police.")
            why %= {"text": shortened(name)}
        line = text.count("\n", 0, start) + 1
        yield Finding("organisation", name, why, where, line)


def _real_organisations() -> list[str]:
    """The names on the list that are not invented, but for the nation's own."""
    rows = Organisation.objects.filter(is_invented=False).exclude(kind=Organisation.Kind.NATIONAL)
    return list(rows.values_list("name", flat=True))
