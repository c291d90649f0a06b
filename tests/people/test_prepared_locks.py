"""A prepared query that locks, outside of any transaction."""

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError, atomic

from people.prepared import Prepared, Slot
from people.public import User

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lock_outside_a_transaction_is_refused():
    locked = Prepared(lambda: User.objects.filter(pk=Slot(User, "id")).select_for_update())
    with pytest.raises(TransactionManagementError):
        locked.rows(id=1)
    with atomic():
        assert locked.rows(id=1) == []
    assert not connection.in_atomic_block
    with pytest.raises(TransactionManagementError):
        locked.rows(id=1)
