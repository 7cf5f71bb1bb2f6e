"""Following the log: the events behind a position, in order and without gaps, waiting a while for new ones."""

from incidents.following.events import LONGEST_WAIT, MOST_EVENTS, UnknownPositionError, events_after

__all__ = ["LONGEST_WAIT", "MOST_EVENTS", "UnknownPositionError", "events_after"]
