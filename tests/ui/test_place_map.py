"""The local map: places are where they are, no two marks overlap, names fit or are left out."""

import re
from itertools import combinations
from math import hypot, isclose

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from throughline.ui.charts import Landmark, MapPlace, PlaceMap, place_map
from throughline.ui.charts.place_map import (
    BOTTOM,
    FARTHEST_MOVE,
    HEIGHT,
    LETTER,
    MARK,
    MOST_PLACES,
    WIDTH,
    Box,
    PlaceMark,
)

MILE = 1 / 69.0936
"""Degrees of latitude."""

LATITUDE, LONGITUDE = 39.7, -105.0


def at(number: int, north: float, east: float) -> MapPlace:
    """A place so many miles north and east of the middle."""
    return MapPlace(number, LATITUDE + north * MILE, LONGITUDE + east * MILE / 0.769399)


def mark_of(chart: PlaceMap, number: int) -> PlaceMark:
    return next(mark for mark in chart.marks if number in mark.numbers)


def drawn(chart: PlaceMap, language: str = "en") -> str:
    with override(language):
        html = render_to_string("ui/charts/place_map.html", {"chart": chart})
    assert "style=" not in html
    assert "<script" not in html
    assert " id=" not in html
    return html


def test_without_places_there_is_no_map() -> None:
    assert drawn(place_map([], [Landmark("North", LATITUDE, LONGITUDE)])).strip() == ""


def test_one_place_is_in_the_middle() -> None:
    mark = place_map([at(7, 0, 0)]).marks[0]
    assert (mark.x, mark.y) == (WIDTH / 2, (HEIGHT - BOTTOM) / 2)
    assert mark.label == "7"


def test_north_is_up_and_a_mile_is_as_long_in_both_directions() -> None:
    chart = place_map([at(1, 0, 0), at(2, 2, 0), at(3, 0, 2)])
    home, north, east = (mark_of(chart, number) for number in (1, 2, 3))
    assert isclose(north.x, home.x, abs_tol=0.1)
    assert isclose(east.y, home.y, abs_tol=0.1)
    assert isclose(home.y - north.y, east.x - home.x, rel_tol=0.01)
    scale = chart.scale
    assert scale is not None
    assert isclose((scale.end - scale.start) / scale.miles, (home.y - north.y) / 2, rel_tol=0.01)


def test_places_at_one_spot_share_a_mark() -> None:
    chart = place_map([at(3, 0, 0), at(7, 0, 0), at(5, 1, 1)])
    assert sorted(mark.label for mark in chart.marks) == ["3, 7", "5"]
    many = place_map([at(number, 0, 0) for number in (1, 2, 3, 4, 9)])
    assert [mark.label for mark in many.marks] == ["1\N{EN DASH}4, 9"]


def test_places_near_each_other_keep_their_own_numbers() -> None:
    chart = place_map([at(1, 0, 0), at(2, 0, 0.25), at(3, 4, 4)])
    assert sorted(mark.label for mark in chart.marks) == ["1", "2", "3"]


def test_a_place_far_away_is_listed_and_does_not_squash_the_others() -> None:
    near = [at(1, 0, 0), at(2, 1, 0), at(3, 0, 1)]
    chart = place_map([*near, at(4, 60, 0)])
    assert chart.far_away == (4,)
    assert [mark.numbers for mark in chart.marks] == [mark.numbers for mark in place_map(near).marks]
    assert "Too far away for this map: 4" in drawn(chart)
    assert place_map([at(1, 0, 0), at(2, 8, 0)]).far_away == ()
    wide = place_map([at(number, number * 8, 0) for number in range(1, 8)])
    assert wide.far_away == ()


def test_where_the_person_is_decides_what_is_far_away() -> None:
    places = [at(1, 0, 0), at(2, 1, 0), at(3, 60, 0)]
    chart = place_map(places, center=(LATITUDE, LONGITUDE))
    assert chart.far_away == (3,)
    assert chart.center is not None
    assert hypot(chart.center[0] - mark_of(chart, 1).x, chart.center[1] - mark_of(chart, 1).y) < 1
    assert "The ring is the place you searched near." in drawn(chart)
    assert "ring" not in drawn(place_map(places))


def test_places_on_both_sides_of_the_date_line_are_near_each_other() -> None:
    chart = place_map([MapPlace(1, 0, 179.99), MapPlace(2, 0, -179.99)])
    assert chart.far_away == ()
    assert mark_of(chart, 1).x < mark_of(chart, 2).x


