"""eventsourcing, without its Django package: aggregates in the library's own SQLite and PostgreSQL stores.

It keeps events only. There is no table to list or filter by, so it does less than the others.
"""
