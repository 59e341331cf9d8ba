"""Problems and notes of population files."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
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
    "population_no_grades": (
        gettext_noop("no cell of this column is a grade, such as: %(codes)s"),
        gettext_noop("choose the column of grades, write what the codes mean, or leave the column out"),
    ),
    "population_grades_aside": (
        gettext_noop(
            "people whose code is not a known grade and who are not counted by grade (%(codes)s): %(n)s"
        ),
        "",
    ),
    "population_grade_codes": (
        gettext_noop(
            "people whose code is not a known grade and who are not counted by grade (%(codes)s): %(n)s"
        ),
        gettext_noop("if they are grades, write what each code means and bring the file in again"),
    ),
    "population_own_words": (
        gettext_noop(
            "people whose value is none of the known categories, counted by its own words (%(codes)s): %(n)s"
        ),
        gettext_noop("if they are codes, write what each means and bring the file in again"),
    ),
    "population_several_values": (
        gettext_noop("cells with several values, whose people are not counted by this column: %(n)s"),
        "",
    ),
    "population_several_races": (
        gettext_noop(
            "people with several races, counted as Hispanic or Latino if that is one of them, else as two or"
            " more races: %(n)s"
        ),
        "",
    ),
    "population_totals": (
        gettext_noop("rows of totals, which are not people and were left out: %(n)s"),
        "",
    ),
    "population_short_id": (
        gettext_noop("a spreadsheet rounded the id of this row, so that several people may have it"),
        gettext_noop("export the file again and do not save it from a spreadsheet"),
    ),
    "population_unknown": (
        gettext_noop(
            "cells with a value that is not known, whose people are not counted by this column: %(n)s"
        ),
        "",
    ),
    "population_missing_codes": (
        gettext_noop(
            "cells with a code for a missing value, such as -99 or 999, whose people are not counted by this"
            " column: %(n)s"
        ),
        "",
    ),
    "population_two_meanings": (
        gettext_noop("“%(value)s” has two meanings"),
        gettext_noop("leave one of them"),
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
    "oneroster_two_files": (
        gettext_noop("the export has two files of one kind: “%(first)s” and “%(second)s”"),
        gettext_noop("choose one export alone, with each of its files once"),
    ),
    "oneroster_version": (
        gettext_noop("the export is of OneRoster “%(version)s”, and only 1.1 and 1.2 are read"),
        gettext_noop("export it again as OneRoster CSV 1.1 or 1.2"),
    ),
    "oneroster_delta": (
        gettext_noop("these files have only what changed since an earlier export, not everybody: %(names)s"),
        gettext_noop("export everything, which OneRoster calls “bulk” and not “delta”"),
    ),
    "oneroster_property_twice": (
        gettext_noop("the property of this row was “%(first)s” in a row above"),
        gettext_noop("remove one of the two rows, or export all files again together"),
    ),
    "oneroster_left_out": (
        gettext_noop("by this file the export has these files too, which are not here: %(names)s"),
        "",
    ),
    "oneroster_day": (
        gettext_noop(
            "cells that are no day as the standard writes it (such as “%(value)s”), taken as blank: %(n)s"
        ),
        gettext_noop("write days as 2026-01-15 if they decide who is at which school"),
    ),
    "oneroster_day_taken": (
        gettext_noop(
            "nobody stated the day of the figures: roles and enrollments are those of %(day)s, when a row of"
            " the export was last changed"
        ),
        "",
    ),
    "oneroster_no_day": (
        gettext_noop(
            "the export does not say on which day it was made: roles and enrollments without an end were"
            " taken as current"
        ),
        "",
    ),
    "oneroster_moved": (
        gettext_noop(
            "people whose school in users.csv or roles.csv is one where no enrollment holds on the day,"
            " counted at the school where one does: %(n)s"
        ),
        "",
    ),
    "oneroster_conflict": (
        gettext_noop(
            "people whose current enrollments, roles and organizations name different schools, counted at"
            " the one that users.csv names, else roles.csv: %(n)s"
        ),
        gettext_noop("check in the student information system at which school these people are"),
    ),
    "oneroster_not_enrolled": (
        gettext_noop(
            "people of whom no role or no enrollment holds on the day, counted by the last one: %(n)s"
        ),
        gettext_noop("check the day, or remove people who have left from the export"),
    ),
    "oneroster_turned_off": (
        gettext_noop("people whose account is turned off (enabledUser), counted all the same: %(n)s"),
        "",
    ),
    "oneroster_nobody": (
        gettext_noop("enrollments of people who are not in users.csv, left out: %(n)s"),
        gettext_noop("if users.csv may have been cut short, export all files again together"),
    ),
    "oneroster_deleted_rows": (
        gettext_noop("rows marked inactive or to be deleted, left out: %(n)s"),
        "",
    ),
    "oneroster_other_roles": (
        gettext_noop("people whose role is not of the standard and who are not counted (%(codes)s): %(n)s"),
        "",
    ),
    "oneroster_no_group": (
        gettext_noop("people without race and ethnicity in demographics.csv, not counted by it: %(n)s"),
        "",
    ),
    "oneroster_no_sex": (
        gettext_noop("people without a known sex in demographics.csv, not counted by it: %(n)s"),
        "",
    ),
    "oneroster_no_role": (
        gettext_noop("people without a role, who are not counted: %(n)s"),
        "",
    ),
    "oneroster_several_schools": (
        gettext_noop(
            "people of several schools, of which nothing says the main one, counted for the district alone:"
            " %(n)s"
        ),
        "",
    ),
    "oneroster_ended": (
        gettext_noop("roles and enrollments that have ended or not begun, by which nobody is counted: %(n)s"),
        "",
    ),
    "oneroster_unknown_orgs": (
        gettext_noop("organizations of people and of enrollments that are not in orgs.csv, left out: %(n)s"),
        "",
    ),
    "oneroster_grade_and_code": (
        gettext_noop("people with a grade and another code that is not a grade, counted by the grade: %(n)s"),
        "",
    ),
    "population_several_grades": (
        gettext_noop("people with several grades, who are counted by grade band at most: %(n)s"),
        "",
    ),
    "oneroster_no_demographics": (
        gettext_noop("without this file nobody is counted by race, ethnicity or sex"),
        "",
    ),
    "oneroster_deleted": (
        gettext_noop("people marked inactive or to be deleted, who are not counted: %(n)s"),
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
    "ccd_wide": (
        gettext_noop("this is the older layout of NCES, with one row a school and one column a count"),
        gettext_noop("download the membership file of 2016-17 or later, which has one count a row"),
    ),
    "ccd_which_year": (
        gettext_noop("the file has several school years: %(names)s"),
        gettext_noop("write the one you want under “As of when?”, or keep only that year's rows in the file"),
    ),
    "ccd_other_year": (
        gettext_noop("the file has the school year “%(name)s”, and “As of when?” says “%(year)s”"),
        gettext_noop("correct “As of when?”, or bring in the file of the year you want"),
    ),
    "ccd_two_levels": (
        gettext_noop(
            "the file has rows of the whole district and of its schools: the former were taken as the"
            " district's counts, and nothing was added up twice"
        ),
        "",
    ),
    "ccd_adults": (
        gettext_noop("students in adult education, taken off the totals: %(n)s"),
        "",
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
        gettext_noop("no row belongs to the district %(leaid)s; the file has: %(names)s"),
        gettext_noop("check the district's NCES number, or download the table for school districts"),
    ),
    "acs_which_geography": (
        gettext_noop("the file has several geographies, and no id says which is the district: %(names)s"),
        gettext_noop("download the table for the district alone, or with the column GEO_ID"),
    ),
    "acs_no_geography": (
        gettext_noop("the file has no geography called “%(geography)s”, only: %(names)s"),
        gettext_noop("choose one of them, or download the table for school districts"),
    ),
    "acs_many_geographies": (
        gettext_noop("the file has more than %(limit)s geographies, and no id says which is the district"),
        gettext_noop("download the table for the district alone, or with the column GEO_ID"),
    ),
    "acs_geography": (
        gettext_noop("no id confirms the geography; the figures are those of “%(geography)s”"),
        "",
    ),
    "acs_no_counts": (
        gettext_noop("the table has only percentages, medians, averages and the like, which count nobody"),
        gettext_noop("download a table that counts people, such as B03002, with its margins of error"),
    ),
    "acs_set_aside": (
        gettext_noop(
            "percentages, medians, averages and the like, which count nobody and were set aside (such as "
            "“%(example)s”): %(n)s"
        ),
        "",
    ),
    "acs_two_totals": (
        gettext_noop(
            "two variables are to count everyone, and their numbers differ: “%(first)s”, “%(second)s”"
        ),
        gettext_noop("choose one of them as everyone, and leave the other out"),
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
