"""The papers on one line of time, and what in them cannot be true on it.

What cannot be true blocks. What reads oddly, and may be meant, is advice: an old paper that comes
in late, a plan that sounds like a memory.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.utils.translation import gettext as _

from scenarios.quality.texts import CaseText, Paper, Piece
from scenarios.quality.weeks import NUMBER, WEEKDAY, WEEKDAYS, When, number, read_when
from scenarios.safety.findings import Finding, shortened


@dataclass(frozen=True)
class Dated:
    """A paper with its place in time, or None where its date cannot be placed."""

    paper: Paper
    when: When | None


# The rest is found when these are mended.
MOST_OF_A_PAPER = 20
# "Week 14." that opens an entry of a record; a list's or a table's mark may stand before it.
ENTRY = re.compile(
    rf"^\s{{0,8}}(?:[-*+|>]\s{{0,4}}|\d{{1,3}}[.)]\s{{1,4}})?\*{{0,2}}"
    rf"(?P<words>weeks? (?P<first>{NUMBER})(?: ?(?:to|-|–) ?(?P<last>{NUMBER}))?)"
    r"(?:, (?:later|again)|,? (?:mon|tues|wednes|thurs|fri|satur|sun)day)?\*{0,2}\s?[.:|]",
    re.IGNORECASE | re.MULTILINE,
)
WEEK = re.compile(r"\b(?:in|since|during|from) week (\d{1,3})\b", re.IGNORECASE)
ANY_WEEK = re.compile(rf"\bweeks? ({NUMBER})\b", re.IGNORECASE)
# A sentence with one of these may speak of what is still to come.
TO_COME = re.compile(
    r"\b(?:will|would|shall|should|can|could|may|might|must|is to|are to|was to|be|due|book(?:ed)?|"
    r"plan\w{0,6}|arrang\w{0,6}|expect\w{0,4}|hop(?:e|es|ed|ing)|want\w{0,3}|ask\w{0,3}|agree\w{0,2}|"
    r"promis\w{0,3}|offer\w{0,3}|by|until|till|next|before|list\w{0,2}|schedul\w{0,3}|appoint\w{0,6}|"
    r"ready|date|ends?|starts?|begins?|runs?|if|when|review\w{0,3}|target)\b|['’](?:ll|d)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:was|were|had|went|came|told|said|rang|took|left|found|saw|met|got|did|made|gave|began|"
    r"lost|kept|wrote|drank|moved|visited|attended|missed|called|stopped|started|seen|spoke)\b",
    re.IGNORECASE,
)
AGO = re.compile(
    rf"\b(?:(?P<named>last|this|next) week|(?P<ago>{NUMBER}) weeks? ago)"
    rf"(?: ?\(|, |: | ?[–-] )(?:in )?week (?P<week>\d{{1,3}})\b",
    re.IGNORECASE,
)
NAMED_DAY = re.compile(
    rf"\b(?P<named>yesterday|today|tomorrow)(?: ?\(|, |: | ?[–-] |,? (?:was|is) )(?:a )?"
    rf"(?P<day>{'|'.join(WEEKDAYS)})\b",
    re.IGNORECASE,
)
AWAY = {"last": -1, "this": 0, "next": 1, "yesterday": -1, "today": 0, "tomorrow": 1}
MONTHS = (
    r"(?:january|february|march|april|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|may)"
)
CALENDAR = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTHS},? (?:19|20)\d\d|{MONTHS} (?:19|20)\d\d"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def dated_papers(case: CaseText) -> tuple[Dated, ...]:
    """Each paper with when it was written. A date that names no point counts from the usual one."""
    dated = [Dated(paper, read_when(paper.dated)) for paper in case.papers]
    points = Counter(each.when.point for each in dated if each.when and each.when.point)
    usual = points.most_common(1)[0][0] if points else ""
    return tuple(
        replace(each, when=replace(each.when, point=usual))
        if each.when and not each.when.point
        else each
        for each in dated
    )


def timeline_findings(case: CaseText, dated: tuple[Dated, ...]) -> Iterator[Finding]:
    """All that the dates of papers and texts say against each other."""
    yield from _stages(dated)
    for each in dated:
        if each.when is None:
            yield _unplaced(each.paper)
        yield from islice(_calendar_dates(each.paper), MOST_OF_A_PAPER)
        if each.when is not None:
            for check in (_entries, _later_weeks, _named_weeks, _weekdays):
                yield from islice(check(each.paper, each.when), MOST_OF_A_PAPER)
    yield from _beyond_the_papers(case, dated)


def _stages(dated: tuple[Dated, ...]) -> Iterator[Finding]:
    """Papers of an earlier stage that are later than all of a later stage, or stand behind them."""
    ends: dict[tuple[int, str], Dated] = {}
    for each in dated:
        if each.when is not None:
            at = (each.paper.stage, each.when.point)
            if at not in ends or ends[at].when.last < each.when.last:
                ends[at] = each
    for each in dated:
        later = [
            end
            for (stage, point), end in ends.items()
            if each.when and stage > each.paper.stage and point == each.when.point
            and end.when and end.when.last < each.when.first
        ]  # fmt: skip
        if later:
            yield _finding(
                each.paper,
                each.paper.dated,
                _(
                    "It belongs to stage %(stage)d and is dated “%(dated)s”, after every paper of "
                    "stage %(later)d (the last is %(ref)s, “%(last)s”). Move it to the later "
                    "stage, or date it anew."
                )
                % {
                    "stage": each.paper.stage,
                    "dated": shortened(each.paper.dated),
                    "later": later[0].paper.stage,
                    "ref": later[0].paper.ref,
                    "last": shortened(later[0].paper.dated),
                },
            )
    highest = 0
    for each in dated:
        if each.paper.stage < highest:
            yield _finding(
                each.paper,
                each.paper.title,
                _(
                    "It belongs to stage %(stage)d and stands after a paper of stage %(later)d. "
                    "Put the later stage’s papers last, so that references read in order."
                )
                % {"stage": each.paper.stage, "later": highest},
                blocks=False,
            )
        highest = max(highest, each.paper.stage)


def _entries(paper: Paper, when: When) -> Iterator[Finding]:
    """Entries of a record that are later than the record, earlier, or out of order."""
    if when.unit != "week" or when.first < 0:
        return
    before = 0
    for piece in paper.pieces:
        for entry in ENTRY.finditer(piece.text):
            first = number(entry["first"])
            last = number(entry["last"]) if entry["last"] else first
            said = {"entry": shortened(entry["words"]), "dated": shortened(paper.dated)}
            if last > when.last_week:
                why = _(
                    "The entry “%(entry)s” is later than its paper, which is dated “%(dated)s”."
                )
                yield _at(piece, entry["words"], why % said)
            elif first < when.first_week and when.last_week > when.first_week:
                why = _("The entry “%(entry)s” is earlier than its paper, dated “%(dated)s”.")
                yield _at(piece, entry["words"], why % said, blocks=False)
            if last < before:
                why = _("The entry “%(entry)s” stands after one of week %(before)d.")
                yield _at(piece, entry["words"], why % {**said, "before": before}, blocks=False)
            before = max(before, first)


def _later_weeks(paper: Paper, when: When) -> Iterator[Finding]:
    """Sentences that tell, as past, of a week in which the paper was not written yet."""
    if when.unit != "week" or when.first < 0:
        return
    for piece in paper.pieces:
        if not any(int(found) > when.last_week for found in WEEK.findall(piece.text)):
            continue
        for sentence in piece.sentences:
            weeks = [found for found in WEEK.findall(sentence) if int(found) > when.last_week]
            if weeks and PAST.search(sentence) and not TO_COME.search(sentence):
                why = _(
                    "“%(sentence)s” tells of week %(week)s as past, and the paper is dated "
                    "“%(dated)s”. Mend one of them, unless a plan is meant."
                ) % {
                    "sentence": shortened(sentence),
                    "week": weeks[0],
                    "dated": shortened(paper.dated),
                }
                yield _at(piece, weeks[0], why, blocks=False)


def _named_weeks(paper: Paper, when: When) -> Iterator[Finding]:
    """Where a paper of week 12 says "last week (week 9)": one of the two is wrong."""
    if when.unit != "week" or when.first < 0 or when.first_week != when.last_week:
        return
    for piece in paper.pieces:
        for found in AGO.finditer(piece.text):
            away = AWAY[found["named"].lower()] if found["named"] else -number(found["ago"])
            meant = when.last_week + away
            if int(found["week"]) != meant:
                why = _("“%(text)s” in a paper dated “%(dated)s” would be week %(meant)d.")
                said = {
                    "text": shortened(found.group()),
                    "dated": shortened(paper.dated),
                    "meant": meant,
                }
                yield _at(piece, found.group(), why % said)


def _weekdays(paper: Paper, when: When) -> Iterator[Finding]:
    """Where a paper of a Wednesday says "yesterday, Friday", or is headed with another day."""
    if when.weekday is None:
        return
    for number_, piece in enumerate(paper.pieces):
        said = {"dated": shortened(paper.dated)}
        for found in NAMED_DAY.finditer(piece.text):
            meant = (when.weekday + AWAY[found["named"].lower()]) % 7
            if WEEKDAYS.index(found["day"].lower()) != meant:
                why = _("“%(text)s” in a paper dated “%(dated)s” would be a %(meant)s.")
                said |= {
                    "text": shortened(found.group()),
                    "meant": WEEKDAYS[meant].capitalize(),
                }
                yield _at(piece, found.group(), why % said)
        days = {day.lower() for day in WEEKDAY.findall(piece.heading)} if number_ == 0 else set()
        if len(days) == 1 and WEEKDAYS[when.weekday] not in days:
            why = _("The heading says %(text)s, the paper is dated “%(dated)s”.")
            day = days.pop().capitalize()
            yield _at(piece, day, why % {**said, "text": day}, blocks=False)


def _calendar_dates(paper: Paper) -> Iterator[Finding]:
    """Dates of a calendar age a case, and cannot be placed beside relative ones."""
    why = _("“%(text)s” is a calendar date. Write a relative one, as “week 6 of licence”.")
    if found := CALENDAR.search(paper.dated):
        yield _finding(paper, found.group(), why % {"text": found.group()}, blocks=False)
    for piece in paper.pieces:
        if found := CALENDAR.search(piece.text):
            yield _at(piece, found.group(), why % {"text": found.group()}, blocks=False)


def _beyond_the_papers(case: CaseText, dated: tuple[Dated, ...]) -> Iterator[Finding]:
    """A title or a summary that speaks of a week which no paper reaches."""
    weeks = [each.when.last_week for each in dated if each.when and each.when.unit == "week"]
    if not weeks:
        return
    for piece in case.fields:
        for found in ANY_WEEK.finditer(piece.text):
            if number(found[1]) > max(weeks):
                why = _("It speaks of “%(text)s”, and the last paper is of week %(last)d.")
                said = {"text": found.group(), "last": max(weeks)}
                yield _at(piece, found.group(), why % said, blocks=False)


def _unplaced(paper: Paper) -> Finding:
    if not paper.dated.strip():
        why = _("It has no date. Say when, as “week 6 of licence”.")
    else:
        why = _(
            "“%(dated)s” cannot be placed in time. Say a week and from when it counts, as “week 6 "
            "of licence” or “two weeks before release”."
        ) % {"dated": shortened(paper.dated)}
    return _finding(paper, paper.dated, why, blocks=False)


def _finding(paper: Paper, text: str, why: str, *, blocks: bool = True) -> Finding:
    return Finding("timeline", text, why, paper.where, ref=paper.ref, blocks=blocks)


def _at(piece: Piece, text: str, why: str, *, blocks: bool = True) -> Finding:
    return Finding("timeline", text, why, piece.where, ref=piece.ref, blocks=blocks)
