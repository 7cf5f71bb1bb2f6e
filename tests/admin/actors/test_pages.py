"""The page of an actor: names, offices held, who held an office, who is called alike."""

import pytest

from incidents.dispatch import dispatch
from incidents.domain.actor import MergeActors, WithdrawActor
from incidents.domain.claiming import RecordClaim
from incidents.models import Actor, Event
from tests.admin.commands.support import fill, form_of, newest
from tests.admin.support import browser_of, page_of, panel, words
from tests.admin.test_query_counts import queries
from tests.factories import ActorFactory, IncidentFactory, SourceFactory, claim, id_of
from tests.people import COLLEAGUE, OWNER

pytestmark = pytest.mark.django_db


def named(*texts, **given):
    names = [{"text": text, "kind": "official", "language": language} for text, language in texts]
    return ActorFactory(claims={"name": names}, **given)


@pytest.fixture
def office():
    return ActorFactory(office=True, name="Ambassador of Russia in Seoul")


def holder(office, since, until, name="Georgy Zinoviev"):
    held = {"from": since, "to": until}
    told = {f"tenure:{office.id}": {part: bound for part, bound in held.items() if bound}}
    return ActorFactory(name=name, claims=told)


# --- names


def test_names_are_shown_with_kind_language_and_script(reader):
    actor = named(("Kim Hong-kyun", "en"), ("김홍균", "ko"), ("Ким Хон Гюн", None))
    shown = panel(reader.get(page_of(actor)), "names")
    assert "Kim Hong-kyun official name official English (en) Latin (Latn)" in shown
    assert "김홍균 official name official Korean (ko) Hangul (Hang)" in shown
    assert "Ким Хон Гюн official name official – Cyrillic (Cyrl)" in shown


