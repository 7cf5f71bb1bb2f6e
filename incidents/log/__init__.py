"""The append-only event log.

It knows no incident: an event is a type, a schema number and JSON. Imports Django, msgspec and the standard library.
`append.append` writes, `read` reads, `verify.verify` proves that nothing before the head has changed.
"""
