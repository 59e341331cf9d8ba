"""Problems and notes of survey files."""

from throughline.formats.messages.marking import gettext_noop

MESSAGES: dict[str, tuple[str, str]] = {
    "survey_no_rows": (
        gettext_noop("The file has a header but no responses."),
        gettext_noop("Export it again after people have responded."),
    ),
    "survey_unknown_column": (
        gettext_noop("The file has no column with this name."),
        gettext_noop("Match the columns again, and choose one that is in the file."),
    ),
    "survey_column_twice": (
        gettext_noop("The column is used more than once."),
        gettext_noop("Use each column only once."),
    ),
    "survey_role_twice": (
        gettext_noop(
            "This column and “%(other)s” are matched to the same field, which can have only one column."
        ),
        gettext_noop("Keep one of them, and set the other one not to be imported."),
    ),
    "survey_parts_differ": (
        gettext_noop("The columns of the question “%(question)s” have different types."),
        gettext_noop("Combine only columns of a multiple-choice question."),
    ),
    "survey_nothing_mapped": (
        gettext_noop("No column is matched to a question."),
        gettext_noop("Choose at least one column with answers to import."),
    ),
    "survey_date_order": (
        gettext_noop("In every row, the date could be month and day or day and month, such as “%(value)s”."),
        gettext_noop("Choose the date format when you match the columns."),
    ),
    "survey_date": (
        gettext_noop("“%(value)s” is not a date in the format %(format)s."),
        gettext_noop("Correct the cell, or choose another date format."),
    ),
    "survey_language": (
        gettext_noop("“%(value)s” is not a language this system recognizes."),
        gettext_noop("Say which language it means when you match the columns."),
    ),
    "survey_scale": (
        gettext_noop("“%(value)s” is not on the scale."),
        gettext_noop(
            "List the labels of the scale in order when you match the columns, or import the column as "
            "a single choice."
        ),
    ),
    "survey_doubtful_code": (
        gettext_noop(
            "%(value)s could be a value on the scale or a code for “no answer”. The other cells don't "
            "show which it is."
        ),
        gettext_noop(
            "When you match the columns, list it as no answer, or list every value on the scale from "
            "lowest to highest."
        ),
    ),
    "survey_no_answer_code": (
        gettext_noop("Cells with “%(value)s”, which means no answer and was not counted: %(n)s."),
        "",
    ),
    "survey_not_chosen": (
        gettext_noop(
            "Cells with “%(value)s”, which means not selected and was not counted as a choice: %(n)s."
        ),
        "",
    ),
    "survey_typed_choice": (
        gettext_noop(
            "Typed answers that were also counted as the choice “%(value)s” of the same question: %(n)s."
        ),
        "",
    ),
    "survey_other_mark": (
        gettext_noop(
            "Cells such as “%(value)s” that are neither a check mark nor the choice of this column: "
            "%(n)s. Each was imported as its own choice."
        ),
        gettext_noop("If people wrote their own answers in this column, import it as a written answer."),
    ),
    "survey_placeholder_date": (
        gettext_noop("“%(value)s” means no date. Responses imported without a date: %(n)s."),
        "",
    ),
    "survey_zone": (
        gettext_noop("Times were read in the time zone %(zone)s."),
        "",
    ),
    "survey_zone_unknown": (
        gettext_noop(
            "The file names an unknown time zone, “%(zone)s”. Its times were imported without a time zone."
        ),
        gettext_noop("Choose the time zone when you match the columns."),
    ),
    "survey_unfinished": (
        gettext_noop("People who did not finish the survey: %(n)s. Their answers were imported."),
        "",
    ),
    "survey_long_text": (
        gettext_noop("The answer has more than %(limit)s characters."),
        gettext_noop("Shorten the answer."),
    ),
    "survey_blank_row": (
        gettext_noop("The row is empty, so it was skipped."),
        "",
    ),
    "survey_no_answer": (
        gettext_noop("The row has no answers, so it was skipped."),
        "",
    ),
    "survey_duplicate_row": (
        gettext_noop("The row is the same as row %(first_row)s. Both were imported."),
        gettext_noop("If the row was pasted twice, remove one of them."),
    ),
    "survey_preview_row": (
        gettext_noop("The row is a test response by the survey's author (“%(value)s”), so it was skipped."),
        "",
    ),
    "survey_date_order_found": (
        gettext_noop("Dates were read as %(format)s, the only format that fits every row."),
        "",
    ),
    "survey_header_rows": (
        gettext_noop("Header rows in files from %(source)s: %(n)s."),
        "",
    ),
    "survey_two_header_rows": (
        gettext_noop("The second row is part of the column names, not a response."),
        "",
    ),
    "survey_repeated_group": (
        gettext_noop(
            "Each row is an entry in a repeated group, such as a child, and not one person. Each row "
            "is counted as one person here."
        ),
        gettext_noop("To count people, import the main table of the survey."),
    ),
    "survey_ranking": (
        gettext_noop(
            "Each cell lists all choices in the order a person ranked them. Rankings can't be counted "
            "here, so the column is not imported."
        ),
        "",
    ),
    "survey_duplicate_header": (
        gettext_noop("A second column with the same name is shown here as “%(name)s”."),
        "",
    ),
    "survey_own_columns": (
        gettext_noop("Columns added by the survey tool, which are not imported: %(names)s."),
        "",
    ),
    "survey_joined_choices": (
        gettext_noop("The column repeats choices that have their own columns, so it is not imported."),
        "",
    ),
    "survey_question_unknown": (
        gettext_noop(
            "The file has the choices of this question but not its wording. Columns next to each other "
            "were read as one question."
        ),
        gettext_noop(
            "Enter the question when you match the columns. If the columns are several questions, "
            "separate them."
        ),
    ),
    "survey_code_or_step": (
        gettext_noop(
            "%(value)s is far from the other numbers, which go up to %(highest)s. It was kept on the scale."
        ),
        gettext_noop("If it means “don't know” or something similar, list it as no answer."),
    ),
    "survey_comma_in_choice": (
        gettext_noop(
            "“%(first)s” and “%(second)s” always appear together. They may be one choice that contains "
            "a comma."
        ),
        gettext_noop("Check the list of choices when you match the columns."),
    ),
    "survey_personal_name": (
        gettext_noop("The column seems to contain people's names. It is not imported unless you choose it."),
        "",
    ),
    "survey_personal_email": (
        gettext_noop("The column seems to contain email addresses. It is not imported unless you choose it."),
        "",
    ),
    "survey_personal_phone": (
        gettext_noop("The column seems to contain phone numbers. It is not imported unless you choose it."),
        "",
    ),
    "survey_personal_address": (
        gettext_noop("The column seems to contain home addresses. It is not imported unless you choose it."),
        "",
    ),
    "survey_personal_birth": (
        gettext_noop("The column seems to contain dates of birth. It is not imported unless you choose it."),
        "",
    ),
    "survey_personal_place": (
        gettext_noop("The column seems to contain map coordinates. It is not imported unless you choose it."),
        "",
    ),
    "survey_personal_device": (
        gettext_noop(
            "The column seems to identify devices or internet connections. It is not imported unless "
            "you choose it."
        ),
        "",
    ),
    "survey_personal_id": (
        gettext_noop(
            "The column seems to contain ID numbers of people. It is not imported unless you choose it."
        ),
        "",
    ),
    "survey_personal_other": (
        gettext_noop("The column seems to contain personal data. It is not imported unless you choose it."),
        "",
    ),
}
