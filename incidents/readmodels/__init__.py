"""The tables that admin, API and pages read. They follow from the log alone and can be rebuilt at any time.

Allowed imports: domain and log.
"""
