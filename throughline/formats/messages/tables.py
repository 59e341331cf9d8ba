"""Problems of delimited files."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    "no_file": (
        gettext_noop("there is no such file"),
        gettext_noop("choose the file again"),
    ),
    "not_a_file": (
        gettext_noop("this is a folder, not a file"),
        gettext_noop("choose one CSV file"),
    ),
    "several_files": (
        gettext_noop("there are several files, and only one is read here"),
        gettext_noop("choose the one CSV file, or a zip that holds it alone"),
    ),
    "no_folder": (
        gettext_noop("there is no such folder"),
        gettext_noop("choose the folder that holds the unpacked files"),
    ),
    "too_large": (
        gettext_noop("the file has %(size_mb)s MB, and at most %(limit_mb)s MB are read"),
        gettext_noop("check that it is the right file, or split it into smaller ones"),
    ),
    "too_many_rows": (
        gettext_noop("the file has more than %(limit)s rows"),
        gettext_noop("check that it is the right file, or split it into smaller ones"),
    ),
    "too_many_columns": (
        gettext_noop("the file has more than %(limit)s columns"),
        gettext_noop("check that it is the right file, and remove the columns that are not needed"),
    ),
    "empty": (
        gettext_noop("the file is empty"),
        gettext_noop("download or export it again"),
    ),
    "not_csv_workbook": (
        gettext_noop("this is an Excel workbook or a ZIP archive, not a CSV file"),
        gettext_noop("open it in a spreadsheet and save it as “CSV UTF-8”"),
    ),
    "not_csv_web_page": (
        gettext_noop("this is a web page or XML, not a CSV file"),
        gettext_noop("download the file itself, signed in where it was made"),
    ),
    "not_csv_other": (
        gettext_noop("this is a %(kind)s file, not a CSV file"),
        gettext_noop("choose the CSV file"),
    ),
    "nul": (
        gettext_noop("the file holds a NUL character, which text does not have"),
        gettext_noop("open it in a spreadsheet and save it as “CSV UTF-8”"),
    ),
    "encoding": (
        gettext_noop("the text is not in UTF-8"),
        gettext_noop(
            "save the file as “CSV UTF-8”, or choose “Western (Windows-1252)” if that is how it was saved"
        ),
    ),
    "encoding_utf16": (
        gettext_noop("the text says it is in UTF-16 and is not"),
        gettext_noop("save the file as “CSV UTF-8”"),
    ),
    "encoding_cp1252": (
        gettext_noop("the text is not in Windows-1252"),
        gettext_noop("save the file as “CSV UTF-8”"),
    ),
    "unterminated": (
        gettext_noop("a quotation mark that opens here is never closed, so the file may have been cut short"),
        gettext_noop("download or export it again, or close the quotation mark"),
    ),
    "malformed": (
        gettext_noop("the row cannot be read as CSV: %(detail)s"),
        gettext_noop(
            "put the cell in quotation marks and double the ones inside it, or export the file again"
        ),
    ),
    "long_cell": (
        gettext_noop(
            "a cell is longer than %(limit)s characters, perhaps because a quotation mark is missing"
        ),
        gettext_noop("shorten the cell or close the quotation mark"),
    ),
    "short_row": (
        gettext_noop("the row has %(found)s cells where the header has %(expected)s"),
        gettext_noop("complete the row, or export the file again if it was cut short"),
    ),
    "long_row": (
        gettext_noop("the row has %(found)s cells where the header has %(expected)s"),
        gettext_noop("remove the extra cells, or put a cell that holds a separator in quotation marks"),
    ),
    "empty_header": (
        gettext_noop("column %(letter)s has no name"),
        gettext_noop("give the column a name in the first row, or remove it"),
    ),
    "duplicate_header": (
        gettext_noop("columns %(first)s and %(second)s have the same name"),
        gettext_noop("rename or remove one of them"),
    ),
    "same_columns": (
        gettext_noop("columns “%(first)s” and “%(second)s” mean the same"),
        gettext_noop("remove one of them, or rename the one that means something else"),
    ),
    "missing_columns": (
        gettext_noop("these columns are missing: %(missing)s"),
        gettext_noop("check that it is the right file, and export it again with its first row unchanged"),
    ),
    "unreadable": (
        gettext_noop("the file could not be opened: %(detail)s"),
        gettext_noop("check that it is there and may be read"),
    ),
}
