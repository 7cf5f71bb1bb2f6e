"""The page of an article session and its answers."""

import json
from typing import Any

import msgspec
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents import texts
from incidents.admin import labels, names, passages
from incidents.admin.base import person
from incidents.admin.commands import drafts
from incidents.admin.names import Names
from incidents.admin.session import find, plain
from incidents.admin.session.attaching import attach
from incidents.admin.session.batch import Answer, send
from incidents.admin.session.drafts import Draft, Problem
from incidents.admin.session.items import OPENS
from incidents.admin.session.places import Finder
from incidents.admin.session.schema import schema, terms
from incidents.admin.session.words import words
from incidents.domain.source import AssessSource
from incidents.models import Source
from incidents.permissions import may
from incidents.readmodels import queries, related
from incidents.readmodels.related import Use


class Sitting(msgspec.Struct, frozen=True):
    """A source that is being coded: its row, its text if that is held, and what rests on it already."""

    row: Source
    text: str | None
    uses: list[Use]

    @property
    def id(self) -> str:
        return str(self.row.id)

    @property
    def finder(self) -> Finder:
        return Finder(self.id, self.text, self.uses)


def sitting(request: HttpRequest, id: str) -> Sitting:
    """Return the source that a session is about. Raises PermissionDenied and Http404."""
    who = person(request)
    if not may(who, AssessSource):
        raise PermissionDenied(_("Articles are coded by curators; ask an administrator for that role."))
    row = queries.record("source", id=str(id), person=who)
    if row is None or row.status == "withdrawn":
        raise Http404(_("There is no such source, or it was withdrawn."))
    held = texts.texts_by_digest({row.text_sha256}) if row.text_sha256 else {}
    return Sitting(row, held.get(row.text_sha256), related.source_uses(source=str(row.id), person=who))


def session_view(site: AdminSite, request: HttpRequest, source_id: Any) -> HttpResponse:
    """Show a session; record one that is sent, as JSON by the page's scripts or as a form without them."""
    try:
        found = sitting(request, source_id)
        if request.method != "POST":
            return page(site, request, found, drafts.kept(request))
        if request.content_type == "application/json":
            return _answer(request, found, _draft(request))
        if "upload" in request.FILES or "attach" in request.POST:
            return attach(request, found.row)
        return _plain(site, request, found)
    except RequestDataTooBig:
        return _problems((Problem(message=_("This is too much for one session: shorten it."), code="too_big"),), 413)


def _draft(request: HttpRequest) -> Draft | Problem:
    try:
        told = json.loads(request.body)
        json.dumps(told, ensure_ascii=False).encode()
        return msgspec.convert(told, Draft)
    except UnicodeEncodeError:  # half of a character beyond the sixteen-bit plane, as a browser may cut it
        return Problem(message=_("Some words hold a broken character: type them again."), code="broken_character")
    except (ValueError, RecursionError) as error:  # msgspec's errors are ValueErrors too
        sentence = _("The page sent something unreadable: load it again; what you typed is kept. ({reason})")
        return Problem(message=sentence.format(reason=str(error)[:200]), code="unreadable")


def _answer(request: HttpRequest, found: Sitting, draft: Draft | Problem) -> HttpResponse:
    if isinstance(draft, Problem):
        return _problems((draft,), 400)
    answer = send(draft, source=found.id, finder=found.finder, person=person(request))
    if answer.outcome is None:
        return _problems(answer.problems, answer.status)
    return JsonResponse({"next": _recorded(request, found, answer), "events": len(answer.outcome.events)})


def _problems(problems: tuple[Problem, ...], status: int) -> HttpResponse:
    return JsonResponse({"problems": msgspec.to_builtins(problems)}, status=status)


