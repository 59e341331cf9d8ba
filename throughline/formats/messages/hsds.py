"""Problems of directories of services."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    "hsds_no_rows": (
        gettext_noop("there is no organization, service or location in these files"),
        gettext_noop("check that they are the right files, and export them again"),
    ),
    "hsds_no_tables": (
        gettext_noop(
            "the folder holds no file of the Human Services Data Specification, such as services.csv"
        ),
        gettext_noop("choose the folder that holds organizations.csv and services.csv"),
    ),
    "hsds_two_files": (
        gettext_noop("%(first)s and %(second)s hold the same table"),
        gettext_noop("keep one of them"),
    ),
    "hsds_wrong_columns": (
        gettext_noop("none of the columns that make this table are there (%(expected)s)"),
        gettext_noop("check that it is the right file, and keep the first row as the standard names it"),
    ),
    "hsds_duplicate_id": (
        gettext_noop("the id “%(id)s” stands already in row %(first_row)s: this row was kept aside"),
        gettext_noop("give each row its own id"),
    ),
    "hsds_no_target": (
        gettext_noop("there is no %(table)s with the id “%(id)s”: the row was kept without the link"),
        gettext_noop("add the missing row, or correct the id"),
    ),
    "hsds_number": (
        gettext_noop("“%(value)s” is not a number: it was kept aside"),
        gettext_noop("correct the cell"),
    ),
    "hsds_date": (
        gettext_noop("“%(value)s” is not a date such as 2026-09-01: it was kept aside"),
        gettext_noop("correct the cell"),
    ),
    "hsds_time": (
        gettext_noop("“%(value)s” is not a time of day such as 09:00: it was kept aside"),
        gettext_noop("correct the cell"),
    ),
    "hsds_weekday": (
        gettext_noop("“%(value)s” is not a day of the week: it was kept aside"),
        gettext_noop("write the day in full, such as Monday"),
    ),
    "hsds_latitude": (
        gettext_noop("the latitude %(value)s does not lie between -90 and 90: it was kept aside"),
        gettext_noop("correct the coordinates; the two may be swapped"),
    ),
    "hsds_longitude": (
        gettext_noop("the longitude %(value)s does not lie between -180 and 180: it was kept aside"),
        gettext_noop("correct the coordinates; the two may be swapped"),
    ),
    "hsds_enum": (
        gettext_noop("“%(value)s” is not a value the standard knows (%(allowed)s): it was kept aside"),
        gettext_noop("use one of these values"),
    ),
    "hsds_closes_first": (
        gettext_noop("it closes at %(closes_at)s, before it opens at %(opens_at)s"),
        gettext_noop("check the hours; an afternoon hour may have been written without its 12"),
    ),
    "hsds_nameless": (
        gettext_noop("the %(table)s has no name"),
        gettext_noop("give it a name"),
    ),
}
