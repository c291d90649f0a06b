"""The factors lessons are about: those of the current framework, in its own words."""

from scoring import public as scoring


def rated_factors() -> list[scoring.Factor]:
    """The factors in their order, without the overall level; none while no framework is loaded."""
    try:
        framework = scoring.current_framework()
    except scoring.FrameworkVersion.DoesNotExist:
        return []
    factors = framework.factors.exclude(kind=scoring.Factor.Kind.OVERALL)
    return list(factors.select_related("framework"))


def factor_choices() -> list[tuple[str, str]]:
    """The factors as the choices of a form field."""
    return [(factor.code, factor.name) for factor in rated_factors()]
