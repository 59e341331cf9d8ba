"""Every sentence a reader can say about a file, as templates to translate.

Each entry is a pair: what is wrong, and what to do about it. They are clauses without a full stop. Counts
stand after a colon, so that no sentence needs a plural. The function that wraps them does nothing here; its
name is the one that collects strings for translation.
"""


def gettext_noop(text: str) -> str:
    """
    Mark a text for translation without translating it.

    Parameters
    ----------
    text : str
        An English template.

    Returns
    -------
    str
        The same text.
    """
    return text


_TABLES: dict[str, tuple[str, str]] = {
    "no_file": (
        gettext_noop("there is no such file"),
        gettext_noop("choose the file again"),
    ),
    "not_a_file": (
        gettext_noop("this is a folder, not a file"),
        gettext_noop("choose one CSV file"),
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
    "missing_columns": (
        gettext_noop("these columns are missing: %(missing)s"),
        gettext_noop("check that it is the right file, and export it again with its first row unchanged"),
    ),
    "unreadable": (
        gettext_noop("the file could not be opened: %(detail)s"),
        gettext_noop("check that it is there and may be read"),
    ),
}

_POLIS: dict[str, tuple[str, str]] = {
    "polis_no_votes": (
        gettext_noop("the folder holds neither votes.csv nor participants-votes.csv"),
        gettext_noop("choose the folder that holds the files of one Polis export, unpacked"),
    ),
    "polis_two_files": (
        gettext_noop("the folder holds two files of the same kind, %(first)s and %(second)s"),
        gettext_noop("keep the files of one conversation only"),
    ),
    "polis_blank_id": (
        gettext_noop("the id is blank"),
        gettext_noop("fill in the id or remove the row"),
    ),
    "polis_duplicate_id": (
        gettext_noop("the id “%(id)s” stands already in row %(first_row)s"),
        gettext_noop("remove one of the two rows"),
    ),
    "polis_unknown_statement": (
        gettext_noop("the statement “%(id)s” is not in comments.csv, which may have been cut short"),
        gettext_noop("export both files again, or remove comments.csv to import without the wording"),
    ),
    "polis_unknown_person": (
        gettext_noop("the person “%(id)s” is not in participants-votes.csv, which may have been cut short"),
        gettext_noop(
            "export both files again, or remove participants-votes.csv to import without published groups"
        ),
    ),
    "polis_vote_value": (
        gettext_noop("the vote is “%(value)s”, and only 1, 0 and -1 are votes"),
        gettext_noop("correct the cell or export the file again"),
    ),
    "polis_moderated_value": (
        gettext_noop("the moderation is “%(value)s”, and only 1, 0 and -1 are known"),
        gettext_noop("correct the cell or export the file again"),
    ),
    "polis_time": (
        gettext_noop("the time “%(value)s” is neither seconds nor milliseconds since 1970"),
        gettext_noop(
            "use the file as it was exported: a spreadsheet may have shortened the numbers when saving"
        ),
    ),
    "polis_count": (
        gettext_noop("“%(value)s” is not a count"),
        gettext_noop("correct the cell or export the file again"),
    ),
    "polis_flag": (
        gettext_noop("“%(value)s” is neither true nor false"),
        gettext_noop("correct the cell or export the file again"),
    ),
    "polis_number": (
        gettext_noop("“%(value)s” is not a number"),
        gettext_noop("correct the cell or export the file again"),
    ),
    "polis_mixed_sign": (
        gettext_noop(
            "by this file %(published_agrees)s agreed and %(published_disagrees)s disagreed, by the votes it"
            " is the other way round, although other rows fit: the signs are mixed"
        ),
        gettext_noop("export all files again, and do not edit the votes"),
    ),
    "polis_signs_contradict": (
        gettext_noop(
            "votes.csv and this file contradict each other about what means agree (votes the other way round:"
            " %(n)s)"
        ),
        gettext_noop("export all files again at the same time, and do not edit the counts"),
    ),
    "polis_counts_differ": (
        gettext_noop(
            "the file counts %(published)s agreements and disagreements, the votes give %(found)s (here"
            " %(published_here)s and %(found_here)s): the votes may have been cut short"
        ),
        gettext_noop("export all files again at the same time"),
    ),
    "polis_votes_missing": (
        gettext_noop(
            "the vote of “%(person)s” on statement “%(statement)s” is not in votes.csv, which may have been"
            " cut short (such votes: %(n)s)"
        ),
        gettext_noop("export both files again at the same time, or remove votes.csv to import without times"),
    ),
    "polis_sign_as_expected": (
        gettext_noop("1 means agree: checked against %(n)s published counts"),
        "",
    ),
    "polis_sign_flipped": (
        gettext_noop("-1 means agree in this file, by %(n)s published counts: the votes were turned round"),
        "",
    ),
    "polis_sign_unknown": (
        gettext_noop("no published count tells whether 1 or -1 means agree: 1 was taken as agree"),
        gettext_noop("check one statement whose result you know"),
    ),
    "polis_counts_drift": (
        gettext_noop("rows whose published counts differ a little from the votes, which were taken: %(n)s"),
        "",
    ),
    "polis_no_votes_file": (
        gettext_noop(
            "votes.csv is absent: the votes come from participants-votes.csv, without times and without those"
            " changed later"
        ),
        "",
    ),
    "polis_no_comments_file": (
        gettext_noop("comments.csv is absent: statements have no wording, author or moderation"),
        "",
    ),
    "polis_no_participants_file": (
        gettext_noop(
            "participants-votes.csv is absent: there are no published groups, and people are those who voted"
        ),
        "",
    ),
    "polis_no_summary_file": (
        gettext_noop("summary.csv is absent: the conversation has no title or description"),
        "",
    ),
    "polis_seconds": (
        gettext_noop("times are in seconds: they were turned into milliseconds"),
        "",
    ),
    "polis_superseded": (
        gettext_noop(
            "votes replaced by a later vote of the same person (the last counts, all are kept): %(n)s"
        ),
        "",
    ),
    "polis_empty_bodies": (
        gettext_noop("statements without wording: %(n)s"),
        "",
    ),
    "polis_statements_without_votes": (
        gettext_noop("statements without votes: %(n)s"),
        "",
    ),
    "polis_matrix_differs": (
        gettext_noop("votes that differ from votes.csv, which was taken: %(n)s"),
        "",
    ),
    "polis_blank_passes": (
        gettext_noop(
            "people with fewer votes here than their own count says, perhaps because passes are blank: %(n)s"
        ),
        "",
    ),
    "polis_summary_differs": (
        gettext_noop("%(key)s is %(published)s here, and %(found)s by the other files, which were taken"),
        "",
    ),
    "polis_columns_ignored": (
        gettext_noop("these columns were not used: %(names)s"),
        "",
    ),
    "polis_bad_id_to_write": (
        gettext_noop("“%(id)s” cannot be written as an id"),
        gettext_noop("use ids that are not blank, differ from one another and have no blanks at their ends"),
    ),
}

_SURVEY: dict[str, tuple[str, str]] = {
    "survey_no_rows": (
        gettext_noop("the file has a header and no answers"),
        gettext_noop("export it again after answers have come in"),
    ),
    "survey_unknown_column": (
        gettext_noop("there is no column of this name"),
        gettext_noop("look at the columns again and choose one that is there"),
    ),
    "survey_column_twice": (
        gettext_noop("the column is used twice"),
        gettext_noop("use each column once"),
    ),
    "survey_role_twice": (
        gettext_noop("this column and “%(other)s” have the same part, which only one can have"),
        gettext_noop("keep one and leave the other out"),
    ),
    "survey_parts_differ": (
        gettext_noop("the question “%(question)s” has parts of different kinds"),
        gettext_noop("join only columns of a multiple choice"),
    ),
    "survey_nothing_mapped": (
        gettext_noop("no column is a question"),
        gettext_noop("choose at least one column whose answers are to be imported"),
    ),
    "survey_date_order": (
        gettext_noop("“%(value)s” can be read as day and month or as month and day, in every row"),
        gettext_noop("say in the mapping which comes first"),
    ),
    "survey_date": (
        gettext_noop("“%(value)s” is not a date in the form %(format)s"),
        gettext_noop("correct the cell or choose another date format"),
    ),
    "survey_language": (
        gettext_noop("“%(value)s” is not a language known here"),
        gettext_noop("say in the mapping which language it stands for"),
    ),
    "survey_scale": (
        gettext_noop("“%(value)s” is not on the scale"),
        gettext_noop(
            "list the labels of the scale in order in the mapping, or import the column as a single choice"
        ),
    ),
    "survey_long_text": (
        gettext_noop("the answer has more than %(limit)s characters"),
        gettext_noop("shorten it"),
    ),
    "survey_blank_row": (
        gettext_noop("the row is empty and was passed over"),
        "",
    ),
    "survey_no_answer": (
        gettext_noop("no question is answered in this row, and it was passed over"),
        "",
    ),
    "survey_duplicate_row": (
        gettext_noop("the row is the same as row %(first_row)s; both were kept"),
        gettext_noop("remove one if it was pasted twice"),
    ),
    "survey_preview_row": (
        gettext_noop("the row is a test of the survey's author (“%(value)s”) and was passed over"),
        "",
    ),
    "survey_date_order_found": (
        gettext_noop("dates were read as %(format)s, the only order that fits every row"),
        "",
    ),
    "survey_header_rows": (
        gettext_noop("header rows, as %(source)s writes them: %(n)s"),
        "",
    ),
    "survey_duplicate_header": (
        gettext_noop("a second column of the same name is called “%(name)s” here"),
        "",
    ),
    "survey_personal": (
        gettext_noop("the column seems to hold personal data and is left out unless you choose it"),
        "",
    ),
}

_HSDS: dict[str, tuple[str, str]] = {
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

_POPULATION: dict[str, tuple[str, str]] = {
    "population_no_rows": (
        gettext_noop("the file names nobody who is to be counted"),
        gettext_noop("check that it is the right file, and that you said whom it counts"),
    ),
    "population_nothing_mapped": (
        gettext_noop("nothing says by what people are to be counted"),
        gettext_noop("choose at least one column, such as school or grade"),
    ),
    "population_too_many": (
        gettext_noop("there would be more than %(limit)s different counts"),
        gettext_noop("check the columns: one that names single people, such as an id, cannot be counted by"),
    ),
    "population_duplicate_id": (
        gettext_noop("the id of this row stands already in row %(first_row)s: one person would count twice"),
        gettext_noop("remove one of the two rows, or correct the id"),
    ),
    "population_blank_id": (
        gettext_noop("the id is blank"),
        gettext_noop("fill in the id or remove the row"),
    ),
    "population_grade": (
        gettext_noop("“%(value)s” is not a grade"),
        gettext_noop("write PK, K, 1 to 12 or UG, or leave the cell empty"),
    ),
    "population_count": (
        gettext_noop("“%(value)s” is neither a count nor a code known here"),
        gettext_noop("download the file again, or correct the cell"),
    ),
    "population_no_id": (
        gettext_noop("without a column of ids nobody can tell whether a person stands in the file twice"),
        "",
    ),
    "population_blank": (
        gettext_noop("cells that say nothing, whose people are not counted by this column: %(n)s"),
        "",
    ),
    "population_state_missing": (
        gettext_noop("counts missing in the source, kept as “missing” and never as a number: %(n)s"),
        "",
    ),
    "population_state_not_applicable": (
        gettext_noop("counts that do not apply, kept as such and never as a number: %(n)s"),
        "",
    ),
    "population_state_not_available": (
        gettext_noop("counts not available in the source, kept as such and never as a number: %(n)s"),
        "",
    ),
    "population_state_too_few": (
        gettext_noop("counts too small for the source to tell, kept as such and never as a number: %(n)s"),
        "",
    ),
    "population_state_doubtful": (
        gettext_noop("counts the source withholds for their quality, kept as such: %(n)s"),
        "",
    ),
    "not_zip": (
        gettext_noop("this is neither a zip archive nor can it be unpacked"),
        gettext_noop("export it again as a zip without a password"),
    ),
    "oneroster_no_file": (
        gettext_noop("these files of the export are missing: %(missing)s"),
        gettext_noop("choose the whole OneRoster export, as a zip"),
    ),
    "oneroster_no_demographics": (
        gettext_noop("without this file nobody is counted by race, ethnicity or sex"),
        "",
    ),
    "oneroster_deleted": (
        gettext_noop("people marked to be deleted, who are not counted: %(n)s"),
        "",
    ),
    "oneroster_no_school": (
        gettext_noop("people of no school in this file, counted for the district alone: %(n)s"),
        "",
    ),
    "oneroster_no_user": (
        gettext_noop("the row names somebody who is not in users.csv, which may have been cut short"),
        gettext_noop("export all files again together"),
    ),
    "oneroster_no_org": (
        gettext_noop("there is no organization with the id “%(id)s” in orgs.csv"),
        gettext_noop("export all files again together"),
    ),
    "oneroster_flag": (
        gettext_noop("“%(value)s” is neither true nor false"),
        gettext_noop("write true or false, or leave the cell empty"),
    ),
    "ccd_leaid": (
        gettext_noop("“%(value)s” is not NCES's number of a district, which has seven digits"),
        gettext_noop("write the seven digits, with the zero in front if there is one"),
    ),
    "ccd_no_district": (
        gettext_noop("no row belongs to the district %(leaid)s"),
        gettext_noop("check the district's NCES number, or choose the file of your state"),
    ),
    "ccd_lost_zero": (
        gettext_noop("“%(value)s” has not the %(length)s digits of an NCES number: a spreadsheet changed it"),
        gettext_noop("download the file again and do not save it from a spreadsheet"),
    ),
    "ccd_category": (
        gettext_noop("“%(value)s” is not a category known here"),
        gettext_noop("download the file again, or correct the cell"),
    ),
    "ccd_twice": (
        gettext_noop("the same count stands in the file twice"),
        gettext_noop("remove one of the two rows, or download the file again"),
    ),
    "acs_no_pairs": (
        gettext_noop("no column is an estimate with its margin of error"),
        gettext_noop("download the table with its margins of error, as CSV"),
    ),
    "acs_no_district": (
        gettext_noop("no row belongs to the district %(leaid)s"),
        gettext_noop("check the district's NCES number, or download the table for school districts"),
    ),
    "acs_two_rows": (
        gettext_noop("more than one row may be the district's (%(leaid)s); the first is row %(first_row)s"),
        gettext_noop("keep the one row of the district and of the people you want to count"),
    ),
    "acs_twice": (
        gettext_noop("“%(value)s” stands already in row %(first_row)s"),
        gettext_noop("remove one of the two rows, or give each its own name"),
    ),
    "acs_margin": (
        gettext_noop("“%(value)s” is neither a margin of error nor a code known here"),
        gettext_noop("download the table again, or correct the cell"),
    ),
}

MESSAGES: dict[str, tuple[str, str]] = {**_TABLES, **_POLIS, **_SURVEY, **_HSDS, **_POPULATION}
"""Problem and remedy by code."""
