"""Released figures as bars: as they were guarded, never more exactly."""

from datetime import UTC, datetime

from django.template.loader import render_to_string

from throughline.report.queries.grounds import opened_grounds, parts_of


def _share(percent: int | None, bound: str = "") -> dict[str, object]:
    return {"percent": percent, "bound": bound}


def test_stretches_fill_the_bar() -> None:
    parts = parts_of([_share(76), _share(15), _share(9)])
    assert [(part.name, part.start, part.width) for part in parts] == [
        ("agree", 0.0, 76.0),
        ("disagree", 76.0, 15.0),
        ("pass", 91.0, 9.0),
    ]


def test_a_bound_is_drawn_at_its_edge_and_said_as_a_bound() -> None:
    entry = {
        "kind": "statement",
        "n": 40,
        "figures": {
            "answers": [
                {"answer": "agree", **_share(95, "more")},
                {"answer": "disagree", **_share(5, "less")},
                {"answer": "not_sure", **_share(5, "less")},
            ]
        },
    }
    (opened,) = opened_grounds([entry])
    (group,) = opened.bars
    assert "more than 95" in group.bars[0].said
    assert "fewer than 5" in group.bars[0].said
    assert round(sum(part.width for part in group.bars[0].parts), 1) == 100.0


def test_hidden_shares_are_not_drawn() -> None:
    assert parts_of([_share(None, "hidden"), _share(None, "hidden"), _share(None, "hidden")]) == []
    assert parts_of([]) == []


def test_an_entry_that_lacks_everything_still_opens() -> None:
    (opened,) = opened_grounds([{}])
    assert opened.bars == []
    assert opened.ground.n_said == "not counted"


def test_what_was_not_computed_apart_is_dated_by_its_release() -> None:
    released_at = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    counted = 'ounted when it was released, <time datetime="2026-05-04'
    ran_at = "2026-04-01T08:00:00+00:00"
    for template in ("report/_ground.html", "understand/grounds.html"):
        for entry, said in (
            ({"kind": "code"}, counted),
            ({"kind": "statement"}, counted),
            ({"kind": "voice"}, counted),
            ({"kind": "run", "computed_at": ran_at}, 'omputed <time datetime="2026-04-01'),
        ):
            (opened,) = opened_grounds([entry])
            context = {"opened": opened, "grounds": [opened.ground], "released_at": released_at}
            page = render_to_string(template, context)
            assert said in page
            assert page.count("<time") == 1
