"""Which address sends which command. Every command of the domain stands here; a test holds the table to that."""

import msgspec

from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.catalogue import CLAIMED, KIND_OF_COMMAND
from incidents.domain.values import ClaimCommand, Command

PLURALS = {"incident": "incidents", "statement": "statements", "actor": "actors", "source": "sources", "link": "links"}
OPENING = (
    source.RegisterSource, actor.RegisterActor, incident.OpenIncident, statement.RecordStatement, link.LinkRecords,
)  # fmt: skip


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """An address that sends a command. `within` names the fields that the path gives, beside `id` and `kind`.

    `kind` is the record's; `of_claim` says that the path names a claim, and the record is found by it.
    """

    path: str
    command: type[Command]
    kind: str | None = None
    within: tuple[str, ...] = ()
    of_claim: bool = False
    name: str

    @property
    def opens(self) -> bool:
        """Whether the command makes a new record."""
        return self.command in OPENING

    @property
    def given(self) -> frozenset[str]:
        """The fields that the path gives."""
        kind = {"kind"} if issubclass(self.command, ClaimCommand) else set()
        record = set() if self.opens else {"id"}
        return frozenset({*kind, *record, *self.within, *({"claim"} if self.of_claim else ())})


def _opening(command: type[Command], name: str) -> Action:
    kind = KIND_OF_COMMAND[command]
    return Action(path=f"{PLURALS[kind]}/", command=command, kind=kind, name=name)


def _on(command: type[Command], verb: str, name: str, within: tuple[str, ...] = ()) -> Action:
    kind = KIND_OF_COMMAND[command]
    return Action(path=f"{PLURALS[kind]}/<str:id>/{verb}/", command=command, kind=kind, within=within, name=name)


def _about(kind: str) -> tuple[Action, ...]:
    """Return what can be sent about the claims of a kind of record."""
    record = f"{PLURALS[kind]}/<str:id>"
    return (
        Action(path=f"{record}/claims/", command=claiming.RecordClaim, kind=kind, name=f"record_claim_of_{kind}"),
        Action(path=f"{record}/notes/", command=claiming.AddNote, kind=kind, name=f"add_note_to_{kind}"),
        Action(
            path=f"{record}/preferences/withdraw/",
            command=claiming.WithdrawPreference,
            kind=kind,
            name=f"withdraw_preference_of_{kind}",
        ),
    )


def _claim(command: type[Command], verb: str, name: str) -> Action:
    return Action(path=f"claims/<str:id>/{verb}/", command=command, of_claim=True, name=name)


ACTIONS: tuple[Action, ...] = (
    _opening(source.RegisterSource, "register_source"),
    _on(source.CorrectSource, "correct", "correct_source"),
    _on(source.CreditOrigin, "origins", "credit_origin"),
    _on(source.ConfirmOrigin, "origins/<str:credit>/confirm", "confirm_origin", ("credit",)),
    _on(source.WithdrawOrigin, "origins/<str:credit>/withdraw", "withdraw_origin", ("credit",)),
    _on(source.GradeSource, "grade", "grade_source"),
    _on(source.AssessSource, "assess", "assess_source"),
    _on(source.DecideProposal, "proposals", "decide_proposal"),
    _on(source.WithdrawSource, "withdraw", "withdraw_source"),
    _opening(actor.RegisterActor, "register_actor"),
    _on(actor.MergeActors, "merge", "merge_actors"),
    _on(actor.ReverseActorMerge, "reverse-merge", "reverse_actor_merge"),
    _on(actor.WithdrawActor, "withdraw", "withdraw_actor"),
    _opening(incident.OpenIncident, "open_incident"),
    _on(incident.RetitleIncident, "retitle", "retitle_incident"),
    _on(incident.SubmitIncident, "submit", "submit_incident"),
    _on(incident.ReviewIncident, "review", "review_incident"),
    _on(incident.PublishIncident, "publish", "publish_incident"),
    _on(incident.WithdrawIncident, "withdraw", "withdraw_incident"),
    _on(incident.MergeIncidents, "merge", "merge_incidents"),
    _on(incident.ReverseIncidentMerge, "reverse-merge", "reverse_incident_merge"),
    _opening(statement.RecordStatement, "record_statement"),
    _on(statement.ReportStatement, "reports", "report_statement"),
    _on(statement.WithdrawReport, "reports/<str:report>/withdraw", "withdraw_report", ("report",)),
    _on(statement.WithdrawStatement, "withdraw", "withdraw_statement"),
    _opening(link.LinkRecords, "link_records"),
    _on(link.CorrectLink, "correct", "correct_link"),
    _on(link.WithdrawLink, "withdraw", "withdraw_link"),
    *(action for kind in CLAIMED for action in _about(kind)),
    _claim(claiming.AddEvidence, "evidence", "add_evidence"),
    _claim(claiming.AssessClaim, "assess", "assess_claim"),
    _claim(claiming.PreferClaim, "prefer", "prefer_claim"),
    _claim(claiming.WithdrawClaim, "withdraw", "withdraw_claim"),
)
COMMANDS: dict[str, type[Command]] = {action.command.__name__: action.command for action in ACTIONS}
