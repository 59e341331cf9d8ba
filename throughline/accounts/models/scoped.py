"""Base class of every row of a district, which is read and written only in that district's scope."""

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
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
    """Bulk writes make the same checks as `save`."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            if isinstance(row, DistrictRow):
                _check_district(row)
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        for row in rows:
            if isinstance(row, DistrictRow):
                _check_district(row)
        return super().bulk_update(rows, fields, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if {"district", "district_id"} & kwargs.keys():
            raise OutsideScope("A row cannot be moved to another district")
        return super().update(**kwargs)


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

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _check_district(self)
        super().save(*args, **kwargs)


class PublicIdMixin(models.Model):
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