def _recorded(request: HttpRequest, found: Sitting, answer: Answer) -> str:
    """Say what was recorded, and return the address of the page that says it."""
    count = len(answer.outcome.events)
    told = ngettext("{count} event was recorded.", "{count} events were recorded.", count).format(count=count)
    if answer.outcome.repeated:
        told = _("This was recorded already.")
    opened = {sent.command.id for sent in answer.sent if sent.item.kind in OPENS}
    known = Names(sorted(opened))
    links = format_html_join(" · ", "{}", ((known.link(id),) for id in sorted(opened)))
    messages.success(request, format_html("{} {}", told, links))
    return reverse("admin:incidents_source_session", args=[found.id])


def _plain(site: AdminSite, request: HttpRequest, found: Sitting) -> HttpResponse:
    form = plain.read(request.POST, person(request))
    answer = Answer(problems=form.problems, status=400)
    if not form.problems:
        answer = send(form.draft, source=found.id, finder=found.finder, person=person(request))
    drafts.drop(request)
    if answer.outcome is not None:
        return HttpResponseRedirect(_recorded(request, found, answer))
    return page(site, request, found, request.POST, answer)


def find_view(request: HttpRequest) -> HttpResponse:
    """Answer which records fit some words: `words`, `kind` (several), `of` (kinds of actor, several)."""
    who = person(request)
    if not may(who, AssessSource):
        raise PermissionDenied
    asked = request.GET.get("words", "").replace("\0", "")[:500]
    kinds = [kind for kind in request.GET.getlist("kind") if kind in find.FINDERS]
    found = find.find(asked, kinds=kinds, of=request.GET.getlist("of"), person=who)
    return JsonResponse({"found": msgspec.to_builtins(found)})


def page(
    site: AdminSite, request: HttpRequest, found: Sitting, typed: Any = None, answer: Answer | None = None
) -> HttpResponse:
    """Show the page; `typed` and `answer` are of a form that was sent without scripts and refused."""
    known = Names.within([found.row.outlet_id], passages.told(found.uses), kinds=(*related.RECORD_KINDS, "claim"))
    marked = passages.passages(found.id, found.uses, known, found.text)
    title = _("Code {source}").format(source=names.source_text(found.row))
    context = {
        **site.each_context(request),
        "is_nav_sidebar_enabled": False,  # the width is for text and coding
        "opts": Source._meta,
        "title": title,
        "called_plural": _("sources"),
        "row": found.row,
        "source_url": names.page_of("source", found.id),
        "text": found.text is not None,
        "paragraphs": _paragraphs(found, marked),
        "passages": marked,
        "passage_kinds": terms("passage_kinds"),
        "data": _data(request, found),
        "plain": plain.form(request.GET if typed is None else typed, answer),
        "problems": answer.problems if answer else (),
        "assessed": labels.label("assessments", found.row.assessment) if found.row.assessment else "",
    }
    status = answer.status if answer else 200
    return render(request, "incidents/admin/session.html", context, status=status)


def _paragraphs(found: Sitting, marked: list[passages.Passage]) -> list[dict[str, Any]]:
    """Return the numbered lines of the text; each with the kind that its passages have, so that the next has it too."""
    if found.text is None:
        return []
    kinds = {use.piece["paragraph"]: use.piece["kind"] for use in found.uses if use.piece.get("paragraph")}
    cut = passages.paragraphs(found.text, passages.places(marked))
    return [{"cut": paragraph, "kind": kinds.get(paragraph.number) or _kind(found.row, paragraph)} for paragraph in cut]


def _kind(row: Source, paragraph: passages.Paragraph) -> str:
    line = "".join(run.text for run in paragraph.runs).strip()
    return "headline" if row.title and line == row.title.strip() else "body"


def _data(request: HttpRequest, found: Sitting) -> dict[str, Any]:
    return {
        **schema(),
        "words": words(),
        "language": labels.language(),
        "user": request.user.get_username(),
        "source": {"id": found.id, "version": found.row.version},
        "urls": {
            "session": reverse("admin:incidents_source_session", args=[found.id]),
            "find": reverse("admin:incidents_source_find"),
        },
    }
