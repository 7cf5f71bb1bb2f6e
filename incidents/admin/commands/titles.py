"""The title of an incident: editorial text in one language or both."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy

from incidents.admin.commands.base import CommandForm, Text
from incidents.domain.incident import RetitleIncident
from incidents.domain.values import SHORT_TEXT, Command


class TitleFields(CommandForm):
    """A title in English or Indonesian, or both; a form that has one takes it from here."""

    title_en = Text(label=gettext_lazy("Title in English"), required=False, max_length=SHORT_TEXT)
    title_id = Text(label=gettext_lazy("Title in Indonesian"), required=False, max_length=SHORT_TEXT)

    def told_title(self) -> dict[str, str]:
        """Return {en, id} of the languages given."""
        told = {"en": self.cleaned_data["title_en"], "id": self.cleaned_data["title_id"]}
        return {language: text for language, text in told.items() if text}


class RetitleForm(TitleFields):
    title = gettext_lazy("change the title")
    sends = (RetitleIncident,)
    places = {"title": "title_en", "title.id": "title_id"}

    def current_values(self) -> Mapping[str, str]:
        return {f"title_{language}": self.row.titles.get(language) or "" for language in ("en", "id")}

    def commands(self) -> Sequence[Command]:
        return [RetitleIncident(id=str(self.row.id), title=self.told_title())]