def test_only_the_first_places_are_drawn() -> None:
    chart = place_map([at(number, number % 6, number // 6) for number in range(1, 40)])
    assert chart.n_places == MOST_PLACES


def test_a_school_has_its_name_where_there_is_room() -> None:
    places = [at(1, 0, 0), at(2, 2, 2)]
    spot = at(0, 1, 0.6)
    chart = place_map(places, [Landmark("Aspen", spot.latitude, spot.longitude)])
    assert [school.name for school in chart.schools] == ["Aspen"]
    long = place_map(places, [Landmark("A" * 60, spot.latitude, spot.longitude)])
    assert [school.name for school in long.schools] == [""]
    crowd = [Landmark(f"Elementary School {n}", spot.latitude, spot.longitude) for n in range(9)]
    names = [school.name for school in place_map(places, crowd).schools]
    assert len(names) == 9
    assert 1 <= sum(map(bool, names)) <= 4


def test_schools_out_of_view_are_not_drawn() -> None:
    chart = place_map([at(1, 0, 0), at(2, 1, 1)], [Landmark("Far", LATITUDE + 1, LONGITUDE)])
    assert chart.schools == []
    assert "Triangles" not in drawn(chart)


def test_the_drawing_says_what_it_is_in_both_languages() -> None:
    chart = place_map([at(1, 0, 0), at(2, 0.1, 0.2)])
    assert 'role="img" aria-label="Map with 2 places of the list"' in " ".join(drawn(chart).split())
    assert re.search(r"0\.1\s+mile\b|0\.25\s+mile\b", drawn(chart))
    assert "North is up" in drawn(chart)
    assert "El norte está arriba" in drawn(chart, "es")
    assert "&lt;b&gt;" in drawn(
        place_map([at(1, 0, 0), at(2, 2, 2)], [Landmark("<b>", LATITUDE + MILE, LONGITUDE + MILE)])
    )


SPOTS = st.tuples(st.floats(-89, 89), st.floats(-180, 180))
NEAR = st.tuples(st.floats(39.6, 39.8), st.floats(-105.1, -104.9))


@pytest.mark.parametrize("spots", [SPOTS, NEAR])
def test_marks_and_names_never_overlap(spots: st.SearchStrategy[tuple[float, float]]) -> None:
    @given(
        st.lists(spots, min_size=1, max_size=40),
        st.lists(st.tuples(spots, st.text("abc ", max_size=20)), max_size=8),
        st.none() | spots,
    )
    def check(
        places: list[tuple[float, float]],
        schools: list[tuple[tuple[float, float], str]],
        center: tuple[float, float] | None,
    ) -> None:
        listed = [MapPlace(n, *spot) for n, spot in enumerate(places, start=1)]
        landmarks = [Landmark(name, *spot) for spot, name in schools]
        chart = place_map(listed, landmarks, center)
        assert chart == place_map(listed, landmarks, center)
        numbers = [number for mark in chart.marks for number in mark.numbers]
        assert sorted([*numbers, *chart.far_away]) == list(range(1, min(len(places), MOST_PLACES) + 1))
        names = [
            Box(school.name_x - LETTER * len(school.name) / 2, school.name_y - 12,
                school.name_x + LETTER * len(school.name) / 2, school.name_y + 3)
            for school in chart.schools
            if school.name
        ]  # fmt: skip
        whole = Box(0, 0, WIDTH, HEIGHT)
        for mark in chart.marks:
            assert mark.top >= 0
            assert mark.top + MARK <= HEIGHT - BOTTOM + 0.01
            assert mark.width > WIDTH or mark.box.is_within(whole)
        for one, other in combinations([*(mark.box for mark in chart.marks), *names], 2):
            assert not one.meets(
                Box(other.left + 0.01, other.top + 0.01, other.right - 0.01, other.bottom - 0.01)
            )

    check()


@given(st.lists(NEAR, min_size=2, max_size=6, unique=True))
def test_a_mark_of_one_place_stays_near_it(spots: list[tuple[float, float]]) -> None:
    chart = place_map([MapPlace(n, *spot) for n, spot in enumerate(spots, start=1)])
    alone = {mark.numbers[0]: mark for mark in chart.marks if len(mark.numbers) == 1}
    easts = {n: spot[1] for n, spot in enumerate(spots, start=1) if n in alone}
    per_degree = chart_pixels(chart)
    for one, other in combinations(alone, 2):
        wanted = (easts[other] - easts[one]) * per_degree
        assert abs(alone[other].x - alone[one].x - wanted) < 2 * (FARTHEST_MOVE + MARK)


def chart_pixels(chart: PlaceMap) -> float:
    """Pixels of a degree of longitude, by the scale."""
    scale = chart.scale
    assert scale is not None
    return (scale.end - scale.start) / scale.miles * 69.0936 * 0.769399
