from throughline.guide.queries.cycle import cycle_state, cycles_so_far, ended_cycles, open_cycles
from throughline.guide.queries.topic import Topic, help_topics, topic_of, topic_search

__all__ = [
    "Topic",
    "cycle_state",
    "cycles_so_far",
    "ended_cycles",
    "help_topics",
    "open_cycles",
    "topic_of",
    "topic_search",
]
