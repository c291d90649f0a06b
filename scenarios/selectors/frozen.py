"""The frozen text of a case: read once by a process, and then remembered."""

from functools import lru_cache

from scenarios.models import CaseVersion, Passage, Release
from scenarios.selectors.kept_back import has_passage_kept_back


def with_its_version(release: Release) -> Release:
    """The release with its case version, which is written once and so never goes stale.

    Every request of an assessment needs both: this saves it a join of two wide tables. Of the
    version's scenario only the reference may be asked for, which never changes either.
    """
    release.case_version = _case_version(release.case_version_id)
    return release


@lru_cache(maxsize=256)
def _case_version(pk: int) -> CaseVersion:
    return CaseVersion.objects.select_related("scenario").get(pk=pk)


def passages_of(version: CaseVersion) -> tuple[Passage, ...]:
    """All passages of a version in order, as they stand now.

    They are written once and so remembered, but one may be taken away and put back: that is asked
    each time, and a version of which anything is kept back is read from the database.
    """
    if not has_passage_kept_back(version):
        try:
            return _whole_text(version.pk)
        except _NotWhole:
            pass  # taken away between the two questions
    return tuple(version.passages.all())


class _NotWhole(Exception):
    """Something is kept back, so this is not to be remembered."""


@lru_cache(maxsize=256)
def _whole_text(version_pk: int) -> tuple[Passage, ...]:
    found = tuple(Passage.objects.filter(case_version=version_pk))
    if any(each.withheld for each in found):
        raise _NotWhole
    return found


def forget() -> None:
    """For tests, which put back the database and use its ids again."""
    _whole_text.cache_clear()
    _case_version.cache_clear()
