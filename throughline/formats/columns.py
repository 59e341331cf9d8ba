"""Find the columns of a table by what their names mean, however they are spelled."""

from collections.abc import Collection, Mapping, Sequence

from throughline.formats.names import plain_name
from throughline.formats.problems import BadFile, quoted
from throughline.formats.tables import Table


def name_key(name: str) -> str:
    """
    Reduce a name so that its spellings, singular and plural become equal.

    Parameters
    ----------
    name : str
        Name of a column or a file.

    Returns
    -------
    str
        Letters and digits without case and without a final s: ``"orgsourcedid"`` for ``"orgSourcedIds"`` and
        ``"Org_Sourced_Id"``.
    """
    plain = plain_name(name)
    return plain.removesuffix("s") or plain


def columns_by_meaning(
    table: Table, names: Mapping[str, Sequence[str]], required: Collection[str] = ()
) -> dict[str, int]:
    """
    Find columns by name, without regard to case, blanks, hyphens, underscores and a final s.

    Parameters
    ----------
    table : Table
        The file.
    names : mapping of str to sequence of str
        Names that a column may have, by the key to call it in the result.
    required : collection of str
        Keys without which the file is refused.

    Returns
    -------
    dict of str to int
        Position by key, of the columns that are there.

    Raises
    ------
    BadFile
        If two columns mean the same, or a required column is missing.
    """
    meaning = {name_key(name): key for key, spellings in names.items() for name in spellings}
    found: dict[str, int] = {}
    for i, header in enumerate(table.header):
        key = meaning.get(name_key(header))
        if key is None:
            continue
        if key in found:
            raise BadFile.of(
                "same_columns",
                table.file,
                1,
                quoted(header),
                first=quoted(table.header[found[key]]),
                second=quoted(header),
            )
        found[key] = i
    missing = [names[key][0] for key in required if key not in found]
    if missing:
        raise BadFile.of("missing_columns", table.file, 1, missing=", ".join(missing))
    return found
