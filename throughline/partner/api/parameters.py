"""What a list may be asked for: the filters of the standard, in the address or in the body of a POST."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema, field_validator

from throughline.partner.queries.listings import Filters, uuid_of
from throughline.partner.queries.near import Point

MOST_PER_PAGE: Final = 100
MOST_FULL_PER_PAGE: Final = 25
MOST_WITH_SERVICES_PER_PAGE: Final = 5
MOST_MINIMAL_PER_PAGE: Final = 10_000
PER_PAGE: Final = 25
LAST_PAGE: Final = 1_000_000
LONGEST_SEARCH: Final = 200

EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(9999, 12, 30, tzinfo=UTC)

_DATE = r"(?P<year>\d{4})-\d\d-\d\d"
_TIME = r"(?P<hours>[Tt]\d\d:\d\d:)(?P<seconds>\d\d)(?P<rest>(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d))"
WHEN: Final = re.compile(f"{_DATE}(?:{_TIME})?", re.ASCII)

_LATITUDE = r"-?(?:90(?:\.0{1,9})?|[0-8]?[0-9](?:\.[0-9]{1,15})?)"
_LONGITUDE = r"-?(?:180(?:\.0{1,9})?|(?:1[0-7][0-9]|[0-9]{1,2})(?:\.[0-9]{1,15})?)"
PROXIMITY: Final = f"^(?:{_LATITUDE},{_LONGITUDE},)?[0-9]{{1,6}}$"


def _is_typed(info: ValidationInfo) -> bool:
    """Whether values have types, as in JSON; in an address all are texts."""
    return info.context is not None and info.context["request"].method == "POST"


def _whole(value: object, info: ValidationInfo) -> object:
    if _is_typed(info):
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if is_whole or (isinstance(value, float) and value.is_integer()):
            return int(value)  # type: ignore[call-overload]
    elif isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value, re.ASCII):
        return int(value)
    raise ValueError("Give a whole number.")


def _truth(value: object, info: ValidationInfo) -> object:
    if isinstance(value, bool):
        return value
    if not _is_typed(info) and value in ("true", "false"):
        return value == "true"
    raise ValueError("Give true or false.")


def _moment(value: object) -> datetime:
    """A date or a moment of RFC 3339; the beginning and the end of time are as good as any other."""
    found = WHEN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(
            "Give a date such as 2026-09-30 or a time such as 2026-09-30T08:00:00Z. In an address, "
            "write the plus sign of a time zone as %2B."
        )
    if found["year"] == "0000":
        return EARLIEST
    text = found[0]
    if found["seconds"] == "60":  # a leap second, which this calendar lacks
        text = f"{text[:10]}{found['hours']}59{found['rest']}"
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        raise ValueError("There is no such date or time.") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return min(max(moment.astimezone(UTC), EARLIEST), LATEST)
    except OverflowError:
        return EARLIEST if moment.year < 5000 else LATEST


_NO_NUL = r"^[^\x00]*$"
Words = Annotated[str, Field(max_length=LONGEST_SEARCH, pattern=_NO_NUL)]
Id = Annotated[str, Field(min_length=1, max_length=LONGEST_SEARCH, pattern=_NO_NUL)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Moment = Annotated[
    datetime | None,
    BeforeValidator(_moment),
    WithJsonSchema(
        {
            "type": "string",
            "anyOf": [{"format": "date-time"}, {"format": "date"}],
            "example": "2026-09-30T08:00:00Z",
        }
    ),
]


def _id(text: str) -> str:
    """An id as it is written here, whatever its letters and hyphens."""
    return str(uuid_of(text) or text)


class Parameters(Schema):
    """What every list may be asked for."""

    model_config = ConfigDict(extra="forbid")

    search: Words = Field("", description="Words that have to be in an entry; no words find all entries.")
    page: Annotated[int, BeforeValidator(_whole)] = Field(
        1, ge=1, le=LAST_PAGE, description="The page, from 1. A page after the last one is empty."
    )
    per_page: Annotated[int, BeforeValidator(_whole)] = Field(
        PER_PAGE,
        ge=1,
        le=MOST_PER_PAGE,
        description=f"Entries on a page. With `full`, a page has {MOST_FULL_PER_PAGE} at most.",
    )
    format: Literal["json"] = Field("json", description="Only JSON is available.")

    def size(self) -> int:
        return self.per_page

    def filters(self) -> Filters:
        return Filters(self.search)


class TermFilter(Parameters):
    taxonomy_term_id: Id = Field("", description="The id of a term that has to be attached.")
    taxonomy_id: Id = Field("", description="The id of a taxonomy, of which any term has to be attached.")
    full: Truth = Field(False, description="Whether entries come with all that belongs to them.")

    def size(self) -> int:
        return min(self.per_page, MOST_FULL_PER_PAGE) if self.full else self.per_page

    def filters(self) -> Filters:
        return Filters(
            self.search, taxonomy_term_id=_id(self.taxonomy_term_id), taxonomy_id=_id(self.taxonomy_id)
        )


class OrganizationChoices(Schema):
    """What one organization may be asked for."""

    model_config = ConfigDict(extra="forbid")

    full_service: Truth = Field(False, description="Whether its services are in full too.")


class OrganizationParameters(TermFilter):
    full_service: Truth = Field(
        False,
        description=(
            "With `full`: whether the services of an organization are in full too. A page then has "
            f"{MOST_WITH_SERVICES_PER_PAGE} organizations at most."
        ),
    )

    def size(self) -> int:
        most = MOST_WITH_SERVICES_PER_PAGE if self.full and self.full_service else MOST_PER_PAGE
        return min(super().size(), most)


class _ServiceFilter(TermFilter):
    organization_id: Id = Field("", description="The id of the organization that offers the service.")
    modified_after: Moment = Field(
        None, description="Only what changed then or later, in its own words or in this directory."
    )

    def filters(self) -> Filters:
        return Filters(
            self.search,
            taxonomy_term_id=_id(self.taxonomy_term_id),
            taxonomy_id=_id(self.taxonomy_id),
            organization_id=_id(self.organization_id),
            modified_after=self.modified_after,
        )


class _Minimal(Schema):
    """Stands before the other fields, so that it is known when they are looked at."""

    minimal: Truth = Field(
        False,
        description=(
            "Only `id` and `modified_date` of each service. A page then has "
            f"{MOST_MINIMAL_PER_PAGE:,} services unless `per_page` is given."
        ),
    )


class ServiceParameters(_ServiceFilter, _Minimal):
    per_page: Annotated[int, BeforeValidator(_whole)] = Field(
        PER_PAGE,
        ge=1,
        le=MOST_MINIMAL_PER_PAGE,
        description=(
            f"Services on a page: {MOST_PER_PAGE} at most, or {MOST_MINIMAL_PER_PAGE:,} with `minimal`. With "
            f"`full`, a page has {MOST_FULL_PER_PAGE} at most."
        ),
    )

    @field_validator("per_page")
    @classmethod
    def _is_many_only_if_minimal(cls, value: int, info: ValidationInfo) -> int:
        if value > MOST_PER_PAGE and not info.data.get("minimal"):
            raise ValueError(
                f"Give a number of at most {MOST_PER_PAGE}. With minimal=true, a page has up to "
                f"{MOST_MINIMAL_PER_PAGE:,} services."
            )
        return value

    def size(self) -> int:
        if self.minimal:
            return self.per_page if "per_page" in self.model_fields_set else MOST_MINIMAL_PER_PAGE
        return super().size()


class PlaceParameters(_ServiceFilter):
    postcode: Annotated[str, Field(min_length=1, max_length=20, pattern=_NO_NUL)] = Field(
        "", description="The postal code of the location, or with a distance alone, the middle of the search."
    )
    proximity: Annotated[str, Field(pattern=PROXIMITY)] = Field(
        "",
        description=(
            "Latitude, longitude and a distance in meters, such as 42.33,-122.87,5000; or a distance alone, "
            "from the middle of `postcode`, which is needed then. The nearest come first."
        ),
        json_schema_extra={"example": "42.33,-122.87,5000"},
    )

    @field_validator("proximity")
    @classmethod
    def _is_from_somewhere(cls, value: str, info: ValidationInfo) -> str:
        if "," not in value and not info.data.get("postcode"):
            raise ValueError(
                "A distance alone is measured from the middle of a postcode. Give postcode too, or a "
                "latitude, a longitude and a distance."
            )
        return value

    def filters(self) -> Filters:
        *center, meters = self.proximity.split(",")
        own: dict[str, Any] = {
            "postcode": self.postcode,
            "center": Point(float(center[0]), float(center[1])) if center else None,
            "most_meters": float(meters) if meters else None,
        }
        return Filters(**{**vars(super().filters()), **own})


class TaxonomyParameters(Parameters):
    pass


class TermParameters(Parameters):
    taxonomy_id: Id = Field("", description="The id of the taxonomy of the terms.")
    top_only: Truth = Field(False, description="Whether only terms without a parent are wanted.")
    parent_id: Id = Field("", description="The id of the parent of the terms.")

    def filters(self) -> Filters:
        return Filters(
            self.search,
            taxonomy_id=_id(self.taxonomy_id),
            top_only=self.top_only,
            parent_id=_id(self.parent_id),
        )
