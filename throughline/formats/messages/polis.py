"""Problems and notes of Polis exports."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    "polis_no_votes": (
        gettext_noop("The folder has neither votes.csv nor participants-votes.csv."),
        gettext_noop("Choose the folder that contains the unzipped files of one Polis export."),
    ),
    "polis_two_files": (
        gettext_noop("The folder has two files of the same type, %(first)s and %(second)s."),
        gettext_noop("Keep the files of only one conversation."),
    ),
    "polis_blank_id": (
        gettext_noop("The ID is blank."),
        gettext_noop("Enter an ID, or remove the row."),
    ),
    "polis_duplicate_id": (
        gettext_noop("The ID “%(id)s” is already used in row %(first_row)s."),
        gettext_noop("Remove one of the two rows."),
    ),
    "polis_unknown_statement": (
        gettext_noop("The statement “%(id)s” is not in comments.csv. That file may be incomplete."),
        gettext_noop(
            "Export both files again, or remove comments.csv to import the votes without the text of "
            "the statements."
        ),
    ),
    "polis_unknown_person": (
        gettext_noop(
            "The participant “%(id)s” is not in participants-votes.csv. That file may be incomplete."
        ),
        gettext_noop(
            "Export both files again, or remove participants-votes.csv to import the votes without the "
            "published groups."
        ),
    ),
    "polis_vote_value": (
        gettext_noop("The vote is “%(value)s”. Only 1, 0 and -1 are allowed."),
        gettext_noop("Correct the cell, or export the file again."),
    ),
    "polis_moderated_value": (
        gettext_noop("The moderation value is “%(value)s”. Only 1, 0 and -1 are allowed."),
        gettext_noop("Correct the cell, or export the file again."),
    ),
    "polis_time": (
        gettext_noop("The time “%(value)s” is not a number of seconds or milliseconds since 1970."),
        gettext_noop(
            "Use the file as it was exported. A spreadsheet program may have shortened the numbers."
        ),
    ),
    "polis_count": (
        gettext_noop("“%(value)s” is not a count."),
        gettext_noop("Correct the cell, or export the file again."),
    ),
    "polis_flag": (
        gettext_noop("“%(value)s” is not true or false."),
        gettext_noop("Correct the cell, or export the file again."),
    ),
    "polis_number": (
        gettext_noop("“%(value)s” is not a number."),
        gettext_noop("Correct the cell, or export the file again."),
    ),
    "polis_mixed_sign": (
        gettext_noop(
            "According to this file, %(published_agrees)s people agreed and %(published_disagrees)s "
            "disagreed, but the votes show the opposite. Other rows match, so the votes are "
            "inconsistent."
        ),
        gettext_noop("Export all files again, and don't edit the votes."),
    ),
    "polis_signs_contradict": (
        gettext_noop(
            "In this file, agree and disagree are the opposite of votes.csv. Votes that differ: %(n)s."
        ),
        gettext_noop("Export all files again at the same time, and don't edit the counts."),
    ),
    "polis_counts_differ": (
        gettext_noop(
            "The file counts %(published)s agree and disagree votes in total, but there are %(found)s "
            "(in this row: %(published_here)s and %(found_here)s). The votes may be incomplete."
        ),
        gettext_noop(
            "Export all files again at the same time. If the counts are still the same, remove these "
            "from the export and import the rest: %(removable)s."
        ),
    ),
    "polis_counts_exceeded": (
        gettext_noop(
            "There are %(found)s agree and disagree votes in total, but the file counts only "
            "%(published)s (in this row: %(found_here)s and %(published_here)s). The counts may be "
            "older than the votes."
        ),
        gettext_noop(
            "Export all files again at the same time. If the counts are still the same, remove these "
            "from the export and import the rest: %(removable)s."
        ),
    ),
    "polis_counts_old": (
        gettext_noop(
            "Rows whose published counts don't match the votes, perhaps because the counts are older: "
            "%(n)s. Both vote files agree, so the votes were used."
        ),
        "",
    ),
    "polis_votes_missing": (
        gettext_noop(
            "The vote of “%(person)s” on the statement “%(statement)s” is not in votes.csv. That file "
            "may be incomplete. Missing votes: %(n)s."
        ),
        gettext_noop(
            "Export both files again at the same time, or remove votes.csv to import the votes without times."
        ),
    ),
    "polis_sign_as_expected": (
        gettext_noop("1 means agree. This was checked with published counts: %(n)s."),
        "",
    ),
    "polis_sign_flipped": (
        gettext_noop(
            "In this file, -1 means agree, so the votes were reversed. This was checked with published "
            "counts: %(n)s."
        ),
        "",
    ),
    "polis_sign_unknown": (
        gettext_noop("No published count shows whether 1 or -1 means agree. 1 was read as agree."),
        gettext_noop("Check one statement whose result you know."),
    ),
    "polis_counts_drift": (
        gettext_noop(
            "Rows whose published counts differ a little from the votes: %(n)s. The votes were used."
        ),
        "",
    ),
    "polis_no_votes_file": (
        gettext_noop(
            "There is no votes.csv. Votes were imported from participants-votes.csv, without times and "
            "without votes that people later changed."
        ),
        "",
    ),
    "polis_no_comments_file": (
        gettext_noop(
            "There is no comments.csv. Statements were imported without text, author or moderation status."
        ),
        "",
    ),
    "polis_no_participants_file": (
        gettext_noop(
            "There is no participants-votes.csv. Published groups were not imported, and only people "
            "who voted are included."
        ),
        "",
    ),
    "polis_no_summary_file": (
        gettext_noop(
            "There is no summary.csv. The conversation was imported without a title or description."
        ),
        "",
    ),
    "polis_seconds": (
        gettext_noop("Times were in seconds and were converted to milliseconds."),
        "",
    ),
    "polis_superseded": (
        gettext_noop(
            "Only the last vote of a person on a statement is counted. Earlier votes that were stored: %(n)s."
        ),
        "",
    ),
    "polis_empty_bodies": (
        gettext_noop("Statements without text: %(n)s."),
        "",
    ),
    "polis_statements_without_votes": (
        gettext_noop("Statements without votes: %(n)s."),
        "",
    ),
    "polis_matrix_differs": (
        gettext_noop("Votes that differ from votes.csv: %(n)s. Those in votes.csv were used."),
        "",
    ),
    "polis_blank_passes": (
        gettext_noop(
            "People with fewer votes in this file than their own count, perhaps because “pass” votes "
            "are blank: %(n)s."
        ),
        "",
    ),
    "polis_summary_differs": (
        gettext_noop(
            "This file gives %(published)s for “%(key)s”, but the other files give %(found)s. The "
            "other files were used."
        ),
        "",
    ),
    "polis_summary_twice": (
        gettext_noop("“%(key)s” appears twice, and the two lines are different."),
        gettext_noop("Remove the line that is wrong."),
    ),
    "polis_columns_ignored": (
        gettext_noop("These columns were not imported: %(names)s."),
        "",
    ),
    "polis_bad_id_to_write": (
        gettext_noop("“%(id)s” can't be exported as an ID."),
        gettext_noop("Use IDs that are all different, are not blank and have no spaces at the start or end."),
    ),
}
