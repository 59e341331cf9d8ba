"""Results of runs as JSON and back: nothing is lost, and nothing else is accepted."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.polis import Summary
from throughline.measure.models import results
from throughline.measure.models.results import (
    ExactImport,
    ExactPatterns,
    ExactTable,
    ExactWeights,
    FrozenAnswers,
    FrozenPatterns,
    FrozenTable,
    ImportedGroup,
    NoWeights,
    PublishedPatterns,
    PublishedRow,
    PublishedShare,
    PublishedTable,
    Rules,
    UnreadableResultError,
    from_plain,
    from_stored,
    to_plain,
    to_stored,
)
from throughline.ui.fields import TranslatedText

WORDS = TranslatedText("en", {"en": "Yes", "es": "Sí"})
KINDS = [
    getattr(results, name) for name in results.__all__ if name.startswith(("Exact", "Published", "Frozen"))
]
TABLE = PublishedTable(
    minimum_n=10,
    row_question=WORDS,
    column_question=WORDS,
    columns=((WORDS,), (WORDS, WORDS)),
    rows=(
        PublishedRow((WORDS,), 40, shares=(PublishedShare(43, "", (32, 55)), PublishedShare(5, "less"))),
        PublishedRow((WORDS, WORDS), None, counts=(12, None)),
    ),
    n_hidden=1,
    is_merged=True,
)


def as_written(stored: object) -> Any:
    return json.loads(json.dumps(stored))


@pytest.mark.parametrize(
    "found",
    [
        TABLE,
        Rules(10, 5),
        ExactPatterns("cannot_tell", 3, 0, 8, 2, "few_people"),
        ExactImport((ImportedGroup(0, "A", 12),), {"id": 0.5}, Summary(topic="Buses", other={"x": "y"})),
        NoWeights("nobody", (), False, (0.3, None)),
        FrozenPatterns(Rules(16, 5), (1, 2), (2,), names=(0, 3), n_draws=7),
        FrozenTable(
            Rules(10, 5),
            FrozenAnswers("row", ("a", "b"), (WORDS, WORDS), {7: ("a", "b")}),
            FrozenAnswers("column", (), (), {}),
        ),
    ],
    ids=lambda found: type(found).__name__,
)
def test_what_is_stored_is_read_back_the_same(found: Any) -> None:
    stored = as_written(to_stored(found))
    assert stored["schema"] == type(found).__name__
    assert stored["schema_version"] == 1
    assert from_stored(stored, type(found)) == found


def test_a_share_writes_only_what_it_says() -> None:
    assert to_plain(PublishedShare(43, "")) == {"percent": 43, "bound": ""}
    assert to_plain(PublishedShare(None, "hidden")) == {"percent": None, "bound": "hidden"}
    about = {"percent": 60, "bound": "about", "within": 5}
    assert to_plain(PublishedShare(60, "about", within=5)) == about
    assert to_plain(Rules(10, 5)) == {
        "minimum_n": 10,
        "protection": 5,
        "bottom_percent": 5,
        "top_percent": 95,
    }, "rules are written in full"


def test_a_text_is_stored_with_its_languages_and_without_marks_of_the_desk() -> None:
    text = TranslatedText("en", {"en": "Yes"}, reviewed={"es": True}, machine={"es": True})
    assert to_plain(PublishedRow((text,), 10))["label"] == [{"source": "en", "texts": {"en": "Yes"}}]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"schema": "ExactTable"}, id="another kind"),
        pytest.param({"schema_version": 2}, id="a later version"),
        pytest.param({"n_hidden": None}, id="no number"),
        pytest.param({"answers": []}, id="an unknown key"),
        pytest.param({"rows": 5}, id="no list"),
        pytest.param({"row_question": {"texts": {}}}, id="a text without a language"),
    ],
)
def test_anything_else_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UnreadableResultError):
        from_stored({**as_written(to_stored(TABLE)), **change}, PublishedTable)


def test_a_missing_key_is_refused_and_the_sentence_says_what_belongs_there() -> None:
    stored = as_written(to_stored(TABLE))
    del stored["columns"]
    with pytest.raises(UnreadableResultError, match="This is no PublishedTable"):
        from_stored(stored, PublishedTable)
    with pytest.raises(
        UnreadableResultError, match="stores PublishedTable 1, where ExactWeights or NoWeights 1"
    ):
        from_stored(as_written(to_stored(TABLE)), ExactWeights, NoWeights)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=12), some, max_size=4),
    max_leaves=12,
)


@given(ANYTHING, st.sampled_from([*KINDS, ExactTable, PublishedPatterns]))
def test_whatever_stands_there_is_read_or_refused(plain: object, kind: type[Any]) -> None:
    try:
        from_plain(kind, plain)
    except UnreadableResultError:
        return
