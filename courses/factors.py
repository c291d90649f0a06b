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


def factors_with_levels() -> list[scoring.Factor]:
    """The rated factors of the current framework, each with the levels of its scale at hand.

    One query: the parts of a framework are read once by a process and then remembered.
    """
    framework = scoring.newest_framework()
    if framework is None:
        return []
    parts = scoring.framework_parts(framework.pk)
    return [each for each in parts.factors if each.kind != scoring.Factor.Kind.OVERALL]
