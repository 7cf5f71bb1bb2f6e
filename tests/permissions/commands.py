"""Every command in a setting in which nothing but a role stands against it.

`PREPARED[command type]()` records what the command needs, as others would, and returns the command.
"""

from collections.abc import Callable

from incidents.dispatch import dispatch
from incidents.domain import actor, claiming, incident, link, source, statement
from incidents.domain.values import Command
from tests.factories import (
    ActorFactory,
    IncidentFactory,
    LinkFactory,
    SourceFactory,
    StatementFactory,
    claim,
    credit,
    id_of,
    judgement,
    report,
    uid,
)
from tests.people import COLLEAGUE, OWNER


def register_source() -> Command:
    return SourceFactory.build()


def correct_source() -> Command:
    return source.CorrectSource(id=id_of(SourceFactory()), changes={"title": "Another title"})


def credit_origin() -> Command:
    held = SourceFactory()
    return source.CreditOrigin(id=id_of(held), credit=credit(held, SourceFactory()))


def confirm_origin() -> Command:
    held, given = _credited()
    return source.ConfirmOrigin(id=held, credit=given)


def withdraw_origin() -> Command:
    held, given = _credited()
    return source.WithdrawOrigin(id=held, credit=given)


def _credited() -> tuple[str, str]:
    held = SourceFactory()
    given = credit(held, SourceFactory(), basis="photo")
    dispatch(source.CreditOrigin(id=id_of(held), credit=given), person=OWNER)
    return id_of(held), given.credit


def grade_source() -> Command:
    return source.GradeSource(id=id_of(SourceFactory()), reliability="B")


def assess_source() -> Command:
    return source.AssessSource(id=id_of(SourceFactory()), assessment=source.Assessment(outcome="coded"))


def decide_proposal() -> Command:
    told = {"proposal": uid("proposal"), "rule": "a rule", "outcome": "rejected", "proposed": {"text": "Seoul"}}
    return source.DecideProposal(id=id_of(SourceFactory()), **told)


def withdraw_source() -> Command:
    return source.WithdrawSource(id=id_of(SourceFactory()))


def register_actor() -> Command:
    return ActorFactory.build()


def merge_actors() -> Command:
    return actor.MergeActors(id=id_of(ActorFactory()), into=id_of(ActorFactory()))


def reverse_actor_merge() -> Command:
    merge = merge_actors()
    dispatch(merge, person=COLLEAGUE)
    return actor.ReverseActorMerge(id=merge.id)


def withdraw_actor() -> Command:
    return actor.WithdrawActor(id=id_of(ActorFactory()))


def open_incident() -> Command:
    return IncidentFactory.build()


def retitle_incident() -> Command:
    return incident.RetitleIncident(id=id_of(IncidentFactory()), title={"en": "Another title"})


def submit_incident() -> Command:
    return incident.SubmitIncident(id=id_of(IncidentFactory()))


def review_incident() -> Command:
    submitted = submit_incident()
    dispatch(submitted, person=OWNER)
    return incident.ReviewIncident(id=submitted.id, decision="approve")


def publish_incident() -> Command:
    approved = review_incident()
    dispatch(approved, person=COLLEAGUE)
    return incident.PublishIncident(id=approved.id)


def withdraw_incident() -> Command:
    return incident.WithdrawIncident(id=id_of(IncidentFactory()))


def merge_incidents() -> Command:
    return incident.MergeIncidents(id=id_of(IncidentFactory()), into=id_of(IncidentFactory()))


def reverse_incident_merge() -> Command:
    merge = merge_incidents()
    dispatch(merge, person=COLLEAGUE)
    return incident.ReverseIncidentMerge(id=merge.id)


def record_statement() -> Command:
    return StatementFactory.build()


def report_statement() -> Command:
    return statement.ReportStatement(id=id_of(StatementFactory()), report=report(SourceFactory()))


def withdraw_report() -> Command:
    account = report(SourceFactory())
    return statement.WithdrawReport(id=id_of(StatementFactory(reports=(account,))), report=account.report)


def withdraw_statement() -> Command:
    return statement.WithdrawStatement(id=id_of(StatementFactory()))


def link_records() -> Command:
    return LinkFactory.build()


def correct_link() -> Command:
    return link.CorrectLink(id=id_of(LinkFactory()), confidence="low", rationale="Less sure on a second look.")


def withdraw_link() -> Command:
    return link.WithdrawLink(id=id_of(LinkFactory()))


def _claimed() -> tuple[dict[str, str], str]:
    """Return an incident with a claim of its date, and that claim."""
    record = id_of(IncidentFactory(claims={"date": "2024-06-21"}))
    return {"kind": "incident", "id": record}, claim(record, "date", "2024-06-21").claim


def record_claim() -> Command:
    about, _ = _claimed()
    return claiming.RecordClaim(**about, claim=claim(about["id"], "date", "2024-06-22", name="rival"))


def add_evidence() -> Command:
    about, given = _claimed()
    return claiming.AddEvidence(**about, claim=given, evidence=(judgement("The diary says the same."),))


def assess_claim() -> Command:
    about, given = _claimed()
    return claiming.AssessClaim(**about, claim=given, credibility=2)


def prefer_claim() -> Command:
    about, given = _claimed()
    return claiming.PreferClaim(**about, claim=given)


def withdraw_preference() -> Command:
    preferred = prefer_claim()
    dispatch(preferred, person=OWNER)
    return claiming.WithdrawPreference(kind="incident", id=preferred.id, property="date")


def withdraw_claim() -> Command:
    about, given = _claimed()
    return claiming.WithdrawClaim(**about, claim=given)


def add_note() -> Command:
    return claiming.AddNote(kind="incident", id=id_of(IncidentFactory()), text="Seen.")


PREPARED: dict[type[Command], Callable[[], Command]] = {
    source.RegisterSource: register_source,
    source.CorrectSource: correct_source,
    source.CreditOrigin: credit_origin,
    source.ConfirmOrigin: confirm_origin,
    source.WithdrawOrigin: withdraw_origin,
    source.GradeSource: grade_source,
    source.AssessSource: assess_source,
    source.DecideProposal: decide_proposal,
    source.WithdrawSource: withdraw_source,
    actor.RegisterActor: register_actor,
    actor.MergeActors: merge_actors,
    actor.ReverseActorMerge: reverse_actor_merge,
    actor.WithdrawActor: withdraw_actor,
    incident.OpenIncident: open_incident,
    incident.RetitleIncident: retitle_incident,
    incident.SubmitIncident: submit_incident,
    incident.ReviewIncident: review_incident,
    incident.PublishIncident: publish_incident,
    incident.WithdrawIncident: withdraw_incident,
    incident.MergeIncidents: merge_incidents,
    incident.ReverseIncidentMerge: reverse_incident_merge,
    statement.RecordStatement: record_statement,
    statement.ReportStatement: report_statement,
    statement.WithdrawReport: withdraw_report,
    statement.WithdrawStatement: withdraw_statement,
    link.LinkRecords: link_records,
    link.CorrectLink: correct_link,
    link.WithdrawLink: withdraw_link,
    claiming.RecordClaim: record_claim,
    claiming.AddEvidence: add_evidence,
    claiming.AssessClaim: assess_claim,
    claiming.PreferClaim: prefer_claim,
    claiming.WithdrawPreference: withdraw_preference,
    claiming.WithdrawClaim: withdraw_claim,
    claiming.AddNote: add_note,
}
