"""What the log says beside a proof in its bundle: the rules it followed, a person's verdict, and its void."""

import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.policies import as_manifest
from courier_app.models import Leaf, Policy, RuleEdition, ServerRecord, Void
from courier_app.queries.policies import known_policy
from courier_app.queries.proofs import Case
from courier_app.services.inclusion import proof_file
from courier_app.services.record_members import member, members_of
from courier_app.services.records import Record
from courier_app.services.rulebooks import policy_hash

Files = Mapping[str, bytes]


class OtherRules(Exception):  # noqa: N818 - named for the reason
    """A region's policy is not the one whose hash was logged."""


def rule_files(session: Session, record: Record) -> Files:
    """`policy.json` as issued; what the record names alone, where we never issued it. A region's policy comes with the
    record of its edition, which holds its hash; the house's own are in no log. Raises OtherRules."""
    named = record.members.get("policy") or {}
    id_, version = str(named.get("id", "")), int(named.get("version") or 0)
    row = session.get(Policy, (id_, version))
    edition = _edition_with(session, f"{id_} {version}", version) if row else None
    if row is None or edition is None:
        policy = known_policy(session, id_, version)
        return {"policy.json": _policy(id_, version, json.dumps(as_manifest(policy)) if policy else "null")}
    if member(members_of(edition.record), "policies", dict).get(f"{id_} {version}") != policy_hash(row.rules):
        raise OtherRules
    text = {"policy.json": _policy(id_, version, row.rules), "rules/policy.json": row.rules.encode()}
    return text | logged(session, "rules", edition)


def decision_files(session: Session, case: Case) -> Files:
    """What people decided about the proof since: the verdict that upheld or rejected it, and its void."""
    void = session.get(Void, case.proof.id)
    verdict = session.get(ServerRecord, case.review.leaf_index) if case.review else None
    files = dict(logged(session, "verdict", verdict)) if verdict else {}
    return files | (logged(session, "void", session.get_one(ServerRecord, void.leaf_index)) if void else {})


def logged(session: Session, folder: str, record: ServerRecord) -> dict[str, bytes]:
    """A record of the server, its leaf, and that the log holds it."""
    index = record.leaf_index
    return {
        f"{folder}/record.json": record.record,
        f"{folder}/leaf.json": session.get_one(Leaf, index).entry,
        f"{folder}/leaf.tlog-proof": proof_file(session, index),
    }


def _edition_with(session: Session, name: str, number: int) -> ServerRecord | None:
    """Of the editions of this number, that of the region whose policy it is."""
    query = select(ServerRecord).join(RuleEdition, RuleEdition.leaf_index == ServerRecord.leaf_index)
    rows = session.scalars(query.where(RuleEdition.number == number))
    return next((row for row in rows if name in member(members_of(row.record), "policies", dict)), None)


def _policy(id_: str, version: int, issued: str) -> bytes:
    """The rules' text stands in it byte for byte, so that a script can compare it."""
    return f'{{"id":{json.dumps(id_)},"version":{version},"issued":{issued}}}\n'.encode()
