"""Everything that can happen to a statement: recorded, reported by further sources, claimed about, withdrawn.

A statement is one speaker (or joint speakers), one occasion, one reporting clause, one main speech act.
A report is one source's account of it.
"""

import msgspec

from incidents.domain import claiming
from incidents.domain.claiming import Claims
from incidents.domain.claims import Claim
from incidents.domain.errors import InvalidValueError, RefusedError, UnknownRecordError
from incidents.domain.evidence import Report, check_code, check_evidence
from incidents.domain.facts import Facts
from incidents.domain.values import ClaimCommand, Command, Event, FieldRedacted, Recorded, check_id

# --- commands (those about claims are in domain.claiming)


class RecordStatement(Command):
    """Record a statement: the claims known at once (speaker, act and gist among them) and its reports."""

    claims: tuple[Claim, ...]
    reports: tuple[Report, ...] = ()


class ReportStatement(Command):
    """Add one source's account of the statement."""

    report: Report


class WithdrawReport(Command):
    """Take a report back."""

    report: str


class WithdrawStatement(Command):
    """Take the statement back for good; the public does not see it at any time any more."""


# --- events


class StatementRecorded(Event):
    """A statement was recorded, with its first claims and reports."""

    claims: tuple[Claim, ...]
    reports: tuple[Report, ...] = ()


class StatementReported(Event):
    """A further account of the statement was added."""

    report: Report


class ReportWithdrawn(Event):
    """A report was taken back."""

    report: str


class StatementWithdrawn(Event):
    """The statement was taken back; nothing more is recorded on it."""


# --- state


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    claims: Claims
    reports: dict[str, Report] = {}
    withdrawn: bool = False


# --- what is asked, and what is answered


def decide(state: Statement | None, command: Command, facts: Facts) -> list[Event]:
    """Answer a command about a statement. Raises DomainError."""
    if isinstance(command, RecordStatement):
        return _record(state, command, facts)
    if state is None:
        raise UnknownRecordError("unknown_statement", "There is no statement {id}.", "id", id=command.id)
    if state.withdrawn:
        raise RefusedError("statement_withdrawn", "This statement was withdrawn; nothing more is recorded on it.", None)
    match command:
        case ClaimCommand():
            return claiming.decide(state.claims, command, facts)
        case ReportStatement(report=report):
            _check_report("report", report, state.reports, facts)
            return [StatementReported(report=report)]
        case WithdrawReport(report=report):
            if report not in state.reports:
                raise UnknownRecordError("unknown_report", "This statement has no report {id}.", "report", id=report)
            return [ReportWithdrawn(report=report)]
        case WithdrawStatement():
            return [StatementWithdrawn()]
    raise TypeError(f"not a command about a statement: {command!r}")


def _record(state: Statement | None, command: RecordStatement, facts: Facts) -> list[Event]:
    if state is not None:
        raise RefusedError("id_taken", "There is already a statement {id}.", "id", id=command.id)
    check_id("id", command.id)
    claiming.check_opening("statement", command.id, command.claims, facts, required=("speaker", "act", "gist"))
    seen: dict[str, Report] = {}
    for number, report in enumerate(command.reports):
        _check_report(f"reports[{number}]", report, seen, facts)
        seen[report.report] = report
    return [StatementRecorded(claims=command.claims, reports=command.reports)]


def _check_report(field: str, report: Report, known: dict[str, Report], facts: Facts) -> None:
    check_id(f"{field}.report", report.report)
    check_code(f"{field}.directness", "directness", report.directness)
    check_evidence(field, report.passage, facts)
    if report.report in known:
        raise InvalidValueError(
            "report_id_taken", "There is already a report {id}; give this one another id.", field, id=report.report
        )
    if any(other.passage == report.passage for other in known.values()):
        raise RefusedError("report_known", "This passage is already a report of the statement; leave it out.", field)


def evolve(state: Statement | None, recorded: Recorded) -> Statement:
    """Apply an event of a statement's stream."""
    replace = msgspec.structs.replace
    match recorded.event:
        case StatementRecorded(claims=claims, reports=reports):
            return Statement(
                claims=claiming.opened(claims, recorded.position),
                reports={report.report: report for report in reports},
            )
        case StatementReported(report=report):
            return replace(state, reports={**state.reports, report.report: report})
        case ReportWithdrawn(report=report):
            return replace(state, reports={key: kept for key, kept in state.reports.items() if key != report})
        case StatementWithdrawn():
            return replace(state, withdrawn=True)
        case FieldRedacted():
            return state
    return replace(state, claims=claiming.evolve(state.claims, recorded))
