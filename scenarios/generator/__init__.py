"""Drafts of cases, made of the library of evidence by a profile and a seed.

The same profile, seed, version of the library, version of Faker and version of the generator give
the same case to the letter. Nothing here asks a database or keeps anything.
"""

from scenarios.generator.cases import MOST_IN_COMMON, VERSION, Unlike, generate, generate_unlike
from scenarios.generator.choosing import CannotGenerate
from scenarios.generator.contradictions import Contradiction, contradictions
from scenarios.generator.drafts import Draft, DraftPaper
from scenarios.generator.overlap import share_in_common
from scenarios.generator.profiles import Profile

__all__ = [
    "MOST_IN_COMMON",
    "VERSION",
    "CannotGenerate",
    "Contradiction",
    "Draft",
    "DraftPaper",
    "Profile",
    "Unlike",
    "contradictions",
    "generate",
    "generate_unlike",
    "share_in_common",
]
