"""A source: registered as held or cited, corrected, withdrawn."""

import pytest

from incidents import codebook
from incidents.domain import source
from incidents.domain.bibliography import Bibliography
from incidents.domain.source import (
    Assessment,
    AssessSource,
    CorrectSource,
    DecideProposal,
    GradeSource,
    RegisterSource,
    SourceCorrected,
    SourceRegistered,
    SourceWithdrawn,
    WithdrawSource,
)
from incidents.domain.values import Command, FieldRedacted
from tests.domain.story import (
    ANA,
    ARTICLE,
    GONE_ACTOR,
    KIM_AGAIN,
    OWN,
    PAPER,
    UNKNOWN,
    WIRE,
    WORLD,
    by,
    digest,
    given,
    judgement,
    passage,
    uid,
    world,
)

CITED = Bibliography(
    kind="wire", outlet=PAPER, title="Envoy summoned", published="2024-06-21", published_basis="explicit"
)
TEXT = {"file": "s000.txt", "file_sha256": digest("file"), "text_sha256": digest("text"), "length": 4151}
HELD = CITED.__replace__(kind="article", language="id", byline="A. Writer", **TEXT)


def register(about=HELD, facts=WORLD, held=True, **changes):
    return given("source").when(RegisterSource(id=OWN, held=held, about=about, **changes), facts)


def held(**changes):
    return given("source", SourceRegistered(held=True, about=HELD.__replace__(**changes)))


def cited(**changes):
    return given("source", SourceRegistered(held=False, about=CITED.__replace__(**changes)))


# --- registered


def test_a_held_source_is_registered_with_the_digests_of_its_text():
    state = register(reliability="C").then(SourceRegistered(held=True, about=HELD, reliability="C")).state
    assert (state.held, state.about, state.reliability) == (True, HELD, "C")
    assert (state.origins, state.cited_in, state.assessment, state.proposals) == ({}, (), None, {})
    assert not state.withdrawn


def test_a_cited_source_is_registered_with_the_passages_that_show_it():
    shown = (passage(), judgement())
    answer = register(CITED, held=False, cited_in=shown)
    state = answer.then(SourceRegistered(held=False, about=CITED, cited_in=shown)).state
    assert (state.held, state.cited_in) == (False, shown)


def test_little_may_be_known_of_a_cited_source():
    register(Bibliography(kind="readout"), held=False).accepted()


@pytest.mark.parametrize("kind", codebook.current().lists["source_kinds"])
def test_all_kinds_of_the_codebook(kind):
    register(CITED.__replace__(kind=kind), held=False).accepted()


def test_an_id_is_a_uuid_and_taken_once():
    given("source").when(RegisterSource(id="s000", held=True, about=HELD)).refused("invalid_id", "id", value="s000")
    held().when(RegisterSource(id=OWN, held=True, about=HELD)).refused("id_taken", "id", id=OWN)


UNSOUND = [  # changes, code, field: for a registration and for a correction
    ({"kind": "rumour"}, "unknown_code", "kind"),
    ({"outlet": "paper"}, "invalid_id", "outlet"),
    ({"outlet": UNKNOWN}, "unknown_actor", "outlet"),
    ({"outlet": GONE_ACTOR}, "withdrawn_actor", "outlet"),
    ({"title": ""}, "empty_text", "title"),
    ({"published_note": " "}, "empty_text", "published_note"),
    ({"byline": ""}, "empty_text", "byline"),
    ({"byline": "x" * 5001}, "text_too_long", "byline"),
    ({"url": ""}, "empty_text", "url"),
    ({"url": "javascript:alert(1)"}, "invalid_url", "url"),
    ({"url": "www.example.org"}, "invalid_url", "url"),
    ({"url": "https://"}, "invalid_url", "url"),
    ({"url": " https://example.org"}, "invalid_url", "url"),
    ({"file": ""}, "empty_text", "file"),
    ({"language": "Indonesian"}, "invalid_language", "language"),
    ({"language": "id\n"}, "invalid_language", "language"),
    ({"published": "21 June"}, "invalid_date", "published"),
    ({"published": ""}, "date_spelling", "published"),
    ({"published_basis": None}, "basis_missing", "published_basis"),
    ({"published_basis": "guessed"}, "unknown_code", "published_basis"),
    ({"published": None}, "basis_not_wanted", "published_basis"),
]


