from throughline.guide.queries.cycle import cycle_state, cycles_so_far, ended_cycles, open_cycles
from throughline.guide.queries.setup import first_steps, next_setup_url, setup_items
from throughline.guide.queries.topic import Topic, help_topics, topic_of, topic_search

__all__ = [
    "Topic",
    "cycle_state",
    "cycles_so_far",
    "ended_cycles",
    "first_steps",
    "help_topics",
    "next_setup_url",
    "open_cycles",
    "setup_items",
    "topic_of",
    "topic_search",
]
