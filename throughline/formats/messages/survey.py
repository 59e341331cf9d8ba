"""Problems and notes of survey files."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
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
    "survey_doubtful_code": (
        gettext_noop(
            "%(value)s can be a step of the scale or a code for “no answer”, and the cells do not decide it"
        ),
        gettext_noop(
            "list it in the mapping as no answer, or list every step of the scale from the lowest to the"
            " highest"
        ),
    ),
    "survey_no_answer_code": (
        gettext_noop("cells with “%(value)s”, which is no answer, were not counted: %(n)s"),
        "",
    ),
    "survey_not_chosen": (
        gettext_noop("cells with “%(value)s”, which means not chosen, were not counted as a choice: %(n)s"),
        "",
    ),
    "survey_typed_choice": (
        gettext_noop("what was typed here was also counted as the choice “%(value)s” of its question: %(n)s"),
        "",
    ),
    "survey_other_mark": (
        gettext_noop(
            "cells such as “%(value)s” are neither a mark nor this column's choice; each was kept as a choice"
            " of its own: %(n)s"
        ),
        gettext_noop("import the column as a written answer if people wrote in it"),
    ),
    "survey_placeholder_date": (
        gettext_noop("“%(value)s” stands for no date; answers imported without one: %(n)s"),
        "",
    ),
    "survey_zone": (
        gettext_noop("times were read in the time zone %(zone)s"),
        "",
    ),
    "survey_zone_unknown": (
        gettext_noop("the file names a time zone that is not known, “%(zone)s”: its times have none"),
        gettext_noop("choose the time zone in the mapping"),
    ),
    "survey_unfinished": (
        gettext_noop("people who did not finish the survey, whose answers were imported: %(n)s"),
        "",
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
    "survey_two_header_rows": (
        gettext_noop("the second row continues the names of the columns and is no answer"),
        "",
    ),
    "survey_repeated_group": (
        gettext_noop(
            "each row is an entry of a repeated group, such as a child, and not a person; each is counted as"
            " one person here"
        ),
        gettext_noop("import the main table of the survey if you want to count people"),
    ),
    "survey_ranking": (
        gettext_noop(
            "each cell has every choice in the order somebody ranked them; rankings cannot be counted here,"
            " and the column is left out"
        ),
        "",
    ),
    "survey_duplicate_header": (
        gettext_noop("a second column of the same name is called “%(name)s” here"),
        "",
    ),
    "survey_own_columns": (
        gettext_noop("columns that the survey tool added, which are left out: %(names)s"),
        "",
    ),
    "survey_joined_choices": (
        gettext_noop("the column repeats choices that have their own columns, and is left out"),
        "",
    ),
    "survey_question_unknown": (
        gettext_noop(
            "the file holds the choices of this question and not its wording; columns side by side were taken"
            " as one question"
        ),
        gettext_noop(
            "write the question in the mapping, and divide the columns if they are several questions"
        ),
    ),
    "survey_code_or_step": (
        gettext_noop(
            "%(value)s lies apart from the other numbers, which end at %(highest)s; it was left on the scale"
        ),
        gettext_noop("list it as no answer if it means “don't know” or the like"),
    ),
    "survey_comma_in_choice": (
        gettext_noop("“%(first)s” and “%(second)s” always stand together and may be one choice with a comma"),
        gettext_noop("check the list of choices in the mapping"),
    ),
    "survey_personal_name": (
        gettext_noop("the column seems to hold names of people and is left out unless you choose it"),
        "",
    ),
    "survey_personal_email": (
        gettext_noop("the column seems to hold email addresses and is left out unless you choose it"),
        "",
    ),
    "survey_personal_phone": (
        gettext_noop("the column seems to hold phone numbers and is left out unless you choose it"),
        "",
    ),
    "survey_personal_address": (
        gettext_noop("the column seems to hold addresses and is left out unless you choose it"),
        "",
    ),
    "survey_personal_birth": (
        gettext_noop("the column seems to hold dates of birth and is left out unless you choose it"),
        "",
    ),
    "survey_personal_place": (
        gettext_noop("the column seems to hold coordinates and is left out unless you choose it"),
        "",
    ),
    "survey_personal_device": (
        gettext_noop(
            "the column seems to identify devices or connections and is left out unless you choose it"
        ),
        "",
    ),
    "survey_personal_id": (
        gettext_noop("the column seems to hold IDs of people and is left out unless you choose it"),
        "",
    ),
    "survey_personal_other": (
        gettext_noop("the column seems to hold personal data and is left out unless you choose it"),
        "",
    ),
}
