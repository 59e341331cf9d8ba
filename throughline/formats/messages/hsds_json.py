"""Problems of directories of services in JSON."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    "json_cut": (
        gettext_noop("The file ends too early, in line %(line)s. It may be incomplete."),
        gettext_noop("Download or export it again."),
    ),
    "json_malformed": (
        gettext_noop("The file cannot be read as JSON from line %(line)s, character %(letter)s."),
        gettext_noop("Correct this place, or export the file again."),
    ),
    "json_encoding": (
        gettext_noop("The text is not in UTF-8."),
        gettext_noop(
            "Export the file again in UTF-8. If it was saved as Windows-1252, choose “Western European "
            "(Windows-1252)” on the page where you upload it."
        ),
    ),
    "json_number": (
        gettext_noop("The file has more than %(limit)s digits in a row."),
        gettext_noop("Shorten the number, or export the file again."),
    ),
    "json_nul": (
        gettext_noop("The record contains a NUL character, which is not allowed in text."),
        gettext_noop("Remove the character, or export the file again."),
    ),
    "json_deep": (
        gettext_noop("The record is nested more than %(limit)s levels deep."),
        gettext_noop("Check that it is the right file."),
    ),
    "json_large_record": (
        gettext_noop("The record has more than %(limit)s values."),
        gettext_noop("Export the directory as CSV files, or as one record for each service."),
    ),
    "json_same_name": (
        gettext_noop("The record has the name “%(name)s” twice."),
        gettext_noop("Remove one of the two values."),
    ),
    "hsds_json_unknown": (
        gettext_noop("This is not a record of the standard. It was not imported."),
        gettext_noop("Check that it is the right file, and use the standard names."),
    ),
    "hsds_json_value": (
        gettext_noop(
            "This value should not be a list or an object of this kind. It was stored but not mapped."
        ),
        gettext_noop("Correct the record."),
    ),
    "hsds_json_no_id": (
        gettext_noop("The %(table)s has no ID. It was given one, because other records belong to it."),
        gettext_noop("Give each record an ID that stays the same."),
    ),
    "hsds_json_link": (
        gettext_noop(
            "The record says “%(value)s”, but it is listed under “%(other)s”. “%(other)s” was used."
        ),
        gettext_noop("Correct the value, or move the record."),
    ),
    "hsds_json_copies": (
        gettext_noop(
            "The record with the ID “%(id)s” is also in record %(first_row)s of %(first_file)s, with another "
            "value. The first value was used."
        ),
        gettext_noop("Check which value is correct, and use it in every copy."),
    ),
    "hsds_json_shared": (
        gettext_noop(
            "The record with the ID “%(id)s” belongs to several others. Each of them was given its own copy."
        ),
        gettext_noop("Give each copy its own ID."),
    ),
    "hsds_json_pages": (
        gettext_noop("The answers have %(n)s of %(total)s records (%(table)s). Pages may be missing."),
        gettext_noop("Download every page."),
    ),
}
