"""Claims on the page of a record: recorded on a passage or a judgement, assessed, preferred, withdrawn."""

import pytest
from django.urls import reverse

from incidents.dispatch import dispatch
from incidents.domain.claiming import RecordClaim
from incidents.models import Claim, Incident, SourceText
from incidents.texts import quote_sha256
from tests.admin.commands.support import fill, form_of, hidden_fields, newest
from tests.admin.support import page_of, panel, words
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, StatementFactory, claim, digest, passage
from tests.people import OWNER

TEXT = "First line of it.\n\nThe envoy came on Friday, the envoy left.\nOn Friday nothing else.\n"


@pytest.fixture
def article(db):
    """A source whose text is held."""
    SourceText.objects.create(text_sha256=digest(TEXT), file_sha256=digest("file"), text=TEXT)
    about = {"title": "Envoy called in", "text_sha256": digest(TEXT), "length": len(TEXT)}
    return SourceFactory(outlet=ActorFactory(outlet=True, name="The Daily"), about=about)


def on_the_field(response, field: str) -> str:
    """Return the words of one row of a form."""
    page = response.content.decode()
    start = page.index(f"field-{field} errors") if f"field-{field} errors" in page else page.index(f"field-{field}")
    stop = page.find('class="form-row', start)
    return words(page[start : stop if stop >= 0 else None])


def test_a_date_with_a_passage_needs_only_its_words(curator, article):
    incident = IncidentFactory()
    address = form_of(incident, "claim", property="date")
    sent = {"value_value": "2024-06-21", "value_basis": "explicit", "source_id": article.id, "words": "came on Friday"}
    response = fill(curator, address, **sent, passage_kind="body")
    assert (response.status_code, response.url) == (302, f"{page_of(incident)}#claims")
    told = newest().data["claim"]
    start = TEXT.index("came on Friday")
    assert (told["property"], told["value"], told["basis"]) == ("date", "2024-06-21", "explicit")
    assert "credibility" not in told
    assert told["evidence"] == [
        {
            "source": str(article.id),
            "paragraph": 2,
            "start": start,
            "end": start + 14,
            "kind": "body",
            "quote_sha256": quote_sha256(TEXT, start, start + 14),
        }
    ]
    assert "came on Friday" not in str(told)
    assert Incident.objects.get(id=incident.id).date == "2024-06-21"


def test_words_that_stand_twice_are_asked_for_their_paragraph(curator, article):
    incident = IncidentFactory()
    address = form_of(incident, "claim", property="date")
    sent = {"value_value": "2024-06-21", "value_basis": "explicit", "source_id": article.id, "words": "n Friday"}
    response = fill(curator, address, **sent)
    assert response.status_code == 422
    assert "stand 2 times" in on_the_field(response, "words")
    assert fill(curator, address, **sent, paragraph="3").status_code == 302
    assert newest().data["claim"]["evidence"][0]["start"] == TEXT.rindex("n Friday")


def test_a_source_is_found_by_its_name(curator, article):
    incident = IncidentFactory()
    address = form_of(incident, "claim", property="date")
    sent = {"value_value": "2024-06-21", "value_basis": "explicit", "words": "came on Friday"}
    assert fill(curator, address, **sent, source="The Daily: “Envoy called in”").status_code == 302
    asked = fill(curator, address, **{**sent, "value_value": "2024-06-22"}, source="Envoy")
    assert asked.status_code == 422
    assert "Choose which one is meant." in on_the_field(asked, "source")
    assert f'name="source_chosen" value="{article.id}"' in asked.content.decode()
    chosen = {**hidden_fields(asked), **sent, "value_value": "2024-06-22", "source_chosen": str(article.id)}
    assert curator.post(address, chosen).status_code == 302


def test_without_a_passage_the_reason_is_the_judgement(curator):
    incident = IncidentFactory()
    address = form_of(incident, "claim", property="scope")
    assert fill(curator, address, value_value="context", reason="Long before our time.").status_code == 302
    assert newest().data["claim"]["evidence"][0]["judgement"] == "Long before our time."


def test_a_claim_without_evidence_or_reason_is_refused(curator):
    incident = IncidentFactory()
    response = fill(curator, form_of(incident, "claim", property="scope"), value_value="context")
    assert response.status_code == 422
    assert "Give at least one passage, row or judgement." in on_the_field(response, "source")
    assert Claim.objects.filter(property="scope").count() == 0


def test_a_passage_outside_the_text_is_refused(curator, article):
    incident = IncidentFactory()
    place = {"source_id": article.id, "start": len(TEXT) - 3, "end": len(TEXT) + 9}
    response = fill(curator, form_of(incident, "claim", property="scope"), value_value="context", **place)
    assert response.status_code == 422
    assert "lies outside the text" in on_the_field(response, "source")
    assert f'value="{len(TEXT) + 9}"' in response.content.decode()


