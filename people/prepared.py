"""Queries whose SQL is put together once a process, for what nearly every request asks.

Django builds and compiles a query anew each time it is asked, which costs several times what the
database takes to answer one like "who is this?". A prepared query is written as any other, with a
``Slot`` for each value that differs; what comes back are ordinary rows. When and where it pays:
docs/decisions/prepared.md.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=models.Model)


class Slot(Expression):
    """The place of a value in a prepared query; the model's field says how it is stored."""

    def __init__(self, model: type[models.Model], field: str, name: str = "") -> None:
        known = model._meta.get_field(field)
        super().__init__(output_field=getattr(known, "target_field", known))
        self.name = name or field

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        return "%s", [self]

    def value_of(self, values: dict[str, Any]) -> Any:
        """The value as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection, prepared=False)


class Prepared(Generic[M]):
    """A query of whole rows, with what is related and annotated, asked by the names of its slots.

    ``make`` builds it when it is first asked: the database is not known before.

        of_person = Prepared(lambda: Cohort.objects.filter(supervisor=Slot(Cohort, "supervisor")))
        of_person.rows(supervisor=person.pk)
    """

    def __init__(self, make: Callable[[], models.QuerySet[M]]) -> None:
        self._make = make

    def rows(self, **values: Any) -> list[M]:
        """All rows that the query finds with these values in its slots."""
        return [self._row(each) for each in self.tuples(**values)]

    def tuples(self, **values: Any) -> list[Any]:
        """The same as plain columns, for a query with ``values_list``."""
        self._refuse_lock_outside_transaction()
        sql, given = self._statement
        params = [each.value_of(values) if isinstance(each, Slot) else each for each in given]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found = cursor.fetchall()
        if not self._converters:
            return list(found)
        return list(self._compiler.apply_converters(found, self._converters))

    def get(self, **values: Any) -> M | None:
        """The only row there is, or nothing."""
        return next(iter(self.rows(**values)), None)

    @cached_property
    def _compiler(self) -> Any:
        compiler = self._make().query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.connection.ensure_connection()
        return compiler

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        sql, params = self._compiler.as_sql()
        return sql, tuple(params)

    @cached_property
    def _columns(self) -> tuple[type[M], int, int, list[str], list[Any]]:
        """How a row of the answer becomes a model with its related ones, as ModelIterable does."""
        compiler = self._compiler
        fields = compiler.klass_info["select_fields"]
        start, end = fields[0], fields[-1] + 1
        names = [column[0].target.attname for column in compiler.select[start:end]]
        related = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
        return compiler.klass_info["model"], start, end, names, related

    @cached_property
    def _annotations(self) -> list[tuple[str, int]]:
        """The names that are set on each row, with their columns."""
        _sql, _params = self._statement  # which columns there are is known once it is put together
        return list(self._compiler.annotation_col_map.items())

    @cached_property
    def _converters(self) -> Any:
        compiler = self._compiler
        return compiler.get_converters([column[0] for column in compiler.select])

    def _row(self, values: Any) -> M:
        model, start, end, names, related = self._columns
        row: M = model.from_db(DEFAULT_DB_ALIAS, names, values[start:end])
        for name, at in self._annotations:
            setattr(row, name, values[at])
        for populator in related:
            populator.populate(values, row)
        return row

    def _refuse_lock_outside_transaction(self) -> None:
        # Django says so while it compiles, which happens once here.
        if self._compiler.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("This query locks rows: ask it in a transaction.")


def bring(row: models.Model, name: str, related: list[Any]) -> None:
    """Give a row what belongs to it, as ``prefetch_related`` does: ``row.name.all()`` is read."""
    found = getattr(row, name).all()
    found._result_cache = related
    found._prefetch_done = True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found
