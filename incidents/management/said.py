"""Sentences for errors of the system, as the commands end with them."""


def said(error: OSError) -> str:
    """Return what went wrong with a file: its name and the system's words, without the number."""
    if error.filename is None or error.strerror is None:
        return str(error)
    return f"{error.filename}: {error.strerror}. Give a file or folder that can be used."
