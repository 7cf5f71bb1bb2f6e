"""Old schemas are upcast on reading: the log is never rewritten to suit newer code.

A table `{(type, schema): function}` is handed in by whoever knows the event types. Each function takes the data of its
schema and returns the data of the next one; it may change the dictionary it gets.
"""

from collections.abc import Callable, Mapping
from typing import Any

Data = dict[str, Any]
Upcasters = Mapping[tuple[str, int], Callable[[Data], Data]]


def upcast(type: str, schema: int, data: Data, table: Upcasters) -> tuple[int, Data]:
    """(schema, data) after as many steps as the table knows."""
    while (step := table.get((type, schema))) is not None:
        data = step(data)
        schema += 1
    return schema, data
