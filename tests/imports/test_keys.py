"""Ids follow from keys, the same in every import; claims have theirs from the record, the property and the value."""

from uuid import UUID

from incidents.imports.keys import claim_id, record_id


def test_a_record_has_a_uuid_of_version_5():
    assert UUID(record_id("i-note")).version == 5
    assert record_id("i-note") == record_id("i-note") != record_id("i-notes")


def test_the_order_of_fields_does_not_matter_to_a_claim():
    one, other = {"text": "Ada", "kind": "official"}, {"kind": "official", "text": "Ada"}
    assert claim_id("brink", "name", one) == claim_id("brink", "name", other)


def test_another_record_property_or_value_is_another_claim():
    values = [("brink", "name", "Ada"), ("rask", "name", "Ada"), ("brink", "rank", "Ada"), ("brink", "name", "Eda")]
    assert len({claim_id(*value) for value in values}) == 4


def test_a_text_is_not_the_number_it_looks_like():
    assert claim_id("i-note", "quantity:sent", {"best": 2}) != claim_id("i-note", "quantity:sent", {"best": "2"})
