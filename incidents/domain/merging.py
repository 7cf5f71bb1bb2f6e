"""Merging two records of one kind, and taking it back. One event in the loser's stream; streams never mix."""

from incidents.domain.errors import RefusedError, UnknownRecordError
from incidents.domain.facts import ActorFacts, RecordFacts
from incidents.domain.values import Value, check_id


class Merge(Value):
    """The record this one was merged into, and since which position."""

    into: str
    position: int


def check_merge(loser: str, merge: Merge | None, into: str, survivor: ActorFacts | RecordFacts | None) -> None:
    """Refuse a merge that has no survivor, or whose survivor is the loser or no longer stands for itself."""
    check_id("into", into)
    if merge is not None:
        raise RefusedError("already_merged", "This record was already merged into {into}.", "into", into=merge.into)
    if into == loser:
        raise RefusedError("merge_with_itself", "A record cannot be merged into itself.", "into")
    if survivor is None:
        raise UnknownRecordError("unknown_survivor", "There is no record {id} to merge into.", "into", id=into)
    if survivor.withdrawn:
        raise RefusedError("survivor_withdrawn", "The record to merge into was withdrawn.", "into")
    if survivor.merged_into is not None:
        raise RefusedError(
            "survivor_merged", "Merge into {id}, which the other one was merged into.", "into", id=survivor.merged_into
        )


def check_reversal(merge: Merge | None) -> Merge:
    """Return the merge that is to be taken back. Raises RefusedError where there is none."""
    if merge is None:
        raise RefusedError("not_merged", "This record is not merged; there is nothing to reverse.", None)
    return merge
