"""A check is begun by whoever was asked to sit it, and by nobody else."""

from datetime import timedelta

from django.utils import timezone

from courses.public import assign_check
from people.public import Role
from scenarios.public import Assessment
from tests.factories import make_person


def test_a_check_that_was_not_assigned_cannot_be_begun(client_of, trainee, check):
    answer = client_of(trainee).post("/cases/TR-0012/")
    assert answer.status_code == 409
    assert "not assigned to you" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_the_page_of_an_unassigned_check_says_so_and_has_no_button(client_of, trainee, check):
    page = client_of(trainee).get("/cases/TR-0012/").content.decode()
    assert "not assigned to you" in page
    assert "Start" not in page


def test_an_assigned_check_can_be_begun(client_of, trainee, check):
    lead = make_person(role=Role.FORCE_LEAD)
    due = timezone.localdate() + timedelta(days=7)
    assign_check(people=[trainee], release=check, due_on=due, assigned_by=lead)
    client_of(trainee).post("/cases/TR-0012/")
    assert Assessment.objects.get().person == trainee


def test_practice_needs_no_assignment(client_of, trainee, practice):
    client_of(trainee).post("/cases/TR-0007/")
    assert Assessment.objects.get().release == practice