def test_a_name_that_is_html_is_shown_as_text(reader):
    actor = named(("<script>alert(1)</script>", "en"))
    page = reader.get(page_of(actor)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# --- tenures


def test_offices_held_are_on_a_time_line_without_inline_styles(reader, office):
    actor = holder(office, "../2024-06-21", "2024-10-21/..")
    response = reader.get(page_of(actor))
    shown = panel(response, "tenures")
    assert "Ambassador of Russia in Seoul" in shown
    assert "since 2024-06-21 at the latest; until 2024-10-21 at the earliest" in shown
    page = response.content.decode()
    assert page.count("<rect class=") == 3
    assert "style=" not in page.split('id="tenures"')[1].split("</section>")[0]


def test_numbers_of_the_drawing_stay_numbers_in_indonesian(office):
    browser = browser_of(OWNER, language="id")
    page = browser.get(page_of(holder(office, "1996", "2024"))).content.decode()
    assert 'viewBox="0 0 1000 20"' in page


def test_an_office_shows_who_held_it(reader, office):
    first = holder(office, "2019", "2022-05-01", "Ivan First")
    holder(office, "2022-06-01", None, "Boris Second")
    shown = panel(reader.get(page_of(office)), "holders")
    assert shown.index("Ivan First") < shown.index("Boris Second")
    assert str(first.id) in reader.get(page_of(office)).content.decode()
    assert 'id="holders"' not in reader.get(page_of(first)).content.decode()


@pytest.mark.parametrize(
    ("day", "expected", "missing"),
    [
        ("2021-03-04", ["Ivan First held it on that day"], ["Boris Second"]),
        ("2022-05-15", [], ["Ivan First", "Boris Second"]),
        ("2024-01-01", ["Boris Second may have held it on that day"], ["Ivan First"]),
        ("2019-02-01", ["Ivan First may have held it on that day"], ["Boris Second"]),
    ],
)
def test_and_who_held_it_on_a_day(reader, office, day, expected, missing):
    holder(office, "2019", "2022-05-01", "Ivan First")
    holder(office, "2022-06-01", None, "Boris Second")
    shown = panel(reader.get(page_of(office), {"on": day}), "holders")
    for words_ in expected:
        assert words_ in shown
    for name in missing:
        assert name not in shown
    assert ("Nobody who is on record" in shown) is not expected


@pytest.mark.parametrize("day", ["2024-13-01", "yesterday", "<script>", "2024", "9" * 400])
def test_a_day_that_is_none_is_said(reader, office, day):
    holder(office, "2019", None)
    response = reader.get(page_of(office), {"on": day})
    assert "Write the day as 2024-06-21." in panel(response, "holders")
    assert "<script>" not in response.content.decode().split("<main")[1]


# --- names that are alike


def test_similar_names_are_suggested_and_nothing_is_joined(editor, curator):
    actor = named(("Kim Hong-kyun", "en"), country="KOR")
    same = named(("KIM HONG KYUN", "en"), country="PRK")
    near = named(("Kim Hong-gyun", "en"))
    named(("Kim Jong Un", "en"))
    ActorFactory(kind="body", name="Kim Hong-kyun")
    before = Event.objects.count()
    shown = panel(editor.get(page_of(actor)), "similar")
    assert "KIM HONG KYUN person, North Korea (PRK) the same name: KIM HONG KYUN Compare and merge" in shown
    assert "Kim Hong-gyun, like Kim Hong-kyun" in shown
    assert "Kim Jong Un" not in shown
    assert shown.count("Compare and merge") == 2
    assert "Compare and merge" not in panel(curator.get(page_of(actor)), "similar")
    assert Event.objects.count() == before
    page = editor.get(page_of(actor)).content.decode()
    assert f"/actor/{actor.id}/merge/?into_id={same.id}" in page
    assert editor.get(f"/admin/incidents/actor/{actor.id}/merge/?into_id={near.id}").status_code == 200


def test_nobody_alike_is_no_panel(editor):
    actor = named(("Kim Hong-kyun", "en"))
    gone, merged = named(("Kim Hong Kyun", "en")), named(("Kim Hong kyun", "en"))
    dispatch(WithdrawActor(id=id_of(gone)), person=COLLEAGUE)
    dispatch(MergeActors(id=id_of(merged), into=id_of(actor)), person=COLLEAGUE)
    assert 'id="similar"' not in editor.get(page_of(actor)).content.decode()
    assert 'id="similar"' not in editor.get(page_of(merged)).content.decode()


# --- registering and changing


def test_an_actor_is_registered_with_names_country_and_tenure(curator, office):
    source = SourceFactory()
    response = fill(
        curator,
        "/admin/incidents/actor/add/",
        kind_of_actor="person",
        name_text="Kim Hong-kyun",
        name_kind="official",
        name_language="en",
        name_2_text="김홍균",
        name_2_kind="official",
        name_2_language="ko",
        country_value="KOR",
        tenure_office=office.name,
        tenure_from="2023-06",
        tenure_to="",
        credibility="2",
        reason="His ministry's page.",
        source="",
        passage_kind="body",
    )
    assert response.status_code == 302, words(response.content.decode())
    event = newest()
    assert (event.type, event.metadata["person"]) == ("ActorRegistered", "alice")
    told = {(one["property"], str(one["value"])) for one in event.data["claims"]}
    assert ("country", "KOR") in told
    assert {name for name, _ in told} == {"name", "country", f"tenure:{office.id}"}
    actor = Actor.objects.get(id=event.stream_id)
    assert [name["text"] for name in actor.names] == ["Kim Hong-kyun", "김홍균"]
    assert actor.tenures[0]["from"] == "2023-06"
    assert response.url == page_of(actor)
    assert source.status == "active"


def test_somebody_of_that_name_is_asked_about_first(curator):
    known = named(("Kim Hong-kyun", "en"))
    typed = {"kind_of_actor": "person", "name_text": "Kim Hong Kyun", "name_kind": "official", "reason": "The page."}
    before = Event.objects.count()
    asked = fill(curator, "/admin/incidents/actor/add/", **typed)
    assert asked.status_code == 422
    page = asked.content.decode()
    assert "There is already" in page
    assert str(known.id) in page
    assert 'type="checkbox" name="another"' in page
    assert Event.objects.count() == before
    assert fill(curator, "/admin/incidents/actor/add/", **typed, another="on").status_code == 302
    assert Actor.objects.count() == 2
    assert not Actor.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind_of_actor": "robot"}, "is no code of actor_kinds"),
        ({"name_language": "Indonesian"}, "ISO 639"),
        ({"tenure_office": "Nobody's office"}, "Nothing is called"),
        ({"tenure_from": "June"}, ""),
        ({"reason": ""}, "Give at least one passage, row or judgement."),
        ({"name_text": "x" * 501}, "500"),
    ],
)
def test_what_is_wrong_is_said_and_kept(curator, typed, field):
    given = {"kind_of_actor": "person", "name_text": "Kim", "name_kind": "official", "reason": "The page."}
    before = Event.objects.count()
    answered = fill(curator, "/admin/incidents/actor/add/", **{**given, **typed})
    assert answered.status_code == 422
    page = answered.content.decode()
    assert field in words(page)
    assert 'value="Kim' in page or "x" * 501 in page
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("prop", "typed", "stored"),
    [
        ("name", {"value_text": "Ким", "value_kind": "official", "value_language": "ru"}, "name"),
        ("country", {"value_value": "KOR"}, "country"),
        ("belongs_to", {"value_value": "The ministry"}, "belongs_to"),
    ],
)
def test_claims_of_an_actor_are_recorded_on_its_page(curator, prop, typed, stored):
    ActorFactory(body=True, name="The ministry")
    actor = named(("Kim", "en"))
    assert fill(curator, form_of(actor, "claim", property=prop), **typed, reason="Its page.").status_code == 302
    assert (newest().type, newest().data["claim"]["property"]) == ("ClaimRecorded", stored)


