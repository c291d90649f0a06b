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
    return factors_of_framework(framework.pk) if framework else []


def factors_of_framework(framework_id: int) -> list[scoring.Factor]:
    """The same of a framework that is known: no query."""
    parts = scoring.framework_parts(framework_id)
    return [each for each in parts.factors if each.kind != scoring.Factor.Kind.OVERALL]
