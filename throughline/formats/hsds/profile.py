"""Our profile of the standard: what our records have beside it, as merge patches of its schemas.

References
----------
RFC 7386, JSON Merge Patch: https://www.rfc-editor.org/rfc/rfc7386
Profiles of HSDS: https://docs.openreferral.org/en/latest/hsds/profiles.html
"""

from typing import Any, Final

from throughline.formats.hsds.additions import AS_WRITTEN, CONFIDENTIAL, NOT_STATED, SOURCE_ID
from throughline.formats.hsds.standard import TABLES
from throughline.formats.hsds.version import Version

TITLE: Final = "Throughline"

_SOURCE_ID: Final = {
    "type": "string",
    "title": "Source identifier",
    "description": "The id of the record in the directory that it came from, if it has another one there.",
}
_NOT_STATED: Final = {
    "type": "string",
    "title": "Fields not stated",
    "description": "Names of fields, separated by blanks, that have a value only because the standard "
    "requires one. Nobody stated it.",
}
_ANY: Final = {
    "type": "string",
    "description": "A column of the directory that the record came from. The standard does not have it.",
}
_AS_WRITTEN: Final = {
    "type": "string",
    "description": "What stands in the directory in the place of the field. It does not fit the field, such "
    "as a web address without http.",
}
_OF_A_TABLE: Final[dict[str, dict[str, Any]]] = {
    "location": {
        CONFIDENTIAL: {
            "type": "boolean",
            "title": "Confidential location",
            "description": "Whether the address is kept back to protect people. Such a record has no "
            "address, no coordinates and no name.",
        }
    },
    "address": {
        "organization_id": {
            "type": "string",
            "format": "uuid",
            "title": "Organization identifier",
            "description": "The organization of an address that belongs to no location, as in HSDS 1 and 2.",
        }
    },
}
_LAST: Final = f"^.+{AS_WRITTEN}$"


def profile(version: Version) -> dict[str, dict[str, Any]]:
    """
    Describe what our records have beside the standard.

    Parameters
    ----------
    version : str
        The version of the standard.

    Returns
    -------
    dict of str to dict
        A merge patch for each schema that we add to, by the name of its file, such as service.json.
    """
    return {
        f"{name}.json": {
            "properties": {SOURCE_ID: _SOURCE_ID, NOT_STATED: _NOT_STATED, **_OF_A_TABLE.get(name, {})},
            "patternProperties": {_LAST: _AS_WRITTEN},
            "additionalProperties": _ANY,
        }
        for name, table in TABLES.items()
        if table.since <= version
    }
