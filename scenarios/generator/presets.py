"""Profiles to start from: whole pictures of a man, to be changed factor by factor."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# In the order of the framework; the last figure of each stage is the overall level.
CODES = (
    "opportunity", "preoccupation", "interests", "congruence", "hostility", "self_management",
    "social", "desist", "intimate", "routine", "investment", "overall",
)  # fmt: skip


@dataclass(frozen=True)
class Preset:
    """A picture with its levels, one string of figures a stage."""

    code: str
    title: str
    stages: tuple[str, ...]

    def level(self, stage: int, factor: str) -> str:
        """The level of a factor at a stage; a stage beyond the last is as the last."""
        figures = self.stages[min(stage, len(self.stages)) - 1]
        return figures[CODES.index(factor)] if factor in CODES else "1"


PRESETS: Sequence[Preset] = (
    Preset("mixed", _("Mixed: some of each, and it has to be weighed"), ("112012112121",)),
    Preset("held", _("Held well: little concern and several strengths"), ("011000132332",)),
    Preset("quiet", _("Quiet and alone: little concern, and little to hold it"), ("100001010100",)),
    Preset("access", _("Access: near to places and people, and not hiding it"), ("322211211112",)),
    Preset("online", _("Online habit: much of it at night, at work by day"), ("132001121212",)),
    Preset("grievance", _("Grievance: everybody is against him"), ("111032210101",)),
    Preset("high", _("High on most: little is held"), ("333223300003",)),
    Preset("gap", _("Gaps: two things that nobody has asked"), ("11n01211n121",)),
    Preset(
        "worse", _("Two stages: work and people are lost together"),
        ("111011122221", "211022210012"),
    ),
    Preset(
        "better", _("Two stages: trouble at first, and it steadies"),
        ("222012311112", "122011222221"),
    ),
    Preset(
        "three", _("Three stages: down, and partly up again"),
        ("111011222221", "211022211112", "111012122222"),
    ),
)  # fmt: skip
BY_CODE = {preset.code: preset for preset in PRESETS}
