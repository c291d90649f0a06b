"""Groups of raters, forces above all: how far they differ, and how sure that is."""

from scoring.core.groups.difference import nested_difference
from scoring.core.groups.means import MeanDifference, Sample, mean_difference
from scoring.core.groups.share import NestedComponents, group_permutation_p, nested_components
from scoring.core.groups.shrinkage import GroupMean, GroupTable, group_table
from scoring.core.groups.told_apart import tells_of_fewer

__all__ = [
    "GroupMean",
    "GroupTable",
    "MeanDifference",
    "NestedComponents",
    "Sample",
    "group_permutation_p",
    "group_table",
    "mean_difference",
    "nested_components",
    "nested_difference",
    "tells_of_fewer",
]
