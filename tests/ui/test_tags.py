"""Template tags and filters."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from throughline.ui.fields import TranslatedText
from throughline.ui.templatetags.ui import percent, reachable, unlocalized


def written(template: str, **context: object) -> str:
    return Template("{% load ui %}" + template).render(Context(context))


def test_a_text_in_the_language_of_the_page_is_stated_plainly() -> None:
    with override("es"):
        assert written("{{ v|translated }}", v=TranslatedText.of("en", "Yes", es="Sí")) == "Sí"


def test_a_text_in_another_language_says_which_and_which_way_it_reads() -> None:
    with override("ar"):
        assert (
            written("{{ v|translated }}", v=TranslatedText.of("en", "Yes"))
            == '<span lang="en" dir="ltr">Yes</span>'
        )


def test_what_people_wrote_is_escaped_in_every_language() -> None:
    text = TranslatedText.of("en", "<script>1</script>", es="<b>")
    for language in ("en", "es", "ar"):
        with override(language):
            assert "<script" not in written("{{ v|translated }}{{ v|translated_with_original }}", v=text)
            assert "<b>" not in written("{{ v|translated }}{{ v|translated_with_original }}", v=text)


def test_what_someone_wrote_is_shown_in_the_readers_language_with_the_original_or_its_language() -> None:
    text = TranslatedText.of("es", "Aprendió más.", en="She learned more.")
    shown = "{{ v|translated_with_original }}"
    original = '<span lang="es" dir="ltr">Aprendió más.</span>'
    with override("en"):
        note = f'<span class="small original">Translated. Original (Spanish): {original}</span>'
        assert written(shown, v=text) == f"She learned more. {note}"
        only = TranslatedText.of("es", "Aprendió más.")
        assert written(shown, v=only) == f'{original} <span class="tag">Spanish</span>'
    with override("es"):
        assert written(shown, v=text) == "Aprendió más."


def test_a_text_of_an_unknown_language_bears_no_name_of_one() -> None:
    for code in ("und", "en-us"):
        with override("en"):
            assert "tag" not in written("{{ v|language_note }}", v=TranslatedText.of(code, "Yes"))


def test_a_moment_is_shown_on_the_clock_of_the_district() -> None:
    moment = datetime(2026, 7, 1, 5, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("America/Denver")), override("en"):
        html = written('{{ v|local_time:"DATE_FORMAT" }}', v=moment)
    assert html == '<time datetime="2026-06-30">June 30, 2026</time>'
    assert written("{{ v|local_time }}", v=None) == ""


def test_every_figure_says_how_many_it_stands_on_and_of_what_kind_they_are() -> None:
    with override("en"):
        assert written("{% n_of 902 'chose' %}") == "902 people who chose to take part"
        assert written("{% n_of 10020 'random' %}") == "10,020 people from a random sample"
        assert (
            written("{% n_of n 'imported' %}", n=None) == "Number not known (responses collected elsewhere)"
        )
        assert (
            written("{% n_of n.missing 'chose' %}", n=None)
            == "Number not known (people who chose to take part)"
        )
        assert written("{% n_of 1 'chose' 'texts' %}") == "1 response from people who chose to take part"


def test_a_share_is_written_without_a_blank_before_its_sign() -> None:
    assert percent(0.814) == "81%"
    assert percent(None) == ""


def test_numbers_in_attributes_do_not_follow_the_language() -> None:
    with override("es"):
        assert unlocalized(1234.5) == "1234.5"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Call 911, or text 988.", ["tel:911", "tel:988"]),
        ("Safe2Tell: 1-877-542-7233.", ["tel:18775427233"]),
        ("Rosa, (970) 555-0142", ["tel:9705550142"]),
        ("rosa@juniper.example or +1 970 555 0142", ["mailto:rosa@juniper.example", "tel:+19705550142"]),
        ("On 14 June 2026, 162 of 1,911 in room 9119", []),
        ("<b>911</b>", ["tel:911"]),
    ],
)
def test_a_phone_can_call_what_stands_on_the_page(text: str, links: list[str]) -> None:
    html = reachable(text)
    assert [part.split('"')[0] for part in html.split('href="')[1:]] == links
    assert "<b>" not in html


class Row:
    def __init__(self, **fields: str) -> None:
        self.__dict__.update(fields)


@pytest.mark.parametrize(
    ("title", "context", "whole"),
    [
        ("Edit", {"forum": Row(title="Library hours"), "cycle": Row(title="2026")}, "Edit · Library hours"),
        ("Edit", {"cycle": Row(title="More <music>")}, "Edit · More &lt;music&gt;"),
        ("Edit “{{ forum.title }}”", {"forum": Row(title="Q & A")}, "Edit “Q &amp; A”"),
        ("Add an action", {"initiative": Row(sentence="x" * 80)}, "Add an action · " + "x" * 59 + "…"),
        ("Services", {"service": None}, "Services"),
        ("Private link", {"code": "abc", "cycle": Row(title="2026")}, "Private link"),
        ("x" * 80, {"cycle": Row(title="x" * 80)}, "x" * 80),
    ],
)
def test_the_title_of_a_page_names_the_narrowest_object(
    title: str, context: dict[str, object], whole: str
) -> None:
    assert written("{% page_title %}" + title + "{% endpage_title %}", **context) == whole
