"""The model of urgent words: fitted to the lists as they are, and as good as its page says."""

import base64
import random
import threading

import pytest

from benchmarks.urgent_words_lists import held_out_sentences, training_sentences
from benchmarks.urgent_words_training import lists_sha256
from throughline.methods.urgent_words import KINDS, find_urgent, model, weights
from throughline.methods.urgent_words.features import concepts_of, sound
from throughline.methods.urgent_words.find import LONGEST_HEAD, LONGEST_TAIL
from throughline.methods.urgent_words.model import find_pieces, score_of
from throughline.methods.urgent_words.pieces import LONGEST_SENTENCE, pieces, sentence_spans
from throughline.methods.urgent_words.plain import plain_text, without_positions

URGENT = "mom has been passed out since friday and my baby brother has nothing to eat"
HARMLESS = "The buses were on time this week and the new lunch menu is better. "


def share_found(sentences):
    return sum(bool(find_urgent(one.text)) for one in sentences) / len(sentences)


def test_the_model_was_fitted_to_the_lists_as_they_are():
    assert lists_sha256() == weights.LISTS_SHA256
    assert len(training_sentences()) == weights.N_SENTENCES


def test_no_held_out_sentence_was_fitted_to():
    fitted = {one.text.casefold() for one in training_sentences()}
    assert [one.text for one in held_out_sentences() if one.text.casefold() in fitted] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_unseen_sentences_are_found_and_few_harmless_ones_held(language):
    sentences = [one for one in held_out_sentences() if one.language == language]
    assert share_found([one for one in sentences if one.is_urgent]) >= 0.85
    assert share_found([one for one in sentences if not one.is_urgent]) <= 0.05


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_is_guessed_better_than_by_chance(kind):
    sentences = [one for one in held_out_sentences() if one.kind == kind]
    found = [match.kind for one in sentences for match in find_urgent(one.text)]
    assert found.count(kind) / len(found) > 3 / len(KINDS)


def test_a_remark_inside_a_long_text_is_found_with_its_sentence():
    text = HARMLESS * 20 + URGENT + ". " + HARMLESS * 20
    (match,) = find_urgent(text)
    assert text[match.start : match.end] == URGENT + "."


def test_of_a_text_that_is_too_long_the_beginning_and_the_end_are_read():
    padding = HARMLESS * (2 * (LONGEST_HEAD + LONGEST_TAIL) // len(HARMLESS))
    assert find_urgent(f"{URGENT}. {padding}")
    text = f"{padding}{URGENT}."
    (match,) = find_urgent(text)
    assert text[match.start : match.end] == URGENT + "."
    assert find_urgent(padding) == []


def test_a_sentence_that_never_ends_is_cut_between_words():
    text = "and then we went to class " * 40
    spans = sentence_spans(text)
    assert max(end - start for start, end in spans) <= LONGEST_SENTENCE
    assert "".join(text[start:end] for start, end in spans) == text


@pytest.mark.parametrize(
    ("n_sentences", "n_tokens", "expected"),
    [
        (0, 0, []),
        (1, 500, [(0, 1)]),
        (2, 20, [(0, 2), (0, 1), (1, 2)]),
        (3, 500, [(0, 2), (1, 3), (0, 1), (1, 2), (2, 3)]),
    ],
)
def test_the_pieces_are_sentences_neighbors_and_the_whole_if_short(n_sentences, n_tokens, expected):
    assert list(pieces(n_sentences, n_tokens)) == expected


def test_misspelled_words_have_the_concepts_of_what_they_sound_like():
    assert concepts_of("pastillas") == concepts_of("pastiyas") != ()
    assert concepts_of("overdozed") == concepts_of("overdosed") != ()
    assert sound("chamaco") == sound("chamako")


def test_normalizing_without_positions_gives_the_same_text():
    source = random.Random(3)
    for _ in range(5_000):
        text = "".join(source.choice("aab  110!|$@'é ñ\u0301…ßﬁ-_x🙂\n") for _ in range(source.randrange(14)))
        assert without_positions(text) == plain_text(text)[0], repr(text)


@pytest.mark.parametrize("text", ["", "  ", "學校很好", "🙂", "?!"])
def test_a_text_without_words_is_not_urgent(text):
    assert find_pieces(text) == []
    assert score_of(text) < 0


def test_threads_decode_the_weights_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first call of `b85decode` fills a table that a second thread would read half filled."""
    decode, is_inside, may_end = base64.b85decode, threading.Event(), threading.Event()
    n_inside: list[int] = [0]
    most_inside: list[int] = [0]

    def slowly(text: str) -> bytes:
        n_inside[0] += 1
        most_inside[0] = max(most_inside[0], n_inside[0])
        is_inside.set()
        assert may_end.wait(60)
        n_inside[0] -= 1
        return decode(text)

    monkeypatch.setattr(base64, "b85decode", slowly)
    threads = [threading.Thread(target=model._decoded, args=[weights.WEIGHTS]) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert is_inside.wait(60)
    assert model._decoding.locked()
    may_end.set()
    for thread in threads:
        thread.join(60)
    assert most_inside == [1]
