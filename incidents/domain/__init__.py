"""What can happen to a record of Demarche. Pure Python: no Django, no clock, no random ids.

Allowed imports: the standard library, msgspec and the codebook.
"""
