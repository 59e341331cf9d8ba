"""Released figures as bars, no more exact than released."""

from datetime import UTC, datetime

from django.template.loader import render_to_string

from tests.words import n_words
from throughline.measure.models.results import PublishedShare, from_plain
from throughline.report.queries.page_evidence import BarPart, PageEvidence, page_evidence, parts_of
from throughline.understand.releases import basis_from_plain, n_label, pattern_header, pattern_rows


def _share(percent: int | None, bound: str = "") -> dict[str, object]:
    return {"percent": percent, "bound": bound}


def _parts(*shares: dict[str, object]) -> list[BarPart]:
    return parts_of([from_plain(PublishedShare, share) for share in shares])


def _entry(kind: str = "", **more: object) -> dict[str, object]:
    """An entry of a finding's basis, as in a release."""
    return {
        "kind": kind,
        "label": {"source": "en", "texts": {}},
        "forums": [],
        "n": 0,
        "n_of": "people",
        "data_kind": "chose",
        "method": "",
        "version": "",
        "settings": {},
        "seed": None,
        "log_position": None,
        "computed_at": None,
        "figures": {},
        **more,
    }


def _page_evidence(entry: dict[str, object]) -> PageEvidence:
    (shown,) = page_evidence(basis_from_plain([entry]))
    return shown


def test_stretches_fill_the_bar() -> None:
    parts = _parts(_share(76), _share(15), _share(9))
    assert [(part.name, part.start, part.width) for part in parts] == [
        ("agree", 0.0, 76.0),
        ("disagree", 76.0, 15.0),
        ("pass", 91.0, 9.0),
    ]


def test_a_bound_is_drawn_at_its_limit_and_labeled_as_a_bound() -> None:
    answers = [
        {"answer": "agree", **_share(95, "more")},
        {"answer": "disagree", **_share(5, "less")},
        {"answer": "not_sure", **_share(5, "less")},
    ]
    shown = _page_evidence(_entry("statement", n=40, figures={"answers": answers}))
    (group,) = shown.bars
    assert "more than 95" in group.bars[0].text
    assert "less than 5" in group.bars[0].text
    assert round(sum(part.width for part in group.bars[0].parts), 1) == 100.0


def test_hidden_shares_are_not_drawn() -> None:
    assert _parts(_share(None, "hidden"), _share(None, "hidden"), _share(None, "hidden")) == []
    assert parts_of([]) == []


def test_an_entry_without_figures_is_still_described() -> None:
    shown = _page_evidence(_entry())
    assert shown.bars == []
    assert shown.description.n_label == "0 people"
    assert n_label(None, "people") == "not computed"


def test_a_computation_with_nothing_to_publish_has_no_patterns() -> None:
    shown = _page_evidence(_entry("run", run_kind="opinion_groups"))
    assert (shown.description.sentences, shown.description.tables, shown.description.shared) == ([], [], None)


def test_what_has_no_run_of_its_own_is_dated_by_its_release() -> None:
    released_at = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    counted = 'ounted when it was released, <time datetime="2026-05-04'
    ran_at = "2026-04-01T08:00:00+00:00"
    for template in ("report/_evidence.html", "ui/evidence.html"):
        for entry, expected in (
            (_entry("code"), counted),
            (_entry("statement"), counted),
            (_entry("voice"), counted),
            (_entry("run", computed_at=ran_at), 'omputed <time datetime="2026-04-01'),
        ):
            shown = _page_evidence(entry)
            context = {
                "shown": shown,
                "evidence": [shown.description],
                "finding": {"released_at": released_at},
                "released_at": released_at,
            }
            page = render_to_string(template, context)
            assert expected in page
            assert page.count("<time") == 1


def _row(words: str, area: str, **more: object) -> dict[str, object]:
    shares = [_share(80), _share(15), _share(5, "less")]
    groups = [{"name": name, "n": n, "answers": shares} for name, n in (("A", 30), ("B", 15))]
    text = {"source": "en", "texts": {"en": words}}
    whole = {"n": 45, "answers": [], "consensus": None}
    return {**whole, "words": text, "area": area, "groups": groups, "stands_for": [], "ends": [], **more}