@pytest.mark.parametrize(
    ("code", "typed", "field", "told"),
    [
        ("scope", {"value_value": "nowhere"}, "value_value", "“nowhere” is no code of scopes"),
        ("date", {"value_value": "last Friday", "value_basis": "explicit"}, "value_value", "date"),
        ("date", {"value_value": "2024-06-31", "value_basis": "explicit"}, "value_value", ""),
        ("date", {"value_value": "2024-06-21", "value_basis": ""}, "value_basis", "Say how the date was found"),
        ("place", {"value_name": "x" * 501, "value_role": "where", "value_precision": "city"}, "value_name", "501"),
        ("ordinal", {"value_n": "many"}, "value_n", "counts from 1"),
        ("quantity", {"value_predicate": "sent", "value_unit": "person"}, "value_low", "Give a lowest"),
        ("quantity", {"value_predicate": "sent", "value_unit": "person", "value_low": "9", "value_high": "3"},
         "value_low", "must rise"),
        ("participant", {"value_actor": "Nobody Known", "value_role": "summoner"}, "value_actor", "Nothing is called"),
        ("participant", {"value_actor_id": "nonsense", "value_role": "summoner"}, "value_actor", "no such record"),
    ],
)  # fmt: skip
def test_bad_values_are_refused_on_their_field(curator, code, typed, field, told):
    incident = IncidentFactory()
    head = newest().position
    response = fill(curator, form_of(incident, "claim", property=code), **typed, reason="I say so.")
    assert response.status_code == 422
    shown = on_the_field(response, field)
    assert "errors" in response.content.decode() and told in shown, shown
    assert "I say so." in response.content.decode()
    assert newest().position == head


def test_every_property_has_a_form(curator):
    rows = IncidentFactory(), StatementFactory(), ActorFactory()
    for row in rows[:2]:
        chosen = curator.get(form_of(row, "claim"))
        links = [part.split('"')[0] for part in chosen.content.decode().split('href="?')[1:]]
        assert len(links) >= 11
        for link in links:
            assert curator.get(f"{form_of(row, 'claim')}?{link}").status_code == 200


def test_a_rival_of_a_participant_keeps_its_key(curator):
    kim, seoul = ActorFactory(name="Kim"), ActorFactory(state=True, name="South Korea")
    incident = IncidentFactory(claims={f"participant:{kim.id}:summoner": {}})
    address = form_of(incident, "claim", property=f"participant:{kim.id}:summoner")
    page = curator.get(address).content.decode()
    assert 'value="Kim"' in page and f'value="{kim.id}"' in page
    sent = {"value_actor_id": kim.id, "value_actor": "Kim", "value_role": "summoner"}
    sent |= {"value_on_behalf_of": "South Korea", "reason": "As the ministry says."}
    assert fill(curator, address, **sent).status_code == 302
    told = newest().data["claim"]
    assert told["property"] == f"participant:{kim.id}:summoner"
    assert told["value"] == {"on_behalf_of": str(seoul.id)}


@pytest.fixture
def disputed(db):
    """An incident with two dates."""
    source = SourceFactory()
    incident = IncidentFactory(claims={"date": "2024-06-21"}, evidence=(passage(source),))
    told = claim(incident, "date", "2024-06-20", passage(source, 300), name="thursday")
    dispatch(RecordClaim(kind="incident", id=str(incident.id), claim=told), person=OWNER)
    return incident


def test_a_claim_is_preferred_and_left_to_the_rule_again(curator, disputed):
    rival = Claim.objects.get(value="2024-06-20")
    response = fill(curator, form_of(disputed, "prefer", claim=rival.id), reason="The ministry's own date.")
    assert response.url == f"{page_of(disputed)}#claim-{rival.id}"
    assert Incident.objects.get(id=disputed.id).date == "2024-06-20"
    assert newest().metadata["reason"] == "The ministry's own date."
    assert fill(curator, form_of(disputed, "unprefer", claim=rival.id)).status_code == 302
    assert (newest().type, Incident.objects.get(id=disputed.id).date) == ("PreferenceWithdrawn", "2024-06-21")


def test_a_claim_is_withdrawn_only_with_a_reason(curator, disputed):
    told = Claim.objects.get(value="2024-06-20")
    address = form_of(disputed, "unclaim", claim=told.id)
    assert fill(curator, address).status_code == 422
    assert fill(curator, address, reason="A misprint.").status_code == 302
    assert Claim.objects.get(id=told.id).status == "withdrawn"
    again = fill(curator, address, reason="Once more.")
    assert again.status_code == 422
    assert "was withdrawn; record it anew" in words(again.content.decode())


def test_a_claim_is_assessed_and_rests_on_more(curator, disputed, article):
    told = Claim.objects.get(value="2024-06-20")
    assert fill(curator, form_of(disputed, "assess", claim=told.id), credibility="1").status_code == 302
    assert Incident.objects.get(id=disputed.id).date == "2024-06-20"
    assert fill(curator, form_of(disputed, "assess", claim=told.id), credibility="").status_code == 302
    assert Claim.objects.get(id=told.id).credibility is None
    address = form_of(disputed, "evidence", claim=told.id)
    assert fill(curator, address, source_id=article.id, words="came on Friday").status_code == 302
    assert len(Claim.objects.get(id=told.id).evidence) == 2
    known = fill(curator, address, source_id=article.id, words="came on Friday")
    assert "The claim already rests on this." in on_the_field(known, "source")