@pytest.mark.parametrize(("changes", "code", "field"), UNSOUND)
def test_what_is_known_of_a_source_has_to_be_sound(changes, code, field):
    register(HELD.__replace__(**changes)).refused(code, field)
    register(CITED.__replace__(**changes), held=False).refused(code, field)
    held().when(CorrectSource(id=OWN, changes=changes)).refused(code, field)
    cited().when(CorrectSource(id=OWN, changes=changes)).refused(code, field)


@pytest.mark.parametrize("name", ["file_sha256", "text_sha256", "length"])
def test_a_cited_source_has_no_text(name):
    register(CITED.__replace__(**{name: TEXT[name]}), held=False).refused("cited_with_text", name)


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://example.org", "HTTPS://EXAMPLE.ORG/"])
def test_an_address_is_one_of_the_web(url):
    register(CITED.__replace__(url=url), held=False).accepted()


def test_a_cited_source_may_have_a_name_of_a_file():
    register(CITED.__replace__(file="readout.html"), held=False).accepted()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"file_sha256": None}, "invalid_digest", "file_sha256"),
        ({"text_sha256": "abc"}, "invalid_digest", "text_sha256"),
        ({"text_sha256": digest("text").upper()}, "invalid_digest", "text_sha256"),
        ({"length": None}, "length_missing", "length"),
        ({"length": 0}, "length_missing", "length"),
    ],
)
def test_a_held_source_has_the_digests_and_length_of_its_text(changes, code, field):
    register(HELD.__replace__(**changes)).refused(code, field)


def test_a_text_may_be_one_character_long():
    register(HELD.__replace__(length=1)).accepted()


def test_a_text_is_held_once():
    register(facts=world(digests={HELD.text_sha256: ARTICLE})).refused("text_known", "text_sha256", id=ARTICLE)
    register(facts=world(digests={HELD.text_sha256: OWN, digest("other"): ARTICLE})).accepted()


def test_a_grade_is_an_admiralty_letter():
    register(reliability="G").refused("unknown_code", "reliability", list="reliability")


@pytest.mark.parametrize(
    ("shown", "code", "field"),
    [
        ((passage(source=UNKNOWN),), "unknown_source", "cited_in[0].source"),
        ((passage(), passage()), "evidence_repeated", "cited_in[1]"),
    ],
)
def test_the_passages_that_show_it_are_checked(shown, code, field):
    register(CITED, held=False, cited_in=shown).refused(code, field)


# --- corrected


def test_only_what_changes_is_recorded():
    changes = {"title": "Envoy summoned again", "byline": None, "language": "id"}
    story = held().when(CorrectSource(id=OWN, changes=changes))
    story = story.then(SourceCorrected(changes={"title": "Envoy summoned again", "byline": None}))
    assert story.state.about == HELD.__replace__(title="Envoy summoned again", byline=None)
    assert story.state.held
    story.when(CorrectSource(id=OWN, changes=changes)).then()
    story.when(CorrectSource(id=OWN, changes={})).then()


def test_an_outlet_may_be_corrected_to_another_actor_or_to_none():
    held().when(CorrectSource(id=OWN, changes={"outlet": KIM_AGAIN})).then(
        SourceCorrected(changes={"outlet": KIM_AGAIN})
    )
    held().when(CorrectSource(id=OWN, changes={"outlet": None})).then(SourceCorrected(changes={"outlet": None}))


