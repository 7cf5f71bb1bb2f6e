"""What a source may credit: another source, once, where it prints so."""

from incidents.domain.errors import InvalidValueError, RefusedError
from incidents.domain.evidence import check_code, check_evidence
from incidents.domain.facts import Facts, known_source
from incidents.domain.origins import Credit
from incidents.domain.values import check_id


def check_credit(field: str, source: str, credit: Credit, known: tuple[Credit, ...], facts: Facts) -> None:
    """Refuse a credit of a source that is unsound, or among the `known` ones already. Raises DomainError."""
    check_id(f"{field}.credit", credit.credit)
    if credit.origin == source:
        raise RefusedError("credits_itself", "A source does not credit itself; name another source.", f"{field}.origin")
    known_source(facts, credit.origin, f"{field}.origin")
    check_code(f"{field}.basis", "credit_bases", credit.basis)
    check_code(f"{field}.covers", "credit_extents", credit.covers)
    if credit.basis == "inferred" and credit.passage is None and credit.covers != "article":
        raise InvalidValueError("credit_extent", "A credit without a passage covers the article.", f"{field}.covers")
    if credit.basis != "inferred" and credit.passage is None:
        raise InvalidValueError("credit_passage", "Show the passage that prints the credit.", f"{field}.passage")
    if credit.passage is not None:
        check_evidence(f"{field}.passage", credit.passage, facts)
        if credit.passage.source != source:
            raise InvalidValueError("credit_elsewhere", "A credit stands in the source itself.", f"{field}.passage")
    for other in known:
        if other.credit == credit.credit or (other.origin, other.passage) == (credit.origin, credit.passage):
            raise RefusedError("credit_known", "This credit is already recorded; leave it out.", field)
