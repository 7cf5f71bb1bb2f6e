"""What a stream need not say twice, as far back as a bounded memory reaches."""

from collections import OrderedDict

REMEMBERED = 20_000


class Once:
    """Says of a key whether it is new; forgets the ones longest not asked for, so that memory stays flat."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._known: OrderedDict[str, None] = OrderedDict()

    def first(self, key: str) -> bool:
        """Whether this key was not asked for lately."""
        is_new = key not in self._known
        self._known[key] = None
        self._known.move_to_end(key)
        if len(self._known) > self._size:
            self._known.popitem(last=False)
        return is_new
