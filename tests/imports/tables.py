"""Made-up tables and mappings, and what importing them does."""

import io
from typing import Any

from incidents.domain.person import Person
from incidents.imports.mapping import parse_mapping
from incidents.imports.table import Counts, Rejected, TableImport
from tests.people import OWNER

MAPPING = """\
mapping: envoys
file: {format: csv}
source: {title: Envoys called in, language: en, byline: A. Researcher}
id: [no]
title: {en: "{host} calls in the envoy of {guest}"}
type:
  column: what
  codes: {called in: SUMMONS, sent home: EXPULSION, talked: skip}
date: {column: when, format: "%d/%m/%Y"}
place: {name: {column: town}, country: {column: host}, role: {value: where}, precision: {value: city}}
issue: {column: about, separator: ";", codes: {drones: SEA_OR_AIRSPACE}, otherwise: empty}
occurrence: {value: reported}
participants:
- role: {value: summoner}
  actor: {name: {column: minister}, kind: person, country: {column: host}}
  on_behalf_of: {name: {column: host}, kind: state}
- role: {value: summoned}
  actor: {name: {column: guest}, kind: state}
quantities:
- {predicate: {value: expelled}, unit: {value: person}, best: {column: how many}}
note: "{remark}"
"""
HEADER = "no,what,when,host,guest,minister,town,about,how many,remark"
ROWS = (
    "1,called in,21/06/2024,South Korea,Russia,Kim Hong-kyun,Seoul,drones;weather,,seen twice",
    "2,sent home,03/07/2018,Greece,Russian Federation,,Athens,,2,",
)


def table(*rows: str, header: str | None = HEADER) -> bytes:
    """Return a table of these rows, of ROWS if none are given."""
    lines = [header] if header else []
    return "\n".join([*lines, *(rows or ROWS), ""]).encode()


def import_table(
    content: bytes | None = None, mapping: str = MAPPING, *, person: Person = OWNER, dry_run: bool = False, **more: Any
) -> tuple[Counts, list[Rejected]]:
    """Import a table; return the counts and the rejects."""
    rejects: list[Rejected] = []
    run = TableImport(parse_mapping(mapping), person=person, dry_run=dry_run, reject=rejects.append)
    return run.run(io.BytesIO(table() if content is None else content), **more), rejects


def numbers(counts: Counts) -> tuple[int, int, int, int, int]:
    """Return (read, recorded, evidence added, skipped, rejected); every row is one of the last four."""
    told = (counts.read, counts.recorded, counts.evidence_added, counts.skipped, counts.rejected)
    assert told[0] == sum(told[1:])
    return told
