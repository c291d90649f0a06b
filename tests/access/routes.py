"""The routes of the site, from the URL resolver."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """A name (with its namespaces) and the pattern, as ``reports/<slug:code>/``."""

    name: str
    pattern: str

    @property
    def is_wagtail_admin(self) -> bool:
        return self.pattern.startswith("admin/")


def routes() -> list[Route]:
    """Every route, whatever it is called and whoever mounted it."""
    return list(_below(get_resolver().url_patterns, "", ""))


def _below(
    patterns: list[URLPattern | URLResolver], prefix: str, namespace: str
) -> Iterator[Route]:
    for found in patterns:
        pattern = prefix + str(found.pattern).removeprefix("^")
        if isinstance(found, URLResolver):
            inner = f"{namespace}{found.namespace}:" if found.namespace else namespace
            yield from _below(found.url_patterns, pattern, inner)
        else:
            yield Route(f"{namespace}{found.name or pattern}", pattern)
