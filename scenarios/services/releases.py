"""Putting a case version to use with a key."""

from django.db import transaction
from django.utils.translation import gettext as _

from people.public import record_event
from scenarios.models import CaseVersion, Release, Scenario
from scenarios.selectors.kept_back import has_passage_kept_back, words_of_kept_back
from scenarios.services.freezing import NotReady
from scenarios.services.replacing import close_releases, tell_of_replacement
from scoring.public import Key


@transaction.atomic
def release_case(
    *, case_version: CaseVersion, key: Key, use: str, replaces: Release | None = None
) -> Release:
    """Release a case version with a key. Releasing it twice is the same as once.

    A synthetic panellist or an illustrative framework makes the release a specimen, for good.
    What is open of the same case in the same use and language, on an earlier text, is closed to
    new starts; so is the release that it ``replaces`` with another key of the same text.
    NotReady: it is open in this use with another key, or a passage is kept back.
    ValueError: a key of another case.
    """
    if (key.subject, key.framework_id) != (case_version.uuid, case_version.framework_id):
        raise ValueError("A case is released with a key of its own text and framework.")
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=case_version.scenario_id)
    same = case_version.releases.filter(key=key, use=use)
    if release := same.first():
        return release
    open_ones = Release.objects.filter(use=use, state=Release.State.OPEN)
    if open_ones.filter(case_version=case_version).exclude(pk=replaces and replaces.pk).exists():
        raise NotReady(
            [_("%(case)s is open with another key. Close that release first.") % {"case": scenario}]
        )
    if has_passage_kept_back(case_version):
        raise NotReady([words_of_kept_back()])
    replaced = list(
        open_ones.filter(
            case_version__scenario=scenario, case_version__language=case_version.language
        ).select_related("case_version__scenario__owner")
    )
    close_releases(replaced)
    release = Release.objects.create(
        case_version=case_version,
        key=key,
        use=use,
        is_specimen=key.is_synthetic or case_version.framework.is_illustrative,
    )
    record_event(
        name="case.released",
        organisation=scenario.owner,
        payload={
            "ref": scenario.ref,
            "version": case_version.number,
            "use": str(release.use),
            "is_specimen": release.is_specimen,
        },
    )
    for old in replaced:
        tell_of_replacement(old, release)
    return release
