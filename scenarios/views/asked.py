"""What a page asks for: the form of its step, a passage to cite, and a case in an address."""

from django.http import Http404, QueryDict

from scenarios.forms import FactorForm, OverallForm
from scenarios.models import CaseVersion, Citation, Passage
from scenarios.selectors.assessments import OVERALL
from scenarios.services.rating import Cite
from scoring.public import Factor, framework_parts

STANCES = {*Citation.Stance.values, "none"}


def case_asked_for(asked: QueryDict, name: str) -> str:
    """The reference of a case in an address. What can be none, as with a NUL, asks for nothing."""
    ref = asked.get(name, "")
    return ref if ref.isprintable() else ""


def factor_or_404(version: CaseVersion, step: str) -> Factor:
    """The factor of a step, with its scale; a word that is no step is a page that is not there."""
    code = Factor.OVERALL_CODE if step == OVERALL else step
    factors = framework_parts(version.framework_id).factors
    factor = next((factor for factor in factors if factor.code == code), None)
    if factor is None:
        raise Http404
    return factor


def factor_form(data: QueryDict, factor: Factor) -> FactorForm:
    """The bound form of one factor, or of the overall level."""
    if factor.kind == Factor.Kind.OVERALL:
        bands = framework_parts(factor.framework_id).intervals
        return OverallForm(data, factor=factor, intervals=bands)
    return FactorForm(data, factor=factor)


class AskedToCite:
    """The cite button that was pressed, if one was: "for:D2.2", "against:D2.2" or "none:D2.2"."""

    def __init__(self, data: QueryDict, version: CaseVersion, stage: int) -> None:
        asked = data.get("cite", "")
        stance, _colon, ref = asked.partition(":")
        passage = None
        # A database may refuse to look for a NUL, and no reference holds one.
        if ref.isprintable() and stance in STANCES:
            passage = Passage.objects.filter(
                case_version=version, stage__lte=stage, ref=ref
            ).first()
        known_stance = stance in STANCES
        self.unknown = (ref if known_stance and ref else asked) if passage is None else ""
        self.cite = (
            Cite(passage, None if stance == "none" else stance) if passage is not None else None
        )
