"""What the page of a session says by itself, in the language of the person; {name} is filled in by the page."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Return the sentences of the page's scripts by their keys."""
    return {**_of_items(), **_of_sending(), **_of_places()}


def _of_items() -> dict[str, str]:
    return {
        "kind_incident": _("New incident"),
        "kind_statement": _("New statement"),
        "kind_actor": _("New actor"),
        "kind_source": _("New cited source"),
        "kind_claim": _("Claim"),
        "kind_evidence": _("Further evidence"),
        "kind_report": _("Report of a statement"),
        "kind_credit": _("Credited origin"),
        "title_en": _("Title in English"),
        "title_id": _("Title in Indonesian"),
        "title_suggested": _("made from type and parties if left empty"),
        "actor_kind": _("Kind of actor"),
        "source_kind": _("Kind of source"),
        "source_outlet": _("Outlet, body or person it is from"),
        "source_title": _("Title"),
        "source_published": _("Published (EDTF)"),
        "source_basis": _("How that is known"),
        "directness": _("How the words are given"),
        "credit_basis": _("Where the credit stands"),
        "about_record": _("About which record"),
        "add_property": _("Add a property"),
        "more": _("More"),
        "judgement": _("Reason, where no passage says so"),
        "credibility": _("Credibility"),
        "note": _("Note"),
        "relay": _("It came through another source"),
        "relay_through": _("Sources it came through, the nearest first"),
        "done": _("Done (Ctrl+Enter)"),
        "options": _("Records that fit"),
        "offered": _("{count} records fit."),
        "in_this_session": _("in this session"),
        "register_new": _("Register a new actor: {name}"),
        "registered": _("{name} is registered with this session."),
    }


def _of_sending() -> dict[str, str]:
    return {
        "basket": _("To be recorded ({count})"),
        "basket_empty": _("Nothing yet: select words in the text and press a key of the list above."),
        "passages": _("passages: {count}"),
        "edit": _("Edit"),
        "remove": _("Remove"),
        "remove_named": _("Remove {name}"),
        "removed": _("Removed: {name}"),
        "undo": _("Undo"),
        "in_the_list": _("In the list: {count}"),
        "add_evidence": _("Add this passage to the claim that is there"),
        "on_top": _("Record mine on top of it"),
        "sending": _("Recording …"),
        "restored": _("Here is what you had not recorded yet: {count} items."),
        "not_kept": _("This browser keeps nothing: record before you leave the page."),
        "not_reached": _("The tracker could not be reached. Everything is kept here; try again."),
        "logged_out": _(
            "You are no longer logged in. Everything is kept here: log in in another tab, then record again."
        ),
        "log_in": _("Log in"),
        "failed": _("The tracker answered {status}; nothing was recorded. Everything is kept here; try again."),
    }


def _of_places() -> dict[str, str]:
    return {
        "place": _("¶ {paragraph}, {start}–{end}"),
        "place_paragraph": _("¶ {paragraph}"),
        "as_item": _("On the passages of the item."),
        "evidence_of_item": _("Rests on"),
        "use_selection": _("Selection as evidence"),
        "evidence_added": _("Evidence: {place}"),
        "passage_kind_of": _("Kind of the passage {place}"),
        "nothing_selected": _("Select words in the text first."),
        "open_first": _("Open an incident or a statement first."),
    }