def _pattern(**figures: object) -> dict[str, object]:
    groups = [
        {"name": "A", "n": 30, "made_of": ["A"], "at": [-50, 0]},
        {"name": "B", "n": 15, "made_of": ["B"], "at": [100, 5]},
    ]
    stands = [{"name": "B", "direction": "disagree"}]
    rows = [
        _row("More buses", "agreement"),
        _row("Longer days", "rejection"),
        _row("No cars", "division", stands_for=stands),
    ]
    defaults = {
        "verdict": "groups",
        "steadiness": None,
        "grounds": None,
        "minimum_n": 10,
        "n_placed": 45,
        "n_unplaced": None,
        "groups": groups,
        "statements": rows,
    }
    return _entry("run", run_kind="opinion_groups", n=45, figures={**defaults, **figures})


def test_what_all_share_comes_before_what_distinguishes_groups() -> None:
    shown = _page_evidence(_pattern())
    html = render_to_string("report/_evidence.html", {"shown": shown})
    order = [
        "What all groups agree on",
        "Agree: “More buses”",
        "Disagree: “Longer days”",
        "The votes form 2 opinion groups.",
        "How group A is different (30 people)",
        "None of the results that can be published clearly sets this group apart.",
        "How group B is different (15 people)",
        "Disagrees more than other groups: “No cars”",
    ]
    at = [html.index(words) for words in order]
    assert at == sorted(at)
    assert not n_words("CSV", html), "what is not published cannot be downloaded"


def test_where_two_groups_mirror_each_other_one_list_says_both() -> None:
    both = [{"name": "A", "direction": "agree"}, {"name": "B", "direction": "disagree"}]
    rows = [_row("No cars", "division", stands_for=both)]
    (section,) = _page_evidence(_pattern(statements=rows)).description.differences
    assert section.heading == "How groups A (30 people) and B (15 people) differ"
    assert section.sentences == ["Group A agrees more, group B disagrees more: “No cars”"]
    rows.append(_row("Later start", "division", stands_for=both[1:]))
    sections = _page_evidence(_pattern(statements=rows)).description.differences
    assert [one.heading for one in sections[1:]] == ["How group B is different (15 people)"]
    assert sections[1].sentences == ["Disagrees more than other groups: “Later start”"]


def test_the_map_draws_groups_by_their_size_and_no_person() -> None:
    shown = _page_evidence(_pattern())
    assert shown.chart is not None
    large, small = shown.chart.circles
    assert (large.name, small.name) == ("A", "B")
    assert round((large.radius / small.radius) ** 2, 6) == 2.0
    assert shown.tables[0].rows == [["A", "30"], ["B", "15"]], "its numbers are in a table"
    html = render_to_string("report/_evidence.html", {"shown": shown})
    assert html.count("<circle") == 2
    assert "Individual people are not shown." in html


def test_groups_without_places_have_no_map() -> None:
    groups = [{"name": name, "n": 20, "made_of": [name], "at": None} for name in "AB"]
    shown = _page_evidence(_pattern(verdict="imported", groups=groups))
    assert shown.chart is None
    assert "2 groups as published by Polis, not tested here." in shown.description.sentences


def test_a_pattern_as_a_table_is_made_of_the_release_alone() -> None:
    header, rows = pattern_header(), list(pattern_rows(basis_from_plain([_entry("voice"), _pattern()])))
    assert len(rows) == 6
    assert dict(zip(header, rows[5], strict=True)) == {
        "statement": "No cars",
        "group": "B",
        "people": "15",
        "agree": "80%",
        "disagree": "15%",
        "not_sure": "less than 5%",
        "area": "division",
        "sets_group_apart_by": "disagree",
        "end_of_line": "",
    }
