"""Problems of delimited files."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    "no_file": (
        gettext_noop("The file was not found."),
        gettext_noop("Choose the file again."),
    ),
    "not_a_file": (
        gettext_noop("This is a folder, not a file."),
        gettext_noop("Choose one CSV file."),
    ),
    "several_files": (
        gettext_noop("There are several files, but only one can be imported here."),
        gettext_noop("Choose one CSV file, or a ZIP file that contains only that file."),
    ),
    "no_folder": (
        gettext_noop("The folder was not found."),
        gettext_noop("Choose the folder that contains the unzipped files."),
    ),
    "too_large": (
        gettext_noop("The file is %(size_mb)s MB. The limit is %(limit_mb)s MB."),
        gettext_noop("Check that it is the right file, or split it into smaller files."),
    ),
    "too_many_rows": (
        gettext_noop("The file has more than %(limit)s rows."),
        gettext_noop("Check that it is the right file, or split it into smaller files."),
    ),
    "too_many_columns": (
        gettext_noop("The file has more than %(limit)s columns."),
        gettext_noop("Check that it is the right file, and remove the columns you don't need."),
    ),
    "empty": (
        gettext_noop("The file is empty."),
        gettext_noop("Download or export it again."),
    ),
    "not_csv_workbook": (
        gettext_noop("This is an Excel workbook or a ZIP file, not a CSV file."),
        gettext_noop("Open it in a spreadsheet program and save it as “CSV UTF-8”."),
    ),
    "not_csv_web_page": (
        gettext_noop("This is a web page or an XML file, not a CSV file."),
        gettext_noop("Sign in to the system that made the file, and download the CSV file from there."),
    ),
    "not_csv_other": (
        gettext_noop("This is a %(kind)s file, not a CSV file."),
        gettext_noop("Choose the CSV file."),
    ),
    "nul": (
        gettext_noop("The file contains a NUL character, which is not allowed in text."),
        gettext_noop("Open it in a spreadsheet program and save it as “CSV UTF-8”."),
    ),
    "encoding": (
        gettext_noop("The text is not in UTF-8."),
        gettext_noop(
            "Save the file as “CSV UTF-8”. If it was saved as Windows-1252, choose “Western European "
            "(Windows-1252)” on the page where you upload it."
        ),
    ),
    "encoding_utf16": (
        gettext_noop("The file says its text is in UTF-16, but it is not."),
        gettext_noop("Save the file as “CSV UTF-8”."),
    ),
    "encoding_cp1252": (
        gettext_noop("The text is not in Windows-1252."),
        gettext_noop("Save the file as “CSV UTF-8”."),
    ),
    "unterminated": (
        gettext_noop(
            "A quotation mark that starts here has no closing quotation mark. The file may be incomplete."
        ),
        gettext_noop("Download or export it again, or add the closing quotation mark."),
    ),
    "malformed": (
        gettext_noop("The row cannot be read as CSV: %(detail)s."),
        gettext_noop(
            "Put the cell in quotation marks and double any quotation marks inside it, or export the "
            "file again."
        ),
    ),
    "long_cell": (
        gettext_noop("A cell has more than %(limit)s characters. A quotation mark may be missing."),
        gettext_noop("Shorten the cell, or add the closing quotation mark."),
    ),
    "short_row": (
        gettext_noop("The row has %(found)s cells, but the header has %(expected)s."),
        gettext_noop("Add the missing cells. If the file is incomplete, export it again."),
    ),
    "long_row": (
        gettext_noop("The row has %(found)s cells, but the header has %(expected)s."),
        gettext_noop("Remove the extra cells, or put a cell that contains a separator in quotation marks."),
    ),
    "empty_header": (
        gettext_noop("Column %(letter)s has no name."),
        gettext_noop("Give the column a name in the first row, or remove it."),
    ),
    "duplicate_header": (
        gettext_noop("Columns %(first)s and %(second)s have the same name."),
        gettext_noop("Rename or remove one of them."),
    ),
    "same_columns": (
        gettext_noop("The columns “%(first)s” and “%(second)s” mean the same thing."),
        gettext_noop("Remove one of them. If one means something else, rename it."),
    ),
    "missing_columns": (
        gettext_noop("These columns are missing: %(missing)s."),
        gettext_noop("Check that it is the right file, and export it again without changing the first row."),
    ),
    "unreadable": (
        gettext_noop("The file could not be opened: %(detail)s."),
        gettext_noop("Check that the file exists and that you have permission to read it."),
    ),
    "workbook_old": (
        gettext_noop("This is an old Excel workbook (.xls), which can't be read."),
        gettext_noop(
            "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx) or a CSV file."
        ),
    ),
    "workbook_password": (
        gettext_noop("The workbook has a password."),
        gettext_noop("Open it in a spreadsheet program, remove the password, and save it again."),
    ),
    "workbook_other": (
        gettext_noop("This is a %(kind)s file, not an Excel workbook (.xlsx) or a CSV file."),
        gettext_noop("Open it in the program that made it and save it as an Excel workbook (.xlsx)."),
    ),
    "workbook_zip": (
        gettext_noop("This is a ZIP file, not an Excel workbook (.xlsx) or a CSV file."),
        gettext_noop("Unpack it and choose the spreadsheet in it."),
    ),
    "workbook_damaged": (
        gettext_noop("The workbook is damaged or incomplete."),
        gettext_noop("Open it in a spreadsheet program and save it again, or download it again."),
    ),
    "workbook_too_large": (
        gettext_noop("The workbook would unpack to %(size_mb)s MB, which is too large."),
        gettext_noop("Check that it is the right file, or save the sheet you need as a CSV file."),
    ),
    "workbook_too_many_cells": (
        gettext_noop("The sheet has more rows, columns or cells than a spreadsheet can have."),
        gettext_noop("Open it in a spreadsheet program and save it again, or save it as a CSV file."),
    ),
    "workbook_no_sheet": (
        gettext_noop("The workbook has no sheet named “%(sheet)s”."),
        gettext_noop("Choose one of its sheets."),
    ),
    "workbook_several_sheets": (
        gettext_noop("Several sheets have data, or only hidden ones: %(names)s."),
        gettext_noop("Choose the sheet to read."),
    ),
    "workbook_beside": (
        gettext_noop("Column %(letter)s has a value in this row but no name."),
        gettext_noop("Give the column a name in the header row, or clear the cell."),
    ),
    "workbook_formulas": (
        gettext_noop("Formulas without a saved result: %(n)s. Their cells were left blank."),
        gettext_noop("Open the file in a spreadsheet program, save it, and import it again."),
    ),
}
