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
    "hsds_json": (
        gettext_noop("this is the JSON form of a directory, and its tables are read as CSV files"),
        gettext_noop("export the directory as CSV files, in the tabular form of the standard"),
    ),
    "hsds_version": (
        gettext_noop("it names version %(version)s of the standard; versions 1.0 to 3.1 are read"),
        gettext_noop("export the directory in version 3.0 or 3.1"),
    ),
    "hsds_package": (
        gettext_noop(
            "it names version %(named)s of the standard; by their names and columns the files are "
            "version %(version)s, and were read as that"
        ),
        gettext_noop("check that hours and places are right, and correct the version"),
    ),
    "hsds_newer": (
        gettext_noop(
            "it names version %(named)s of the standard; it was read as 3.1, and what is newer was kept aside"
        ),
        "",
    ),
    "hsds_two_columns": (
        gettext_noop("the columns “%(first)s” and “%(second)s” mean the same"),
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
        gettext_noop("“%(value)s” is not a time of day such as 09:00: it is shown as written"),
        gettext_noop("correct the cell"),
    ),
    "hsds_date_order": (
        gettext_noop("“%(value)s” can be two dates, by month and day or by day and month: it was kept aside"),
        gettext_noop("write the date as year-month-day, such as 2026-09-01"),
    ),
    "hsds_weekday": (
        gettext_noop("“%(value)s” is not a day of the week: it is shown as written"),
        gettext_noop("write the day in full, such as Monday"),
    ),
    "hsds_weekday_number": (
        gettext_noop(
            "the number “%(value)s” can be different days of the week, because the standard does not say "
            "which day is 1: it is shown as written"
        ),
        gettext_noop("write the day in full, such as Monday"),
    ),
    "hsds_numbered_days": (
        gettext_noop(
            "days of the week are numbers; rows that also name the day show that %(numbering)s, and all rows "
            "were read that way: %(n)s"
        ),
        gettext_noop("check the days of a service you know"),
    ),
    "hsds_freq": (
        gettext_noop("“%(value)s” is not a frequency such as WEEKLY or MONTHLY: it is shown as written"),
        gettext_noop("use a frequency of RFC 5545"),
    ),
    "hsds_byday": (
        gettext_noop("“%(value)s” is not days of the week such as MO,WE or 1SA: it is shown as written"),
        gettext_noop("correct the cell"),
    ),
    "hsds_rule": (
        gettext_noop("RFC 5545 does not allow the rule “%(value)s”: it is shown as written"),
        gettext_noop("correct the row; days with a number, such as 1SA, need MONTHLY"),
    ),
    "hsds_rule_as_written": (
        gettext_noop("there are no words for the rule “%(value)s”: it is shown as written"),
        gettext_noop("describe it in the column “description”"),
    ),
    "hsds_closed": (
        gettext_noop("“%(value)s” says neither closed nor open: it is shown as written"),
        gettext_noop("write true or false"),
    ),
    "hsds_closed_with_hours": (
        gettext_noop(
            "it is closed, and has hours (%(opens_at)s to %(closes_at)s): both are shown as written"
        ),
        gettext_noop("correct one of them"),
    ),
    "hsds_marks": (
        gettext_noop("marks of HTML or Markdown were taken off in cells: %(n)s"),
        "",
    ),
    "hsds_placed": (
        gettext_noop("services are linked to their place in their own table, as in HSDS 1.0: %(n)s"),
        "",
    ),
    "hsds_same_place": (
        gettext_noop(
            "the same service is at the same place already in row %(first_row)s of %(first_file)s: the two "
            "rows were joined"
        ),
        gettext_noop("keep one row for each service at a place"),
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
        gettext_noop(
            "it opens at %(opens_at)s and closes at %(closes_at)s: the hours are shown as they are written"
        ),
        gettext_noop("check the hours; an afternoon hour may have been written without its 12"),
    ),
    "hsds_nameless": (
        gettext_noop("the %(table)s has no name"),
        gettext_noop("give it a name"),
    ),
}
