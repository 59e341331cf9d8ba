"""Charts as SVG made on the server: classes, never styles; each has its numbers as text or a table."""

from throughline.ui.charts.count_bars import CountBar, CountBars, count_bars
from throughline.ui.charts.coverage_bars import Coverage, CoverageBars, coverage_bars
from throughline.ui.charts.group_map import GroupCircle, GroupMap, group_map
from throughline.ui.charts.opinion_map import OpinionMap, opinion_map
from throughline.ui.charts.place_map import Landmark, MapPlace, PlaceMap, place_map
from throughline.ui.charts.share_bars import Segment, ShareBar, ShareBars, share_bars

__all__ = [
    "CountBar",
    "CountBars",
    "Coverage",
    "CoverageBars",
    "GroupCircle",
    "GroupMap",
    "Landmark",
    "MapPlace",
    "OpinionMap",
    "PlaceMap",
    "Segment",
    "ShareBar",
    "ShareBars",
    "count_bars",
    "coverage_bars",
    "group_map",
    "opinion_map",
    "place_map",
    "share_bars",
]