def test_a_claim_of_another_record_is_not_touched(curator, disputed):
    other = IncidentFactory()
    told = Claim.objects.get(subject_id=other.id)
    response = fill(curator, form_of(disputed, "prefer", claim=told.id))
    assert response.status_code == 422
    assert "no such claim" in words(response.content.decode())
    assert fill(curator, form_of(disputed, "prefer", claim="nonsense")).status_code == 422


def test_a_note_is_added(curator, disputed):
    assert fill(curator, form_of(disputed, "note"), text="Two days\r\nare given.", about="date").status_code == 302
    (note,) = Incident.objects.get(id=disputed.id).notes
    assert (note["text"], note["property"]) == ("Two days\nare given.", "date")


def test_the_page_of_a_claim_leads_to_its_forms(curator, reader, disputed):
    told = Claim.objects.get(value="2024-06-20")
    page = curator.get(page_of(told)).content.decode()
    assert form_of(disputed, "prefer", claim=told.id) in page
    assert form_of(disputed, "prefer", claim=told.id) not in reader.get(page_of(told)).content.decode()


def test_a_dispute_is_not_handed_in_without_a_note(curator, disputed):
    refused = fill(curator, form_of(disputed, "submit"))
    assert refused.status_code == 422
    assert "Claims contradict each other. Add a note first on: date" in words(refused.content.decode())
    assert fill(curator, form_of(disputed, "note"), text="Two days are given.").status_code == 302
    assert fill(curator, form_of(disputed, "submit")).status_code == 302
    assert Incident.objects.get(id=disputed.id).status == "in_review"


def test_a_paragraph_is_enough_where_the_text_is_not_held(curator, article):
    incident, source = IncidentFactory(), SourceFactory(about={"title": "Seen in print"})
    address = form_of(incident, "claim", property="date")
    sent = {"value_value": "2024-06-21", "value_basis": "explicit", "paragraph": 4}
    assert fill(curator, address, **sent, source_id=source.id).status_code == 302
    assert newest().data["claim"]["evidence"] == [{"source": str(source.id), "paragraph": 4, "kind": "body"}]
    shown = panel(curator.get(page_of(incident)), "claims")
    assert "paragraph 4" in shown and "None" not in shown
    held = form_of(incident, "claim", property="scope")
    assert fill(curator, held, value_value="core", source_id=article.id, paragraph=4).status_code == 422


def test_a_date_is_taken_in_its_canonical_spelling(curator):
    incident = IncidentFactory()
    address = form_of(incident, "claim", property="date")
    sent = {"value_basis": "explicit", "reason": "R"}
    assert fill(curator, address, value_value=" 2024-06-21 ", **sent).status_code == 302
    assert newest().data["claim"]["value"] == "2024-06-21"


def test_what_is_typed_is_read_while_it_is_typed(curator, article):
    dates = reverse("admin:find_date")
    assert curator.get(dates, {"q": "2024-06"}).json() == {"text": "2024-06-01 to 2024-06-30"}
    assert "error" in curator.get(dates, {"q": "June"}).json()
    assert "error" in curator.get(dates, {"q": "9" * 5000}).json()
    passages = reverse("admin:find_passage")
    found = curator.get(passages, {"source": str(article.id), "words": "came on Friday"}).json()
    assert (found["words"], found["paragraph"]) == ("came on Friday", 2)
    assert "error" in curator.get(passages, {"source": str(article.id), "start": "1", "end": "99999"}).json()
    assert curator.get(passages, {"source": "nonsense", "words": "x"}).json() == {}
    records = reverse("admin:find", args=["source"])
    (one,) = curator.get(records, {"q": "Envoy called"}).json()["results"]
    assert one["id"] == str(article.id)
    assert curator.get(reverse("admin:find", args=["user"]), {"q": "a"}).status_code == 404
    everything = reverse("admin:find", args=["actor+incident+statement+source"])
    for odd in ("", "%", "'", "\x00", "x" * 5000, "(((", "*"):
        assert curator.get(everything, {"q": odd}).status_code == 200
    nul = fill(curator, form_of(IncidentFactory(), "claim", property="scope"), value_value="core", source="a\x00b")
    assert nul.status_code == 422


def test_words_and_characters_that_do_not_agree_are_refused(curator, article):
    incident = IncidentFactory()
    before = newest().position
    sent = {"value_value": "2024-06-21", "value_basis": "explicit", "source_id": article.id, "words": "came on Friday"}
    address = form_of(incident, "claim", property="date")
    response = fill(curator, address, **sent, start=0, end=5)
    assert response.status_code == 422
    assert "the text has other words" in on_the_field(response, "words")
    assert newest().position == before
    assert fill(curator, address, **{**sent, "words": ""}, start=0, end=5).status_code == 302
