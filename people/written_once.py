"""Rows that are written once: what figures rest on, and the record of what was done."""

from typing import Any, ClassVar, NoReturn, TypeVar, cast

from django.db import models

Row = TypeVar("Row", bound=models.Model, covariant=True)


class AlreadyWritten(Exception):
    """Somebody tried to change a row that is written once."""


class WrittenOnceQuerySet(models.QuerySet[Row]):
    """Refuses to change rows in bulk, as ``WrittenOnce`` refuses one by one."""

    def update(self, **fields: Any) -> int:
        cast("type[WrittenOnce]", self.model).refuse_changes_to(fields)
        return super().update(**fields)


class WrittenOnce(models.Model):
    """A row that figures rest on: written once, then never changed but for what is named here."""

    changeable: ClassVar[frozenset[str]] = frozenset()

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            named = kwargs.get("update_fields")
            self.refuse_changes_to(named or [field.name for field in self._meta.fields])
        super().save(*args, **kwargs)

    @classmethod
    def refuse_changes_to(cls, fields: Any) -> None:
        """Raise ``AlreadyWritten`` if any of the fields is not among the changeable ones."""
        if refused := sorted(set(fields) - cls.changeable):
            raise AlreadyWritten(f"{cls.__name__} is written once; not changed: {refused}.")


class OnlyAddedQuerySet(WrittenOnceQuerySet[Row]):
    """Refuses to delete rows in bulk too, as ``OnlyAdded`` refuses one by one."""

    def delete(self) -> NoReturn:
        raise AlreadyWritten(f"{self.model.__name__} is only ever added to; nothing was deleted.")


class OnlyAdded(WrittenOnce):
    """A row that is written once and stays: later rows are numbered after it."""

    objects = OnlyAddedQuerySet.as_manager()

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AlreadyWritten(f"{type(self).__name__} is only ever added to; nothing was deleted.")
