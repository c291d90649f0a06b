"""The step of the workflow in which somebody else reads a lesson before it is published."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState


class SecondReaderTask(AbstractGroupApprovalTask):
    """As Wagtail's approval by a group, but for whoever sent it: nobody approves their own."""

    class Meta:
        verbose_name = _("reading by another trainer")
        verbose_name_plural = _("readings by another trainer")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return []
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        return actions

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **options: Any) -> Any:
        """Ask again at the act: a request can be sent without the button."""
        if task_state.workflow_state.requested_by_id == user.pk:
            return None
        return super().on_action(task_state, user, action_name, **options)

    def get_task_states_user_can_moderate(self, user: Any, **options: Any) -> Any:
        """What waits for this person, on the admin's first page."""
        waiting = super().get_task_states_user_can_moderate(user, **options)
        return waiting.exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls) -> Any:
        return _("Anybody in the chosen groups can approve it, except whoever sent it")
