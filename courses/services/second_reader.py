"""The workflow of lessons: another trainer reads one before it is published."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from courses.models import SecondReaderTask
from people.public import Role, groups_of


@transaction.atomic
def ensure_second_reader(*, page: Page) -> Workflow:
    """Have what is written below the page read by somebody else, unless it has a workflow already.

    Trainers and administrators read it. Whoever may publish can still do so without.
    """
    there = WorkflowPage.objects.filter(page=page).select_related("workflow").first()
    if there is not None:
        return there.workflow
    name = _("Reading by another trainer")
    task = SecondReaderTask.objects.filter(name=name).first()
    if task is None:
        task = SecondReaderTask.objects.create(name=name)
        task.groups.set(groups_of(Role.TRAINER, Role.ADMINISTRATOR))
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    return workflow
