import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.plain_text import plain_text


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        (
            '<p>A warm meal.</p><ul><li>Mondays</li><li>Bring a bowl</li></ul><a href="http://example.org/x">More</a>',
            "A warm meal.\n- Mondays\n- Bring a bowl\nMore (http://example.org/x)",
        ),
        ("Supper club &amp; pantry", "Supper club & pantry"),
        ("It&#8217;s &quot;free&quot;&nbsp;", 'It’s "free" '),
        ("&lt;p&gt;Escaped&lt;/p&gt;", "Escaped"),
        ("&amp;lt;b&amp;gt;Escaped twice&amp;lt;/b&amp;gt;", "Escaped twice"),
        ('<P CLASS=x style="color: red">Hi<BR/>there</P>', "Hi\nthere"),
        ("<ol><li>Call<li>Come</ol>", "1. Call\n2. Come"),
        ("one\ntwo <b>three</b>", "one\ntwo three"),
        ('<a href="https://example.org/">example.org</a>', "example.org (https://example.org/)"),
        ('<a href="https://example.org">https://example.org</a>', "https://example.org"),
        ('<a href="mailto:ann@example.org">Write</a>', "Write (ann@example.org)"),
        ("<a href='javascript:alert(1)'>Click</a>", "Click"),
        ("<script>alert(1)</script>Hi<style>p {}</style>", "Hi"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Hi", "Hi"),
        ("Hi<script>alert(1)", "Hi"),
        ("<!-- note -->Hi", "Hi"),
        ("<img src=x onerror=alert(1) alt='Map'>", "Map"),
        ("<table><tr><td>Mon</td><td>9-5</td></tr><tr><td>Tue</td></tr></table>", "Mon 9-5\nTue"),
        ("<address>1 Main</address>", "1 Main"),
    ],
)
def test_marks_are_taken_off_and_what_they_mean_is_kept(marked: str, plain: str) -> None:
    assert plain_text(marked) == plain


@pytest.mark.parametrize(
    "text",
    [
        "5 < 6 and 7 > 6",
        "a*b",
        "Ann <ann@example.org>",
        "<https://example.org/x>",
        "a<b and c>d",
        "AT&T, R&D; Q&A",
        "https://example.org/?a=1&copy=2&lt=3",
        "write your <name> and <address> here",
        "I <3 it; </3",
        "Costs <$5 & up",
        "**bold** _it_ [more](http://example.org) # 1",
        "&bogus;",
        "<!-- without an end",
        "  two  blanks\n\n\nand lines ",
        "",
    ],
)
def test_what_is_no_mark_stays_as_it_is_written(text: str) -> None:
    assert plain_text(text) == text


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<a href='x'>", "&lt;", "&gt;", "b", "<", ">", "&amp;", "\n", "<li"])
    )
)
def test_nothing_of_a_script_is_left_and_any_text_ends(parts: list[str]) -> None:
    text = "".join(parts)
    assert "<script>" not in plain_text(f"{text}<script>x</script>{text}").lower()
    plain_text(text)


@pytest.mark.parametrize("piece", ["<a ", '<a b="', "<script>", "<!--", "&lt;", "<!--<script></script>"])
def test_a_long_hostile_text_ends(piece: str) -> None:
    plain_text(piece * 20_000)
