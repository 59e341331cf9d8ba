"""Problems of directories of services."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    "hsds_no_rows": (
        gettext_noop("These files have no organizations, services or locations."),
        gettext_noop("Check that these are the right files, and export them again."),
    ),
    "hsds_no_tables": (
        gettext_noop(
            "None of these files belongs to the standard for directories (HSDS), such as services.csv."
        ),
        gettext_noop(
            "A directory has files such as organizations.csv and services.csv. A list of another form can be "
            "imported as a spreadsheet, on the page “Import a spreadsheet”."
        ),
    ),
    "hsds_two_files": (
        gettext_noop("%(first)s and %(second)s contain the same table."),
        gettext_noop("Keep only one of the two files."),
    ),
    "hsds_version": (
        gettext_noop(
            "The file says it uses HSDS version %(version)s. Only versions 1.0 to 3.1 can be imported."
        ),
        gettext_noop("Export the directory in version 3.0 or 3.1."),
    ),
    "hsds_package": (
        gettext_noop(
            "The file says it uses HSDS version %(named)s, but its files and columns match version "
            "%(version)s. It was imported as version %(version)s."
        ),
        gettext_noop("Check that hours and locations are correct, and fix the version number."),
    ),
    "hsds_newer": (
        gettext_noop(
            "The file says it uses HSDS version %(named)s. It was imported as version 3.1. Newer "
            "fields were stored but not mapped."
        ),
        "",
    ),
    "hsds_two_columns": (
        gettext_noop("The columns “%(first)s” and “%(second)s” mean the same thing."),
        gettext_noop("Remove one of the two columns."),
    ),
    "hsds_wrong_columns": (
        gettext_noop("The file has none of the columns this table needs (%(expected)s)."),
        gettext_noop("Check that it is the right file, and use the standard column names in the first row."),
    ),
    "hsds_duplicate_id": (
        gettext_noop(
            "The ID “%(id)s” is already used in row %(first_row)s. This row was stored but not imported."
        ),
        gettext_noop("Give each row its own ID."),
    ),
    "hsds_no_target": (
        gettext_noop("There is no %(table)s with the ID “%(id)s”. The row was imported without this link."),
        gettext_noop("Add the missing row, or correct the ID."),
    ),
    "hsds_not_stored": (
        gettext_noop("The row does not say which %(table)s it belongs to, so it was not stored."),
        gettext_noop("Add the missing row, or correct the ID."),
    ),
    "hsds_number": (
        gettext_noop("“%(value)s” is not a number. It was stored but not mapped."),
        gettext_noop("Correct the cell."),
    ),
    "hsds_date": (
        gettext_noop("“%(value)s” is not a date such as 2026-09-01. It was stored but not mapped."),
        gettext_noop("Correct the cell."),
    ),
    "hsds_time": (
        gettext_noop("“%(value)s” is not a time of day such as 09:00. It is shown as written."),
        gettext_noop("Correct the cell."),
    ),
    "hsds_date_order": (
        gettext_noop("“%(value)s” could be month and day, or day and month. It was stored but not mapped."),
        gettext_noop("Write the date as year-month-day, such as 2026-09-01."),
    ),
    "hsds_weekday": (
        gettext_noop("“%(value)s” is not a day of the week. It is shown as written."),
        gettext_noop("Write out the day, such as Monday."),
    ),
    "hsds_weekday_number": (
        gettext_noop(
            "The standard does not say which day of the week the number “%(value)s” is. It is shown as "
            "written."
        ),
        gettext_noop("Write out the day, such as Monday."),
    ),
    "hsds_numbered_days": (
        gettext_noop(
            "Days of the week are numbers. Rows that also name the day show that %(numbering)s, so all "
            "rows were read that way. Rows: %(n)s."
        ),
        gettext_noop("Check the days of a service you know."),
    ),
    "hsds_freq": (
        gettext_noop("“%(value)s” is not a frequency such as WEEKLY or MONTHLY. It is shown as written."),
        gettext_noop("Write DAILY, WEEKLY, MONTHLY or YEARLY."),
    ),
    "hsds_byday": (
        gettext_noop("“%(value)s” is not a list of days such as MO,WE or 1SA. It is shown as written."),
        gettext_noop("Correct the cell."),
    ),
    "hsds_rule": (
        gettext_noop("The days “%(value)s” do not follow the standard. They are shown as written."),
        gettext_noop("Correct the row. Days with a number, such as 1SA, need the frequency MONTHLY."),
    ),
    "hsds_rule_as_written": (
        gettext_noop("The rule “%(value)s” cannot be put into words. It is shown as written."),
        gettext_noop("Describe the schedule in the “description” column."),
    ),
    "hsds_closed": (
        gettext_noop("“%(value)s” does not say whether it is open or closed. It is shown as written."),
        gettext_noop("Write true or false."),
    ),
    "hsds_closed_with_hours": (
        gettext_noop(
            "The row is marked as closed but has hours (%(opens_at)s to %(closes_at)s). Both are shown "
            "as written."
        ),
        gettext_noop("Correct the hours, or remove the closed mark."),
    ),
    "hsds_marks": (
        gettext_noop("HTML or Markdown formatting was removed from cells, starting here: %(n)s."),
        "",
    ),
    "hsds_placed": (
        gettext_noop("Services linked to a location in their own table, as in HSDS 1.0: %(n)s."),
        "",
    ),
    "hsds_same_place": (
        gettext_noop(
            "The same service is already listed at the same location in row %(first_row)s of "
            "%(first_file)s. The two rows were combined."
        ),
        gettext_noop("Keep one row for each service at a location."),
    ),
    "hsds_latitude": (
        gettext_noop("The latitude %(value)s is not between -90 and 90. It was stored but not mapped."),
        gettext_noop("Correct the coordinates. Latitude and longitude may be swapped."),
    ),
    "hsds_longitude": (
        gettext_noop("The longitude %(value)s is not between -180 and 180. It was stored but not mapped."),
        gettext_noop("Correct the coordinates. Latitude and longitude may be swapped."),
    ),
    "hsds_age": (
        gettext_noop("“%(value)s” is not an age. It was stored but not mapped."),
        gettext_noop("Correct the cell."),
    ),
    "hsds_email": (
        gettext_noop("“%(value)s” is not an email address. It is shown as written."),
        gettext_noop("Write an address such as name@example.org."),
    ),
    "hsds_extension": (
        gettext_noop("The extension “%(value)s” is not a number. It is shown as written."),
        gettext_noop("Write digits alone, such as 12."),
    ),
    "hsds_currency": (
        gettext_noop("“%(value)s” is not the code of a currency. It is shown as written."),
        gettext_noop("Write three letters, such as USD."),
    ),
    "hsds_no_id": (
        gettext_noop("The %(table)s has no ID. Other rows cannot link to it."),
        gettext_noop("Give each row its own ID."),
    ),
    "hsds_too_long": (
        gettext_noop("The text is longer than %(limit)s characters. It was shortened. All of it was stored."),
        gettext_noop("Write a shorter text."),
    ),
    "hsds_does_not_fit": (
        gettext_noop("“%(value)s” does not fit this field. It was stored but not mapped."),
        gettext_noop("Correct the cell."),
    ),
    "hsds_enum": (
        gettext_noop(
            "“%(value)s” is not one of the values in the standard (%(allowed)s). It was stored but not "
            "mapped."
        ),
        gettext_noop("Use one of these values."),
    ),
    "hsds_closes_first": (
        gettext_noop(
            "The opening time is %(opens_at)s and the closing time is %(closes_at)s. The hours are "
            "shown as written."
        ),
        gettext_noop("Check the hours. An afternoon time may need 12 added, such as 15:00 for 3:00 p.m."),
    ),
    "hsds_nameless": (
        gettext_noop("The %(table)s has no name."),
        gettext_noop("Add a name."),
    ),
    "sheet_no_names": (
        gettext_noop("No column is the name of an organization, a service or a location."),
        gettext_noop("Say which column has the names."),
    ),
    "sheet_twice": (
        gettext_noop("Two columns, “%(first)s” and “%(second)s”, were matched to the same field."),
        gettext_noop("Match one of them to another field, or leave it out."),
    ),
    "sheet_no_rows": (
        gettext_noop("The file has names of columns but no rows below them."),
        gettext_noop("Add a row for each service or organization, and upload the file again."),
    ),
    "sheet_nothing": (
        gettext_noop("The row has no name of an organization, a service or a location. It was not imported."),
        gettext_noop("Add a name, or remove the row."),
    ),
    "sheet_error": (
        gettext_noop("The cell has an error instead of a value. It was left blank."),
        gettext_noop("Correct the formula."),
    ),
    "sheet_differs": (
        gettext_noop(
            "This row and row %(first_row)s are the same entry but differ here. Row %(first_row)s was used."
        ),
        gettext_noop("Correct one of the two rows, or give the entries different names."),
    ),
    "sheet_service_named": (
        gettext_noop("The row has no service name. The service was named after its organization."),
        gettext_noop("Add a service name."),
    ),
    "sheet_no_organization": (
        gettext_noop("The service has no organization."),
        gettext_noop("Add the name of the organization, or match the column that has it."),
    ),
    "sheet_phone": (
        gettext_noop("“%(value)s” is not a phone number that can be dialed. It is shown as written."),
        gettext_noop("Write the number with its area code, such as 719-555-0101."),
    ),
    "sheet_zip": (
        gettext_noop("The ZIP code does not have 5 or 9 digits."),
        gettext_noop("Correct the ZIP code, or name the country if it is not the United States."),
    ),
    "sheet_marks": (
        gettext_noop("Text that looks like HTML or Markdown formatting was removed from this cell."),
        gettext_noop("Check the text after the import."),
    ),
    "sheet_place": (
        gettext_noop("This part of the location could not be read. It was stored but not mapped."),
        gettext_noop("Correct the cell. Coordinates are numbers such as 38.27 and -104.61."),
    ),
    "sheet_address": (
        gettext_noop(
            "The parts of the address could not be told apart. All of it was put in the street line."
        ),
        gettext_noop("Write it as street, city, state and ZIP code, or use one column for each part."),
    ),
    "sheet_two_addresses": (
        gettext_noop(
            "This cell has another city, state or ZIP code than the columns for them. The columns were used. "
            "The cell was stored but not mapped."
        ),
        gettext_noop("Correct the address in one of the two places."),
    ),
    "sheet_total": (
        gettext_noop("The last row looks like a total. It was not imported."),
        gettext_noop("Remove the row. If it is an organization or a service, move it up in the file."),
    ),
    "sheet_hours": (
        gettext_noop("“%(value)s” could not be read as hours. It is shown as written."),
        gettext_noop("Write hours such as Mon-Fri 9am-5pm; Sat 10am-2pm."),
    ),
    "sheet_kind": (
        gettext_noop("“%(value)s” is not one of your types of support. It was stored but not mapped."),
        gettext_noop("Use the name of a type of support, or add this type first."),
    ),
}
