"""Every component in every state, for whoever changes one: the page /components/, in DEBUG alone.

The states are plain data, so the page needs no database and shows nobody. What draws them are the
site's own templates, never copies. Their words are samples, and are not translated.
"""

from training_site.components.assessing import ASSESSING
from training_site.components.drawing import Component, State, drawn
from training_site.components.fields import FIELDS
from training_site.components.general import GENERAL
from training_site.components.reporting import REPORTING

COMPONENTS = (*GENERAL, *FIELDS, *ASSESSING, *REPORTING)

__all__ = ["COMPONENTS", "Component", "State", "drawn"]
