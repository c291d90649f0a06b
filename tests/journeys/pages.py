"""Every page, as every role that sees it, in every state: one list for axe and for screenshots."""

from tests.journeys.views.assessing import ASSESSING
from tests.journeys.views.certificates import CERTIFICATES
from tests.journeys.views.certification import CERTIFICATION
from tests.journeys.views.disagreements import DISAGREEMENTS
from tests.journeys.views.knowledge import KNOWLEDGE
from tests.journeys.views.learning import LEARNING
from tests.journeys.views.moderation import MODERATION
from tests.journeys.views.panels import PANELS
from tests.journeys.views.reports import REPORTS
from tests.journeys.views.resources import RESOURCES
from tests.journeys.views.workshop import GENERATOR, WORKSHOP

VIEWS = [
    *LEARNING,
    *KNOWLEDGE,
    *ASSESSING,
    *DISAGREEMENTS,
    *GENERATOR,
    *REPORTS,
    *PANELS,
    *WORKSHOP,
    *MODERATION,
    *CERTIFICATES,
    *CERTIFICATION,
    *RESOURCES,
]
