"""The frozen text of a case: read once by a process, and then remembered."""

from functools import lru_cache

from scenarios.models import CaseVersion, Release


def with_its_version(release: Release) -> Release:
    """The release with its case version, which is written once and so never goes stale.

    Every request of an assessment needs both: this saves it a join of two wide tables. Of the
    version's scenario only the reference may be asked for, which never changes either. Passages
    are not remembered: one may be taken away.
    """
    release.case_version = _case_version(release.case_version_id)
    return release


@lru_cache(maxsize=256)
def _case_version(pk: int) -> CaseVersion:
    return CaseVersion.objects.select_related("scenario").get(pk=pk)


def forget() -> None:
    """For tests, which put back the database and use its ids again."""
    _case_version.cache_clear()
