"""Problems and notes of OneRoster exports."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    "not_zip": (
        gettext_noop("The file is not a ZIP file, or it can't be unzipped."),
        gettext_noop("Export it again as a ZIP file without a password."),
    ),
    "oneroster_no_file": (
        gettext_noop("These files of the export are missing: %(missing)s."),
        gettext_noop("Choose the complete OneRoster export as a ZIP file."),
    ),
    "oneroster_two_files": (
        gettext_noop("The export has two files of the same type: “%(first)s” and “%(second)s”."),
        gettext_noop("Choose a single export that has each of its files only once."),
    ),
    "oneroster_version": (
        gettext_noop(
            "The export uses OneRoster version “%(version)s”. Only versions 1.1 and 1.2 can be imported."
        ),
        gettext_noop("Export it again as OneRoster CSV 1.1 or 1.2."),
    ),
    "oneroster_delta": (
        gettext_noop(
            "These files have only what changed since an earlier export, and not everyone: %(names)s."
        ),
        gettext_noop("Export all data. OneRoster calls this a “bulk” export, not a “delta” export."),
    ),
    "oneroster_property_twice": (
        gettext_noop("The property in this row is “%(first)s” in an earlier row."),
        gettext_noop("Remove one of the two rows, or export all files again at the same time."),
    ),
    "oneroster_left_out": (
        gettext_noop(
            "According to this file, the export also has these files, which were not found: %(names)s."
        ),
        "",
    ),
    "oneroster_day": (
        gettext_noop(
            "Cells that don't have a date in the standard format (such as “%(value)s”): %(n)s. They "
            "were read as blank."
        ),
        gettext_noop("If these dates decide which school a person attends, write them as 2026-01-15."),
    ),
    "oneroster_day_taken": (
        gettext_noop(
            "No date was entered for this data. Roles and enrollments are as of %(day)s, when a row in "
            "the export was last changed."
        ),
        "",
    ),
    "oneroster_no_day": (
        gettext_noop(
            "The export does not say on which date it was made. Roles and enrollments without an end "
            "date were read as current."
        ),
        "",
    ),
    "oneroster_moved": (
        gettext_noop(
            "People who are no longer enrolled at the school in users.csv or roles.csv on this date: "
            "%(n)s. They are counted at the school where they are enrolled."
        ),
        "",
    ),
    "oneroster_conflict": (
        gettext_noop(
            "People whose current enrollments, roles and organizations name different schools: %(n)s. "
            "They are counted at the school in users.csv or, if there is none, in roles.csv."
        ),
        gettext_noop("Check in the student information system which school these people attend."),
    ),
    "oneroster_not_enrolled": (
        gettext_noop(
            "People who have no current role or no current enrollment on this date: %(n)s. They are "
            "counted by their last one."
        ),
        gettext_noop("Check the date, or remove people who have left from the export."),
    ),
    "oneroster_turned_off": (
        gettext_noop("People whose account is turned off (enabledUser): %(n)s. They are still counted."),
        "",
    ),
    "oneroster_nobody": (
        gettext_noop("Enrollments that were skipped because the person is not in users.csv: %(n)s."),
        gettext_noop("If users.csv may be incomplete, export all files again at the same time."),
    ),
    "oneroster_deleted_rows": (
        gettext_noop("Rows that were skipped because they are marked as inactive or to be deleted: %(n)s."),
        "",
    ),
    "oneroster_other_roles": (
        gettext_noop("People not counted because their role is not in the standard (%(codes)s): %(n)s."),
        "",
    ),
    "oneroster_no_group": (
        gettext_noop(
            "People not counted by race and ethnicity because demographics.csv does not have theirs: %(n)s."
        ),
        "",
    ),
    "oneroster_no_sex": (
        gettext_noop("People not counted by sex because demographics.csv does not have theirs: %(n)s."),
        "",
    ),
    "oneroster_no_role": (
        gettext_noop("People not counted because they have no role: %(n)s."),
        "",
    ),
    "oneroster_several_schools": (
        gettext_noop(
            "People at more than one school, with no main school given: %(n)s. They are counted only "
            "in the district total."
        ),
        "",
    ),
    "oneroster_ended": (
        gettext_noop(
            "Roles and enrollments that have ended or have not started: %(n)s. They are not used to "
            "count people."
        ),
        "",
    ),
    "oneroster_unknown_orgs": (
        gettext_noop(
            "Organizations of people and enrollments that were skipped because they are not in "
            "orgs.csv: %(n)s."
        ),
        "",
    ),
    "oneroster_grade_and_code": (
        gettext_noop(
            "People with a grade and another code that is not a grade: %(n)s. They are counted by the grade."
        ),
        "",
    ),
    "oneroster_no_demographics": (
        gettext_noop("Without this file, people are not counted by race, ethnicity or sex."),
        "",
    ),
    "oneroster_deleted": (
        gettext_noop("People not counted because they are marked as inactive or to be deleted: %(n)s."),
        "",
    ),
    "oneroster_no_school": (
        gettext_noop(
            "People with no school in this file: %(n)s. They are counted only in the district total."
        ),
        "",
    ),
    "oneroster_no_user": (
        gettext_noop("The person in this row is not in users.csv. That file may be incomplete."),
        gettext_noop("Export all files again at the same time."),
    ),
    "oneroster_no_org": (
        gettext_noop("There is no organization with the ID “%(id)s” in orgs.csv."),
        gettext_noop("Export all files again at the same time."),
    ),
    "oneroster_flag": (
        gettext_noop("“%(value)s” is not true or false."),
        gettext_noop("Write true or false, or leave the cell empty."),
    ),
}
