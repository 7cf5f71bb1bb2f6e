"""The texts of held sources, by digest. The log does not hold them: a text can be lost without the record suffering."""

from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceText(models.Model):
    """The text of a held source: the file's bytes decoded as UTF-8, nothing stripped or normalised."""

    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, primary_key=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of a source")
        verbose_name_plural = _("texts of sources")

    def __str__(self) -> str:
        return self.text_sha256


class TextError(Exception):
    """A file that cannot be taken as the text of a source; `code` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in lower-case hex."""
    return sha256(data).hexdigest()


def attach(data: bytes, *, file_sha256: str, text_sha256: str) -> str:
    """Store a file as the text of the source that has these digests, and return the text.

    Raises TextError where the bytes are another file, no UTF-8, or hold a NUL character.
    """
    if digest(data) != file_sha256:
        raise TextError("other_file", f"This is another file: its SHA-256 is {digest(data)}, not {file_sha256}.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError("not_utf8", "The file is not UTF-8; convert it and register it as another source.") from error
    if digest(text.encode()) != text_sha256:
        raise TextError("other_text", f"The text of this file is not the one registered ({text_sha256}).")
    if "\0" in text:
        raise TextError("nul_character", "The file holds a NUL character, which no database keeps in a text.")
    SourceText.objects.get_or_create(text_sha256=text_sha256, defaults={"file_sha256": file_sha256, "text": text})
    return text


def texts_by_digest(digests: set[str]) -> dict[str, str]:
    """Return {digest: text} for those that are held."""
    return dict(SourceText.objects.filter(text_sha256__in=digests).values_list("text_sha256", "text"))


def quote_sha256(text: str, start: int, end: int) -> str:
    """Return the SHA-256 of the words from start to end (characters, end exclusive)."""
    return digest(text[start:end].encode())
