"""Makers of rows for tests: plain functions that go through the services."""

from tests.factories.assessing import (
    complete_stage,
    make_complete_assessment,
    make_submitted,
)
from tests.factories.cases import (
    FIXTURES,
    NEW_PAPER,
    make_case_version,
    make_framework,
    make_released_case,
    make_scenario,
    make_sheet,
    make_staged_case,
    make_staged_scenario,
    make_wrong_tool_case,
    panel_data,
)
from tests.factories.certificates import make_certificate
from tests.factories.changes import (
    make_approved_key_change,
    make_bank,
    make_key_change,
    make_national_person,
    make_rerating_panel,
)
from tests.factories.disagreeing import make_crowd, make_disagreement, make_done
from tests.factories.far import make_far_panel
from tests.factories.moderation import (
    make_cohort,
    make_group,
    make_lead,
    make_session,
)
from tests.factories.panels import (
    finish_panel,
    make_closed_panel,
    make_panel,
    make_revising_panel,
    rate_seat,
)
from tests.factories.people import (
    PASSWORD,
    make_national,
    make_organisation,
    make_person,
)
from tests.factories.reviews import make_passed, make_review

__all__ = [
    "FIXTURES",
    "NEW_PAPER",
    "PASSWORD",
    "complete_stage",
    "finish_panel",
    "make_approved_key_change",
    "make_bank",
    "make_case_version",
    "make_certificate",
    "make_closed_panel",
    "make_cohort",
    "make_complete_assessment",
    "make_crowd",
    "make_disagreement",
    "make_done",
    "make_far_panel",
    "make_framework",
    "make_group",
    "make_key_change",
    "make_lead",
    "make_national",
    "make_national_person",
    "make_organisation",
    "make_panel",
    "make_passed",
    "make_person",
    "make_released_case",
    "make_rerating_panel",
    "make_review",
    "make_revising_panel",
    "make_scenario",
    "make_session",
    "make_sheet",
    "make_staged_case",
    "make_staged_scenario",
    "make_submitted",
    "make_wrong_tool_case",
    "panel_data",
    "rate_seat",
]
