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
