"""Problems and notes of population files."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    "population_no_rows": (
        gettext_noop("The file has no people to count."),
        gettext_noop(
            "Check that it is the right file and that you chose the right answer for who is counted."
        ),
    ),
    "population_nothing_mapped": (
        gettext_noop("No column is chosen to count people by."),
        gettext_noop("Choose at least one column, such as school or grade."),
    ),
    "population_too_many": (
        gettext_noop("There would be more than %(limit)s different counts."),
        gettext_noop(
            "Check the columns. Don't count by a column that identifies each person, such as an ID."
        ),
    ),
    "population_duplicate_id": (
        gettext_noop(
            "The ID in this row is already used in row %(first_row)s, so one person would be counted twice."
        ),
        gettext_noop("Remove one of the two rows, or correct the ID."),
    ),
    "population_blank_id": (
        gettext_noop("The ID is blank."),
        gettext_noop("Enter an ID, or remove the row."),
    ),
    "population_no_grades": (
        gettext_noop("No value in this column is a grade. Its values include: %(codes)s."),
        gettext_noop("Choose the column with grades, enter what the codes mean, or don't import the column."),
    ),
    "population_grades_aside": (
        gettext_noop(
            "People not counted by grade because their code is not a known grade (%(codes)s): %(n)s."
        ),
        "",
    ),
    "population_grade_codes": (
        gettext_noop(
            "People not counted by grade because their code is not a known grade (%(codes)s): %(n)s."
        ),
        gettext_noop("If the codes are grades, enter what each one means and import the file again."),
    ),
    "population_own_words": (
        gettext_noop(
            "People counted under the value in the file because it is not a known category "
            "(%(codes)s): %(n)s."
        ),
        gettext_noop("If the values are codes, enter what each one means and import the file again."),
    ),
    "population_several_values": (
        gettext_noop("People not counted by this column because their cell has more than one value: %(n)s."),
        "",
    ),
    "population_several_races": (
        gettext_noop(
            "People with more than one race: %(n)s. They are counted as Hispanic or Latino if that is "
            "one of them, and otherwise as two or more races."
        ),
        "",
    ),
    "population_totals": (
        gettext_noop("Rows of totals, which were skipped because they are not people: %(n)s."),
        "",
    ),
    "population_short_id": (
        gettext_noop(
            "A spreadsheet program rounded the ID in this row, so more than one person may have the same ID."
        ),
        gettext_noop("Export the file again, and don't save it from a spreadsheet program."),
    ),
    "population_unknown": (
        gettext_noop("People not counted by this column because their value is unknown: %(n)s."),
        "",
    ),
    "population_missing_codes": (
        gettext_noop(
            "People not counted by this column because their cell has a code for a missing value, such "
            "as -99 or 999: %(n)s."
        ),
        "",
    ),
    "population_two_meanings": (
        gettext_noop("“%(value)s” was given two meanings."),
        gettext_noop("Keep only one meaning."),
    ),
    "population_count": (
        gettext_noop("“%(value)s” is not a count or a known code."),
        gettext_noop("Download the file again, or correct the cell."),
    ),
    "population_no_id": (
        gettext_noop("There is no column of IDs, so a person who is listed twice can't be detected."),
        "",
    ),
    "population_blank": (
        gettext_noop(
            "People not counted by this column because their cell is blank or has no answer: %(n)s."
        ),
        "",
    ),
    "population_state_missing": (
        gettext_noop("Counts missing in the source: %(n)s. They were stored as missing, not as numbers."),
        "",
    ),
    "population_state_not_applicable": (
        gettext_noop("Counts that don't apply: %(n)s. They were stored as not applicable, not as numbers."),
        "",
    ),
    "population_state_not_available": (
        gettext_noop(
            "Counts not available in the source: %(n)s. They were stored as not available, not as numbers."
        ),
        "",
    ),
    "population_state_too_few": (
        gettext_noop(
            "Counts that the source does not show because they are too small: %(n)s. They were stored "
            "as too few, not as numbers."
        ),
        "",
    ),
    "population_state_doubtful": (
        gettext_noop(
            "Counts that the source does not show because of data quality: %(n)s. They were stored as "
            "not shown, not as numbers."
        ),
        "",
    ),
    "population_several_grades": (
        gettext_noop(
            "People with more than one grade: %(n)s. They are counted by grade band if all their "
            "grades are in one band."
        ),
        "",
    ),
    "ccd_leaid": (
        gettext_noop("“%(value)s” is not an NCES district ID, which has seven digits."),
        gettext_noop("Enter all seven digits, including the zero at the start if there is one."),
    ),
    "ccd_no_district": (
        gettext_noop("The file has no rows for the district %(leaid)s."),
        gettext_noop("Check the district's NCES ID, or choose the file for your state."),
    ),
    "ccd_lost_zero": (
        gettext_noop(
            "“%(value)s” does not have the %(length)s digits of an NCES ID. A spreadsheet program changed it."
        ),
        gettext_noop("Download the file again, and don't save it from a spreadsheet program."),
    ),
    "ccd_category": (
        gettext_noop("“%(value)s” is not a known category."),
        gettext_noop("Download the file again, or correct the cell."),
    ),
    "ccd_wide": (
        gettext_noop(
            "This file is in the older NCES layout, with one row for each school and one column for "
            "each count."
        ),
        gettext_noop("Download the membership file for 2016-17 or later, which has one count in each row."),
    ),
    "ccd_which_year": (
        gettext_noop("The file has more than one school year: %(names)s."),
        gettext_noop(
            "Enter the school year you want as the date of the data, or keep only that year's rows in "
            "the file."
        ),
    ),
    "ccd_other_year": (
        gettext_noop(
            "The file is for the school year “%(name)s”, but you entered “%(year)s” as the date of the data."
        ),
        gettext_noop("Correct the date of the data, or import the file for the year you want."),
    ),
    "ccd_two_levels": (
        gettext_noop(
            "The file has rows for the whole district and for its schools. The district rows were used "
            "for the district's counts, and no one was counted twice."
        ),
        "",
    ),
    "ccd_adults": (
        gettext_noop("Students in adult education who were subtracted from the totals: %(n)s."),
        "",
    ),
    "ccd_twice": (
        gettext_noop("The same count is in the file twice."),
        gettext_noop("Remove one of the two rows, or download the file again."),
    ),
    "acs_no_pairs": (
        gettext_noop("The file has no columns with an estimate and its margin of error."),
        gettext_noop("Download the table as CSV, with its margins of error."),
    ),
    "acs_no_district": (
        gettext_noop("The file has no row for the district %(leaid)s. It has: %(names)s."),
        gettext_noop("Check the district's NCES ID, or download the table for school districts."),
    ),
    "acs_which_geography": (
        gettext_noop(
            "The file has more than one geography, and no ID shows which one is the district: %(names)s."
        ),
        gettext_noop("Download the table for your district only, or with the GEO_ID column."),
    ),
    "acs_no_geography": (
        gettext_noop("The file has no geography named “%(geography)s”. It has: %(names)s."),
        gettext_noop("Choose one of them, or download the table for school districts."),
    ),
    "acs_many_geographies": (
        gettext_noop(
            "The file has more than %(limit)s geographies, and no ID shows which one is the district."
        ),
        gettext_noop("Download the table for your district only, or with the GEO_ID column."),
    ),
    "acs_geography": (
        gettext_noop("The geography is not confirmed by an ID. The data is for “%(geography)s”."),
        "",
    ),
    "acs_no_counts": (
        gettext_noop(
            "The table has only percentages, medians, averages and similar values, which are not "
            "counts of people."
        ),
        gettext_noop("Download a table that counts people, such as B03002, with its margins of error."),
    ),
    "acs_set_aside": (
        gettext_noop(
            "Percentages, medians, averages and similar values (such as “%(example)s”): %(n)s. They "
            "are not counts of people and were not imported."
        ),
        "",
    ),
    "acs_two_totals": (
        gettext_noop(
            "Two variables are set to count everyone, but their numbers are different: “%(first)s” and "
            "“%(second)s”."
        ),
        gettext_noop("Choose one of them to count everyone, and don't import the other one."),
    ),
    "acs_two_rows": (
        gettext_noop(
            "More than one row may be the district's (%(leaid)s). The first one is row %(first_row)s."
        ),
        gettext_noop("Keep only the row for the district and the people you want to count."),
    ),
    "acs_twice": (
        gettext_noop("“%(value)s” is already in row %(first_row)s."),
        gettext_noop("Remove one of the two rows, or give each its own name."),
    ),
    "acs_margin": (
        gettext_noop("“%(value)s” is not a margin of error or a known code."),
        gettext_noop("Download the table again, or correct the cell."),
    ),
}