def test_an_outlet_that_is_gone_since_does_not_hinder_other_corrections():
    story = held(outlet=GONE_ACTOR)
    story.when(CorrectSource(id=OWN, changes={"title": "Another"})).accepted()
    story.when(CorrectSource(id=OWN, changes={"outlet": GONE_ACTOR})).then()


@pytest.mark.parametrize("changes", [{"publisher": "x"}, {"title": 5}, {"length": "5"}, {"kind": None}, {"id": OWN}])
def test_a_source_has_no_other_fields_and_no_other_types(changes):
    held().when(CorrectSource(id=OWN, changes=changes)).refused("invalid_field", "changes")


@pytest.mark.parametrize("changes", [{"text_sha256": digest("other")}, {"length": 10}, {"text_sha256": None}])
def test_the_text_of_a_held_source_does_not_change(changes):
    held().when(CorrectSource(id=OWN, changes=changes)).refused("text_is_fixed", "text_sha256")


def test_the_file_of_a_held_source_may_be_another():
    changes = {"file_sha256": digest("other file")}
    held().when(CorrectSource(id=OWN, changes=changes)).then(SourceCorrected(changes=changes))


def test_a_cited_source_whose_text_is_found_becomes_held():
    story = cited().when(CorrectSource(id=OWN, changes=TEXT)).then(SourceCorrected(changes=TEXT))
    assert story.state.held
    assert story.state.about == CITED.__replace__(**TEXT)
    story.when(AssessSource(id=OWN, assessment=Assessment(outcome="coded"))).accepted()


def test_a_cited_source_stays_cited_without_a_text():
    assert not cited().when(CorrectSource(id=OWN, changes={"title": "Another"})).accepted().state.held


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"length": 10}, "cited_with_text", "length"),
        ({"file_sha256": digest("file")}, "cited_with_text", "file_sha256"),
        ({"text_sha256": digest("text")}, "invalid_digest", "file_sha256"),
        ({**TEXT, "length": None}, "length_missing", "length"),
    ],
)
def test_a_text_is_found_as_a_whole(changes, code, field):
    cited().when(CorrectSource(id=OWN, changes=changes)).refused(code, field)


def test_a_text_that_is_held_already_is_not_found_again():
    facts = world(digests={TEXT["text_sha256"]: ARTICLE})
    cited().when(CorrectSource(id=OWN, changes=TEXT), facts).refused("text_known", "text_sha256", id=ARTICLE)


# --- withdrawn, unknown


def proposal(**changes):
    given_ = {
        "proposal": uid("proposal"),
        "rule": "summons.memanggil",
        "outcome": "accepted",
        "proposed": {"text": "x"},
    }
    return DecideProposal(id=OWN, **{**given_, **changes})


COMMANDS = [
    CorrectSource(id=OWN, changes={"title": "Another"}),
    GradeSource(id=OWN, reliability="B"),
    AssessSource(id=OWN, assessment=Assessment(outcome="coded")),
    proposal(),
    source.ConfirmOrigin(id=OWN, credit=WIRE),
    source.WithdrawOrigin(id=OWN, credit=WIRE),
    WithdrawSource(id=OWN),
]


def test_a_source_is_withdrawn_for_good():
    story = held().when(WithdrawSource(id=OWN)).then(SourceWithdrawn())
    assert story.state.withdrawn
    for command in COMMANDS:
        story.when(command).refused("source_withdrawn", None)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_recorded_on_a_source_that_was_never_registered(command):
    given("source").when(command).refused("unknown_source", "id", id=OWN)


def test_a_redaction_does_not_change_the_state():
    story = held()
    assert story.after(by(ANA, FieldRedacted(position=101, field="about.byline"))).state == story.state


def test_what_does_not_belong_to_a_source_is_a_fault_of_the_program():
    with pytest.raises(TypeError, match="not a command about a source"):
        source.decide(held().state, Command(id=OWN), WORLD)
    with pytest.raises(TypeError, match="not an event of a source"):
        held().after(by(ANA, given))
