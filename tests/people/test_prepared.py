"""A prepared query answers as the same query asked afresh, whatever was asked of it before."""

from datetime import timedelta

import pytest
from django.db.models import Count, F, Q
from django.db.transaction import atomic
from django.utils import timezone

from people.prepared import Prepared, Slot, bring
from people.public import Membership, User
from tests.factories import make_person

pytestmark = pytest.mark.django_db

of_person = Prepared(
    lambda: (
        Membership.objects.filter(person=Slot(Membership, "person"))
        .select_related("organisation", "person")
        .order_by("pk")
    )
)


def test_rows_and_what_belongs_to_them_are_those_of_the_query():
    mine, _theirs = make_person(), make_person()
    afresh = list(Membership.objects.filter(person=mine).select_related("organisation", "person"))
    found = of_person.rows(person=mine.pk)
    assert [vars(row) | {"_state": None} for row in found] == [
        vars(row) | {"_state": None} for row in afresh
    ]
    assert found[0].person == mine
    assert found[0].organisation.name == afresh[0].organisation.name


def test_other_values_give_other_rows_and_a_change_is_seen_at_once():
    one, two = make_person(), make_person()
    assert of_person.get(person=one.pk).person == one
    assert of_person.get(person=two.pk).person == two
    Membership.objects.filter(person=one).delete()
    assert of_person.get(person=one.pk) is None
    assert of_person.rows(person=one.pk) == []


def test_it_takes_one_statement_also_for_what_belongs_to_the_rows(django_assert_num_queries):
    one = make_person()
    with django_assert_num_queries(1):
        assert of_person.get(person=one.pk).organisation.code


def test_values_are_stored_as_their_fields_say():
    person = make_person()
    by_uuid = Prepared(lambda: User.objects.filter(uuid=Slot(User, "uuid")))
    since = Prepared(
        lambda: Membership.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=Slot(Membership, "valid_to", "day")),
            valid_from__lte=Slot(Membership, "valid_from", "day"),
        )
    )
    assert by_uuid.get(uuid=person.uuid) == person
    today = timezone.localdate()
    assert [row.person for row in since.rows(day=today)] == [person]
    assert since.rows(day=today - timedelta(days=5000)) == []


def test_plain_columns_come_as_they_are_read_afresh():
    person = make_person()
    columns = Prepared(
        lambda: User.objects.filter(pk=Slot(User, "id")).values_list("uuid", "is_active")
    )
    assert [tuple(row) for row in columns.tuples(id=person.pk)] == [(person.uuid, True)]


def test_rows_are_locked_in_a_transaction_alone():
    person = make_person()
    locked = Prepared(
        lambda: User.objects.filter(pk=Slot(User, "id")).select_for_update(of=("self",))
    )
    with atomic():
        assert locked.get(id=person.pk) == person


def test_what_belongs_to_a_row_is_not_read_again_once_it_was_brought(django_assert_num_queries):
    person = make_person()
    held = of_person.rows(person=person.pk)
    bring(person, "memberships", held)
    with django_assert_num_queries(0):
        assert list(person.memberships.all()) == held


def test_what_is_annotated_stands_on_the_rows():
    person = make_person(first_name="Ann")
    named = Prepared(
        lambda: (
            Membership.objects.filter(person=Slot(Membership, "person"))
            .select_related("organisation")
            .annotate(called=F("person__first_name"), n=Count("person__memberships"))
        )
    )
    (row,) = named.rows(person=person.pk)
    assert (row.called, row.n) == ("Ann", 1)
    assert row.organisation == person.memberships.get().organisation
