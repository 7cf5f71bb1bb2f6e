"""Bulk work: one batch about many records, looked through before it is recorded."""

from incidents.admin.bulk.actions import ACTIONS, BulkMixin

__all__ = ["ACTIONS", "BulkMixin"]
