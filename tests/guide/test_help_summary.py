"""What a help topic shows of itself: its first sentence in the list, and the name of the page it leads to."""

import pytest
from django.utils import translation

from throughline.guide.queries import help_topics


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_summary_is_one_whole_sentence_and_the_button_names_its_page(language: str) -> None:
    with translation.override(language):
        for topic in help_topics():
            assert topic.summary.endswith((".", "?", "!"))
            assert str(topic.paragraphs[0]).startswith(topic.summary)
            if topic.page:
                assert topic.page_label
