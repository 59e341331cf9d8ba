"""Every text of the product reads at grade 10 or below; what families see is held to grade 8 by page."""

from pathlib import Path

import pytest

from tests import reading
from throughline.config import translations

PACKAGE = Path(__file__).resolve().parents[2] / "throughline"
FOLDERS = sorted({path.relative_to(PACKAGE).parts[0] for path in translations.sources()})
SENTENCE_OF_AN_OFFICE = (
    "Notwithstanding the aforementioned considerations, confidentiality of individual contributions is "
    "guaranteed in accordance with applicable legislation."
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_texts_for_staff_read_at_grade_10(folder: str) -> None:
    paths = [path for path in translations.sources() if path.is_relative_to(PACKAGE / folder)]
    assert reading.too_hard(paths, reading.HARDEST_FOR_STAFF) == []
    assert reading.grade(text for path in paths for text in reading.sentences(path)) <= reading.STAFF


def test_a_planted_sentence_of_an_office_is_too_hard(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f'{{% load i18n %}}\n{{% translate "{SENTENCE_OF_AN_OFFICE}" %}}\n')
    assert len(reading.too_hard([page], reading.HARDEST_FOR_STAFF)) == 1
    assert reading.grade(reading.sentences(page)) > reading.STAFF


def test_a_plain_sentence_is_not_too_hard() -> None:
    assert reading.grade(["You take part without an account, and we do not ask for your name."]) < 6
