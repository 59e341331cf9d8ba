import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.markdown_text import without_markdown


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("[More](http://example.org/x)", "More (http://example.org/x)"),
        ('[More](<https://example.org/a_(b)> "Title")', "More (https://example.org/a_(b))"),
        ("[https://example.org](https://example.org)", "https://example.org"),
        (
            "[Write](mailto:ann@example.org) or [call](tel:+17195550100)",
            "Write (ann@example.org) or call (+17195550100)",
        ),
        ("[Click](javascript:alert(1))", "Click"),
        ("[Click](JavaScript:alert(1)) [here](data:text/html,x)", "Click here"),
        ("[Top](#top) or [more](/more)", "Top or more"),
        ("[Apply](www.example.org/apply)", "Apply (www.example.org/apply)"),
        ("[Apply](example.org)", "Apply (example.org)"),
        ("[Apply](//example.org)", "Apply (//example.org)"),
        ("Call [Ana](ana@example.org)", "Call Ana (ana@example.org)"),
        ("[Call](303-555-1212)", "Call (303-555-1212)"),
        ("Grades K-5 [Spanish](optional)", "Grades K-5 Spanish (optional)"),
        (r"[Top](#a\_b) 2 \* 3", "Top 2 * 3"),
        ("![Map](https://example.org/map.png)", "Map"),
        ("<https://example.org> or <ann@example.org>", "https://example.org or ann@example.org"),
        ("**Free** and *open* and __warm__ and _kind_", "Free and open and warm and kind"),
        ("***Bring ID***, (*all ages*)", "Bring ID, (all ages)"),
        ("# Who it is for\nFamilies\n## How ##", "Who it is for\nFamilies\nHow"),
        ("Code `ABC-1`", "Code ABC-1"),
        (r"1\. not a list, \*not\* bold, a\_b", "1. not a list, *not* bold, a_b"),
        ("| Day | Time |\n|---|:--:|\n| Mon | 9-5 |", "Day | Time\nMon | 9-5"),
    ],
)
def test_marks_are_taken_off_and_what_they_mean_is_kept(marked: str, plain: str) -> None:
    assert without_markdown(marked) == plain


@pytest.mark.parametrize(
    "text",
    [
        "- one\n- two",
        "* one\n* two",
        "5 * 3 * 2, 2*3*4",
        "snake_case_name and other_names_here",
        "https://example.org/a_b_c/*x*",
        "$5*\n*Waived for children",
        "#1 in town, # of kids: 5",
        "> 18 years",
        "~~Mondays~~ Tuesdays",
        "either | or",
        "[ ] unticked, [sic] (so)",
        "___ name\n---",
        "age < 5 and > 2",
        "C:\\files",
        "",
    ],
)
def test_what_is_no_mark_stays_as_it_is_written(text: str) -> None:
    assert without_markdown(text) == text


@given(st.text(alphabet="*_[]()`\\#<>| ab\n:/-"))
def test_any_text_ends_and_no_letter_is_lost(text: str) -> None:
    letters = without_markdown(text).count("b")
    assert letters <= text.count("b")
    if "[" not in text:
        assert letters == text.count("b")


HOSTILE = (
    *(
        "[",
        "[a](",
        "**",
        "*a",
        "_a ",
        "`",
        "\\",
        "<http://",
        "|-",
        "[a](b(",
        "# ",
        "[](",
        "![a",
        "](",
        "[a](#",
    ),
    *(
        "<a@",
        "<",
        "[a](b ",
        '[a](b "',
        "(b)",
        "***a",
        "__a",
        "\\[",
        "| ",
        "--|",
        "\n",
        "\n|",
        "#",
        "a@b.",
        " ",
    ),
)


@pytest.mark.parametrize("end", ["", "x", ")", "]"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_text_ends(piece: str, end: str) -> None:
    without_markdown(piece * (100_000 // len(piece)) + end)
