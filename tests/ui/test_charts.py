"""Charts of no, one and a hundred thousand people; shares that add up; ratios outside the drawing."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.words import plain_cells
from throughline.ui.charts import (
    CountBar,
    Coverage,
    GroupCircle,
    ShareBar,
    count_bars,
    coverage_bars,
    group_map,
    opinion_map,
    share_bars,
)
from throughline.ui.charts.opinion_map import HEIGHT, MOST_DOTS, WIDTH
from throughline.ui.charts.share_bars import whole_percents


def drawn(name: str, chart: object, language: str = "en") -> str:
    with override(language):
        html = render_to_string(f"ui/charts/{name}.html", {"chart": chart})
    assert "style=" not in html
    assert " id=" not in html  # a page may have several charts
    return html


@pytest.mark.parametrize(
    ("name", "chart"),
    [
        ("opinion_map", opinion_map([], [])),
        ("group_map", group_map([])),
        ("share_bars", share_bars([])),
        ("count_bars", count_bars([])),
        ("coverage_bars", coverage_bars([])),
    ],
)
def test_a_chart_of_nothing_says_so(name: str, chart: object) -> None:
    html = drawn(name, chart)
    assert "<svg" not in html
    assert "There is no data to show yet" in html


def test_groups_are_circles_as_large_as_their_people_within_the_frame() -> None:
    corners = [(-100, -100), (100, 100), (-100, 100), (100, -100)]
    sizes = {"A": 40, "B": 10, "C": 40, "D": 90}
    groups = [GroupCircle(name, n, x, y) for (name, n), (x, y) in zip(sizes.items(), corners, strict=True)]
    chart = group_map(groups)
    assert [one.name for one in chart.circles] == ["D", "A", "C", "B"], "no small circle under a large one"
    area_of = {one.name: one.radius**2 for one in chart.circles}
    assert area_of["A"] == pytest.approx(4 * area_of["B"])
    for one in chart.circles:
        assert one.radius <= one.x <= chart.width - one.radius
        assert one.radius <= one.y
        assert one.label_y <= chart.height
    assert "A: 40" in drawn("group_map", chart)


def test_a_map_of_one_person_stands_within_its_frame() -> None:
    chart = opinion_map([(0.0, 0.0)], [0], ["A"])
    assert (chart.dots[0].x, chart.dots[0].y) == (WIDTH / 2, HEIGHT / 2)
    assert "1 person" in drawn("opinion_map", chart)


def test_a_map_of_a_hundred_thousand_is_thinned_and_says_so() -> None:
    n = 100_000
    chart = opinion_map(
        [((i % 400) / 100, (i // 400) / 100) for i in range(n)], [i % 3 for i in range(n)], list("ABC")
    )
    assert chart.n_shown <= MOST_DOTS
    assert {dot.group for dot in chart.dots} == {1, 2, 3}
    assert [label.n for label in chart.labels] == [33_334, 33_333, 33_333]
    html = drawn("opinion_map", chart)
    assert "of 100,000 people." in html
    assert len(html) < 200_000


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=40))
def test_every_person_stands_within_the_frame(points: list[tuple[float, float]]) -> None:
    chart = opinion_map(points, [0] * len(points))
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in chart.dots)


def test_groups_differ_by_shape_and_not_by_color_alone() -> None:
    chart = opinion_map([(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)], [0, 1, 2, 3, 4])
    assert len({dot.shape for dot in chart.dots}) == 5


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any))
def test_whole_per_cents_add_up_and_stay_within_one_of_the_share(counts: list[int]) -> None:
    percents = whole_percents(counts)
    assert sum(percents) == 100
    assert all(abs(p - 100 * c / sum(counts)) < 1 for p, c in zip(percents, counts, strict=True))


def test_a_bar_says_its_numbers_in_words_beneath_it() -> None:
    html = drawn(
        "share_bars", share_bars([ShareBar("A real project", 730, 108, 64), ShareBar("Unread", 0, 0, 0)])
    )
    assert "81% agree, 12% disagree, 7% not sure" in html
    assert "902 votes" in html
    assert "No one has responded to this yet" in html
    assert html.count("<svg") == 1


def test_a_counted_answer_has_its_bar_its_number_and_its_margin_if_it_has_any() -> None:
    html = drawn("count_bars", count_bars([CountBar("Yes", 3, 12), CountBar("No", 9, 12)]))
    assert html.count("<svg") == 2
    assert 'width="75.0%"' in html
    assert '<td class="n">25%</td>' in plain_cells(html)
    assert "Margin of error" not in html
    html = drawn("count_bars", count_bars([CountBar("Yes", 3, 12, 0.1, 0.5), CountBar("No", 9, 12)]))
    assert "10% to 50%" in " ".join(html.split())


def test_where_a_language_writes_decimals_with_a_comma_the_drawing_stays_whole() -> None:
    html = drawn("share_bars", share_bars([ShareBar("Uno", 1, 1, 1)]), "es")
    assert 'x="33.3' in html


def test_an_audience_without_an_official_count_is_shown_and_not_drawn() -> None:
    html = drawn("coverage_bars", coverage_bars([Coverage("Middle Eastern or North African", 31)]))
    assert "31 people took part; no official count to compare with" in html
    assert "<circle" not in html


def test_an_official_count_without_a_ratio_is_not_called_missing() -> None:
    html = drawn("coverage_bars", coverage_bars([Coverage("Spanish at home", 0, has_count=True)]))
    assert "0 people took part; can't be compared with the official count" in html
    assert re.search(r"can't be compared\s*</td>", html)
    assert "no official count" not in html


def test_fewer_than_expected_is_marked_only_where_the_interval_says_so() -> None:
    sure, unsure, more = coverage_bars(
        [
            Coverage("Spanish at home", 120, 0.6, 0.5, 0.7),
            Coverage("Residents", 40, 0.9, 0.7, 1.1),
            Coverage("Families", 300, 1.2, 1.1, 1.3),
        ]
    ).rows
    assert sure.is_under
    assert not unsure.is_under
    assert not more.is_under
    assert sure.dot == pytest.approx(30)


def test_a_ratio_beyond_the_drawing_stands_at_its_end_and_says_so() -> None:
    chart = coverage_bars([Coverage("Staff", 90, 5.4, 5.0, 5.9)])
    assert chart.rows[0].dot == 100
    assert "5.4× (outside the chart)" in drawn("coverage_bars", chart)


def test_the_numbers_of_coverage_stand_in_a_table_too() -> None:
    html = drawn(
        "coverage_bars", coverage_bars([Coverage("Spanish at home", 120, 0.61, 0.5, 0.72, "up from 0.4×")])
    )
    assert "<table" in html
    assert "0.61" in html
    assert "up from 0.4×" in html


def test_a_ratio_without_an_upper_end_is_drawn_to_the_edge_and_is_not_called_low() -> None:
    (row,) = coverage_bars([Coverage("Karen at home", 3, 0.4, 0.2, None)]).rows
    assert (row.start, row.end, row.is_under) == (10.0, 100.0, False)
    assert "nan" not in drawn("coverage_bars", coverage_bars([Coverage("Karen at home", 3, 0.4, 0.2, None)]))
