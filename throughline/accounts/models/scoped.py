"""Base class of every row of a district, which is read and written only in that district's scope."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.db import models, transaction
from django_scopes import get_scope
from django_scopes.manager import DisabledQuerySet

M = TypeVar("M", bound=models.Model)


class OutsideScope(Exception):
    """A write outside the scope of the row's district, or a foreign key that would join two districts."""


def new_public_id() -> str:
    """Return a random id. It never begins with a dash, which starts an option or a spreadsheet formula."""
    while (public_id := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return public_id


def _check_district(row: "DistrictRow") -> None:
    scope = get_scope()
    if not scope.get("_enabled", True):
        return
    district = scope.get("district")
    if district is None:
        raise OutsideScope(f"{type(row).__name__} cannot be saved: no district is in scope")
    if row.district_id is None:
        row.district = district
    if row.district_id != district.pk:
        raise OutsideScope(f"{type(row).__name__} belongs to another district than the one in scope")
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.is_cached(row):
            other = field.get_cached_value(row)
            if isinstance(other, DistrictRow) and other.district_id != row.district_id:
                raise OutsideScope(f"{type(row).__name__}.{field.name} would join two districts")


class DistrictQuerySet(models.QuerySet[M]):
    """Bulk writes make the same checks as `save`, and the search index follows them."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            if isinstance(row, DistrictRow):
                _check_district(row)
        if not self._indexed():
            return super().bulk_create(rows, *args, **kwargs)
        with transaction.atomic(using=self.db, savepoint=False):
            made = super().bulk_create(rows, *args, **kwargs)
            if any(row.pk is None for row in made):
                raise ValueError("Rows whose conflicts are ignored have no keys: they cannot be indexed")
            self._written([row.pk for row in made])
        return made

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        for row in rows:
            if isinstance(row, DistrictRow):
                _check_district(row)
        return super().bulk_update(rows, fields, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if {"district", "district_id"} & kwargs.keys():
            raise OutsideScope("A row cannot be moved to another district")
        if not kwargs.keys() & set(self._indexed()):
            return super().update(**kwargs)
        with transaction.atomic(using=self.db, savepoint=False):
            keys = list(self.values_list("pk", flat=True))
            n_updated = super().update(**kwargs)
            self._written(keys)
        return n_updated

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            n_deleted, by_model = super().delete()
            rows_were_deleted(by_model)
        return n_deleted, by_model

    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]

    def _indexed(self) -> Sequence[str]:
        return self.model.indexed_fields if issubclass(self.model, DistrictRow) else ()

    def _written(self, keys: Iterable[int | None]) -> None:
        assert issubclass(self.model, DistrictRow)
        self.model.rows_were_written(keys)


class DistrictManager(models.Manager[M]):
    """Rows of the district in scope; without a scope every read raises."""

    def get_queryset(self) -> models.QuerySet[M]:
        scope = get_scope()
        if not scope.get("_enabled", True):
            return DistrictQuerySet(self.model, using=self._db)
        district = scope.get("district")
        if district is None:
            return DisabledQuerySet(self.model, using=self._db, missing_scopes={"district"})
        return DistrictQuerySet(self.model, using=self._db).filter(district=district)

    def all(self) -> models.QuerySet[M]:
        rows = super().all()
        return rows.all() if isinstance(rows, DisabledQuerySet) else rows


class DistrictRow(models.Model):
    district = models.ForeignKey("accounts.District", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[DistrictManager[Self]] = DistrictManager()

    indexed_fields: ClassVar[Sequence[str]] = ()
    """Fields that everybody may search; the first is the name. Their texts are copied into the index."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _check_district(self)
        if not self.indexed_fields:
            super().save(*args, **kwargs)
            return
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            self.rows_were_written([self.pk])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            n_deleted, by_model = super().delete(*args, **kwargs)
            rows_were_deleted(by_model)
        return n_deleted, by_model

    @classmethod
    def rows_were_written(cls, keys: Iterable[int | None]) -> None:
        """Called after rows with indexed fields were written, one by one or in bulk."""
        raise NotImplementedError(f"{cls.__name__} has indexed fields: it must be an IndexedRow")

    @classmethod
    def rows_were_deleted(cls) -> None:
        """Called after rows were deleted, also with another row that they belong to."""


def rows_were_deleted(labels: Iterable[str]) -> None:
    for model in map(apps.get_model, labels):
        if issubclass(model, DistrictRow):
            model.rows_were_deleted()


class PublicIdMixin(models.Model):
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
