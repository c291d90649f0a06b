"""Whether totals of several groups, subtracted from one another, tell of only a few people."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable

Group = Hashable | None
Edges = dict[Hashable, Counter[Hashable]]


def tells_of_fewer(people: Iterable[tuple[Group, Group]], enough: int) -> bool:
    """Whether some sum or difference of group totals is about fewer than ``enough`` people.

    Everybody is in at most one group of each of two ways to group them, named in that order, or
    None; the total of every group is known. A combination of totals weighs somebody by the sum of
    what it takes their two groups times, so it is about nobody exactly where one group's share is
    the opposite of the other's. With groups as nodes and people as edges (None is one node), who
    is left over is a cut, and the fewest people that any combination can be about is the thinnest
    cut of a connected part: Stoer and Wagner (1997), A simple min-cut algorithm, JACM 44, 585-591.

    >>> six = [("a", "team")] * 5 + [("b", "team")] + [("b", None)] * 4
    >>> tells_of_fewer(six, 5), tells_of_fewer(six, 1)
    (True, False)
    """
    edges: Edges = defaultdict(Counter)
    for one, other in people:
        here, there = _node("one", one), _node("other", other)
        if here != there:
            edges[here][there] += 1
            edges[there][here] += 1
    _join_what_no_thin_cut_parts(edges, enough)
    while edges:
        part = _part_around(edges, next(iter(edges)))
        if _thinnest_cut({node: edges.pop(node) for node in part}) < enough:
            return True
    return False


def _node(way: str, group: Group) -> Hashable:
    return None if group is None else (way, group)


def _join_what_no_thin_cut_parts(edges: Edges, enough: int) -> None:
    """A cut between two nodes with so many people in common is never a thin one."""
    while wide := _wide_pair(edges, enough):
        _join(edges, *wide)


def _wide_pair(edges: Edges, enough: int) -> tuple[Hashable, Hashable] | None:
    wide = ((a, b) for a, beside in edges.items() for b, n in beside.items() if n >= enough)
    return next(wide, None)


def _join(edges: Edges, kept: Hashable, gone: Hashable) -> None:
    for node, n in edges.pop(gone).items():
        edges[node].pop(gone, None)
        if node != kept:
            edges[kept][node] += n
            edges[node][kept] += n
    if not edges[kept]:
        del edges[kept]


def _part_around(edges: Edges, start: Hashable) -> Collection[Hashable]:
    found, ahead = {start}, [start]
    while ahead:
        fresh = edges[ahead.pop()].keys() - found
        found |= fresh
        ahead += fresh
    return found


def _thinnest_cut(edges: Edges) -> int:
    """The least number of people whose edges part a connected graph in two."""
    thinnest = min(sum(beside.values()) for beside in edges.values())
    while len(edges) > 1:
        order, towards = [], Counter(dict.fromkeys(edges, 0))
        while towards:
            node, width = max(towards.items(), key=lambda item: item[1])
            order.append(node)
            del towards[node]
            for beside, n in edges[node].items():
                if beside in towards:
                    towards[beside] += n
        thinnest = min(thinnest, width)
        _join(edges, order[-2], order[-1])
    return thinnest