def test_a_tenure_is_corrected_by_a_rival_claim(curator, office):
    actor = holder(office, "2024", None)
    address = form_of(actor, "claim", property=f"tenure:{office.id}")
    typed = {"value_office": office.name, "value_office_id": id_of(office), "value_from": "2024-03-01", "value_to": ""}
    assert fill(curator, address, **typed, reason="Its page.").status_code == 302
    assert newest().data["claim"]["value"] == {"from": "2024-03-01"}


def test_what_an_actor_cannot_have_is_not_offered(curator):
    state = ActorFactory(state=True)
    page = curator.get(form_of(state, "claim")).content.decode()
    assert "property=name" in page
    assert "property=tenure" not in page


# --- a participant's office beside the tenure


def participants(browser, incident):
    return panel(browser.get(page_of(incident)), "participants")


def test_an_office_as_printed_stands_beside_the_tenure_where_they_differ(reader, office):
    actor = holder(office, "../2024-06-01", "2024-12-01/..")
    printed = ActorFactory(office=True, name="Vice minister")
    told = {"date": "2024-06-21", f"participant:{actor.id}:summoned": {"office": id_of(printed)}}
    incident = IncidentFactory(claims=told)
    assert "Vice minister by tenure: Ambassador of Russia in Seoul" in participants(reader, incident)


def test_nothing_is_said_where_they_agree_or_nothing_is_known(reader, office):
    actor = holder(office, "../2024-06-01", "2024-12-01/..")
    later, undated = "2025-06-21/2025-06-22", None
    agree = {"date": "2024-06-21", f"participant:{actor.id}:summoned": {"office": id_of(office)}}
    for told in (agree, {f"participant:{actor.id}:summoned": {}}):
        assert "by tenure" not in participants(reader, IncidentFactory(claims=told))
    past = holder(office, "2019", "2020", "Somebody Else")
    gone = {"date": later, f"participant:{past.id}:summoned": {}}
    assert "by tenure" not in participants(reader, IncidentFactory(claims=gone))
    assert undated is None


def test_a_tenure_that_may_cover_the_day_says_so(reader, office):
    actor = holder(office, "2024", None)
    told = {"date": "2024-06-21", f"participant:{actor.id}:summoned": {}}
    assert "by tenure, possibly: Ambassador" in participants(reader, IncidentFactory(claims=told))


# --- roles and queries


def test_actors_are_registered_by_curators(reader, curator, editor):
    asked = [browser.get("/admin/incidents/actor/add/").status_code for browser in (reader, curator, editor)]
    assert asked == [403, 200, 200]


def test_a_page_takes_as_many_queries_for_many_names_and_holders_as_for_few(editor, office):
    actor = holder(office, "2019", None)
    pages = [page_of(actor), page_of(office)]

    def more(first, last):
        for number in range(first, last):
            told = claim(actor, "name", {"text": f"Georgy Zinoviev {number}", "kind": "short"}, name=f"more{number}")
            dispatch(RecordClaim(kind="actor", id=id_of(actor), claim=told), person=OWNER)
            holder(office, f"{1980 + number}", f"{1981 + number}", f"Georgy Zinovyev {number}")
            IncidentFactory(claims={f"participant:{actor.id}:summoned": {}})

    more(0, 2)
    few = [queries(editor, page) for page in pages]
    more(2, 20)
    assert [queries(editor, page) for page in pages] == few
    assert max(few) <= 28
