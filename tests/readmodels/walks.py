"""Walks through all pages of a list."""

from incidents.readmodels import queries


def everything(rows, kind, order, size):
    """Return the ids of all pages, walked to the end, and of all pages walked back to the beginning."""
    forwards, page = [], None
    while page is None or page.next:
        page = queries.page(rows, kind=kind, order=order, after=page and page.next, size=size)
        forwards.append([str(row.record) for row in page.results])
    backwards = [forwards[-1]]
    while page.previous:
        page = queries.page(rows, kind=kind, order=order, after=page.previous, size=size)
        backwards.insert(0, [str(row.record) for row in page.results])
    return [id for ids in forwards for id in ids], [id for ids in backwards for id in ids]
