"""Problems and notes of Polis exports."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
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
        gettext_noop(
            "export all files again at the same time; if the counts come out the same, remove them from the"
            " export and import the rest: %(removable)s"
        ),
    ),
    "polis_counts_exceeded": (
        gettext_noop(
            "the votes give %(found)s agreements and disagreements, more than the %(published)s that the file"
            " counts (here %(found_here)s and %(published_here)s): the counts may be older than the votes"
        ),
        gettext_noop(
            "export all files again at the same time; if the counts come out the same, remove them from the"
            " export and import the rest: %(removable)s"
        ),
    ),
    "polis_counts_old": (
        gettext_noop(
            "rows whose published counts are not those of the votes, perhaps because they are older; both"
            " files of votes confirm each other and were taken: %(n)s"
        ),
        "",
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
    "polis_summary_twice": (
        gettext_noop("“%(key)s” stands here twice, and the two lines differ"),
        gettext_noop("remove the line that is wrong"),
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
