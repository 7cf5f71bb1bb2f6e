"""Taking an article in: its text is stored by its digest, the source is registered, or made held, through dispatch."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import texts
from incidents.admin.commands.base import CommandForm, Text
from incidents.admin.commands.fields import CodeField, DateField, RecordField
from incidents.admin.names import source_text
from incidents.dispatch import Outcome, together
from incidents.domain.actor import RegisterActor
from incidents.domain.bibliography import Bibliography
from incidents.domain.claims import Claim
from incidents.domain.errors import DomainError
from incidents.domain.evidence import Evidence
from incidents.domain.source import RegisterSource
from incidents.domain.values import Command
from incidents.readmodels import related

LONGEST = 1_000_000  # characters of an article: far more than any has

TEXT_ERRORS = {
    "other_file": gettext_lazy(
        "This is another file than the one registered (its SHA-256 differs). Nothing was stored."
    ),
    "other_text": gettext_lazy("The text of this file is not the one registered. Nothing was stored."),
    "not_utf8": gettext_lazy("The file is not UTF-8: convert it first."),
    "nul_character": gettext_lazy("The text holds a NUL character, which no database keeps in a text."),
}


class RawText(forms.CharField):
    """A text that is kept as it is: not trimmed, never normalised. Only the line ends that a form adds go."""

    widget = forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class IntakeForm(CommandForm):
    """Register a source: with its text as a file or pasted (then it is held), or with bibliographic data alone."""

    title = gettext_lazy("Take in an article")
    button = gettext_lazy("Take in")
    sends = (RegisterSource,)
    places = {
        **{name: name for name in ("kind", "outlet", "language", "published", "published_note", "byline", "url")},
        "title": "headline",
        "published_basis": "published_basis",
        "text_sha256": "pasted",
        "length": "pasted",
        "reliability": "reliability",
        "claims": "new_outlet",
    }

    upload = forms.FileField(
        label=gettext_lazy("File of the text"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Plain text, UTF-8. It is kept byte by byte, as its hash says."),
    )
    pasted = RawText(
        label=gettext_lazy("or the text itself"),
        required=False,
        help_text=gettext_lazy("Leave both empty for a source that is only cited."),
    )
    headline = Text(label=gettext_lazy("Title"), required=False)
    kind = CodeField("source_kinds", label=gettext_lazy("Kind"), initial="article")
    outlet = RecordField(("actor",), label=gettext_lazy("Outlet"), required=False)
    new_outlet = Text(label=gettext_lazy("or a new outlet"), required=False)
    language = Text(
        label=gettext_lazy("Language"), required=False, initial="id", help_text=gettext_lazy("ISO 639, such as id")
    )
    published = DateField(
        label=gettext_lazy("Published"), required=False, help_text=gettext_lazy("EDTF, such as 2024-10-24")
    )
    published_basis = CodeField(
        "date_bases", label=gettext_lazy("How that is known"), required=False, initial="explicit"
    )
    published_note = Text(label=gettext_lazy("Note on the date"), required=False)
    byline = Text(label=gettext_lazy("Byline"), required=False)
    url = Text(label=gettext_lazy("Address"), required=False)
    reliability = CodeField("reliability", label=gettext_lazy("Reliability"), required=False)

    def set_up(self) -> None:
        self.fields["outlet"].person = self.person

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("outlet") and told.get("new_outlet"):
            self.add_error("new_outlet", _("Choose an outlet or name a new one, not both."))
        self._bytes = self._text_bytes(told)
        return told

    def _text_bytes(self, told: dict[str, Any]) -> bytes | None:
        """Return the bytes of the text that was given, None where there is none."""
        upload, pasted = told.get("upload"), told.get("pasted") or ""
        if upload and pasted:
            self.add_error("pasted", _("Give a file or paste the text, not both."))
            return None
        if not upload and not pasted:
            return None
        name = "upload" if upload else "pasted"
        if upload and upload.size > 4 * LONGEST:
            self.add_error(name, _("This file is too large for an article; check which one you chose."))
            return None
        data = upload.read() if upload else pasted.encode("utf-8", "surrogatepass")
        try:
            self._check(name, data)
        except UnicodeDecodeError:
            self.add_error(name, TEXT_ERRORS["not_utf8"])
        return data

    def _check(self, name: str, data: bytes) -> None:
        text = data.decode("utf-8")
        if len(text) > LONGEST:
            sentence = _("The text has {length} characters, an article at most {most}: check what you pasted.")
            self.add_error(name, sentence.format(length=len(text), most=LONGEST))
        elif "\0" in text:
            self.add_error(name, TEXT_ERRORS["nul_character"])
        elif not text.strip():
            self.add_error(name, _("There are no words in this text."))

    def commands(self) -> Sequence[Command]:
        told, outlets = self.cleaned_data, []
        outlet = told["outlet"] or None
        if told["new_outlet"]:
            outlets = [self._new_outlet(told["new_outlet"])]
            outlet = outlets[0].id
        about = Bibliography(
            kind=told["kind"],
            outlet=outlet,
            title=told["headline"] or None,
            published_basis=(told["published_basis"] or None) if told["published"] else None,
            file=told["upload"].name if told.get("upload") else None,
            **{name: told[name] or None for name in ("language", "published", "published_note", "byline", "url")},
            **digests(self._bytes),
        )
        register = RegisterSource(
            id=self.source_id, held=self._bytes is not None, about=about, reliability=told["reliability"] or None
        )
        return [*outlets, register]

    @property
    def source_id(self) -> str:
        return self.new_id("source")

    def _new_outlet(self, name: str) -> RegisterActor:
        judged = Evidence(judgement=_("Outlet of an article that was taken in"))
        value = {"text": name, "kind": "official"}
        claim = Claim(claim=self.new_id("outlet", "name"), property="name", value=value, evidence=(judged,))
        return RegisterActor(id=self.new_id("outlet"), kind="outlet", claims=(claim,))

    def send(self) -> Outcome | None:
        """Register the source and store its text, in one transaction."""
        with together():
            outcome = super().send()
            if outcome is not None and self._bytes is not None:
                digest = texts.digest(self._bytes)
                texts.attach(self._bytes, file_sha256=digest, text_sha256=digest)
        return outcome

    def refuse(self, error: DomainError) -> None:
        """Name the source that has this very text, where that is what stands in the way."""
        if error.code != "text_known":
            return super().refuse(error)
        known = related.by_id([str(error.params["id"])], kinds=("source",)).get(str(error.params["id"]))
        name = source_text(known[1]) if known else str(error.params["id"])
        field = "upload" if self.cleaned_data.get("upload") else "pasted"
        return self.add_error(field, _("This very text is there already: {source}").format(source=name))

    def leads_to(self, outcome: Outcome) -> str | None:
        return reverse("admin:incidents_source_session", args=[self.source_id])


def digests(data: bytes | None) -> dict[str, Any]:
    """Return what the log keeps of a text; both digests are of the same bytes. Raises UnicodeDecodeError."""
    if data is None:
        return {}
    digest = texts.digest(data)
    return {"file_sha256": digest, "text_sha256": digest, "length": len(data.decode("utf-8"))}
