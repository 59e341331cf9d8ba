from throughline.guide.queries.cycle import cycle_state, cycles_so_far, cycles_told, open_cycles
from throughline.guide.queries.topic import Topic, help_topics, topic_of

__all__ = ["Topic", "cycle_state", "cycles_so_far", "cycles_told", "help_topics", "open_cycles", "topic_of"]
