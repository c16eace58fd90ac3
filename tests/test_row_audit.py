"""Nobody changes, removes or adds a row that an act left in the tables without `ledger verify` naming it."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, update

from courier_app.domain.devices import RevokedWhy
from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import CLOSED, Status
from courier_app.domain.proofs import Mark
from courier_app.evidence.signing import public_half
from courier_app.models import (
    Answer,
    Base,
    Look,
    Media,
    Package,
    PackageEvent,
    Policy,
    Proof,
    ProofMedia,
    RecoveryCode,
    ReplacedLabel,
    Revocation,
    RuleEdition,
    SecondFactor,
    Statement,
)
from courier_app.services.ledger_audit import Wrong, faults_in
from courier_app.services.looks import What
from courier_app.services.second_factors import begin_factor
from tests.house import NOON, on_both
from tests.lives import DAY

SECRET_OF_ANOTHER = {"nonce": b"\x01" * 12, "box": b"\x02" * 36}


def faults(house, ports):
    with house.reading() as session:
        return list(faults_in(session, ports.log_key, answers=public_half(ports.acknowledgement_key)))


def named(house, ports):
    found = faults(house, ports)
    assert {fault.wrong for fault in found} <= {Wrong.ROW}
    return " / ".join(fault.where for fault in found)


def change(house, statement):
    with house.transaction() as session:
        session.execute(statement)


@on_both
def test_honest_rows_have_no_fault(house, ports, lived):
    assert faults(house, ports) == []


CHANGED = {
    "secret exchanged": (update(SecondFactor).values(**SECRET_OF_ANOTHER), "second factor of"),
    "set up at another time": (update(SecondFactor).values(confirmed_at=NOON + DAY), "second factor of"),
    "no longer set up": (update(SecondFactor).values(confirmed_at=None), "which is gone"),
    "replaced by whom": (update(ReplacedLabel).values(replaced_at=NOON + DAY), "sent again"),
    "another old label": (update(ReplacedLabel).values(label_id="0" * 17), "sent again"),
    "renewed when": (update(Look).values(at=NOON + DAY), "given anew"),
    "renewed by nobody": (update(Look).values(user_id=None), "given anew"),
    "citizen's word turned": (update(Statement).values(answer=Answer.NOT_RECEIVED), "citizen's word"),
    "citizen's word moved": (update(Statement).values(made_at=NOON + DAY), "citizen's word"),
    "edition": (update(RuleEdition).values(contents="{}"), "rule book 33.17 1, published"),
    "edition's day": (update(RuleEdition).values(valid_from=NOON - DAY), "rule book 33.17 1, published"),
    "withdrawal taken back": (update(RuleEdition).values(withdrawn_at=None), "withdrawn 33.17 2"),
    "policy": (update(Policy).values(rules="{}"), "policy"),
    "reason of a revocation": (
        update(Revocation).values(reason=RevokedWhy.REPLACED),
        "reason of the revocation",
    ),
    "kept for review": (update(Proof).values(mark=Mark.EVIDENCE_INCOMPLETE), "our answer to proof"),
    "received when": (update(Proof).values(received_at=NOON - DAY), "our answer to proof"),
    "another file": (update(Media).values(sha256=b"\x07" * 32), "our answer to proof"),
    "our answer": (update(Proof).values(acknowledgement=b"e30.e30.e30"), "our answer to proof"),
}


@on_both
@pytest.mark.parametrize(("statement", "words"), CHANGED.values(), ids=CHANGED)
def test_a_changed_row_is_named(house, ports, lived, statement, words):
    if statement.table.name == "media":
        statement = statement.where(Media.id == select(ProofMedia.media_id).limit(1).scalar_subquery())
    change(house, statement)
    assert words in named(house, ports)


REMOVED = {
    "second factor": (delete(SecondFactor), "which is gone"),
    "code on paper": (delete(RecoveryCode), "codes on paper of"),
    "replaced label": (delete(ReplacedLabel), "which is gone"),
    "look at a new code": (delete(Look).where(Look.what == What.CODE_RENEWED.value), "which is gone"),
    "citizen's word": (delete(Statement), "which is gone"),
    "edition": (delete(RuleEdition), "rule book, published 33.17 1, which is gone"),
    "policy": (delete(Policy), "which is gone"),
    "revocation's reason": (delete(Revocation), "reason of the revocation"),
    "count": (delete(PackageEvent).where(PackageEvent.status == Status.RETURNED), "count of package"),
    "history": (delete(PackageEvent).where(PackageEvent.status == Status.DELIVERED), "history does not lead"),
    "file": (delete(ProofMedia), "our answer to proof"),
}


@on_both
@pytest.mark.parametrize(("statement", "words"), REMOVED.values(), ids=REMOVED)
def test_a_removed_row_is_named(house, ports, lived, statement, words):
    change(house, statement)
    assert words in named(house, ports)


def added(lived):
    """Rows that nobody's act has left, and what is said of them."""
    factor = {"user_id": lived.newcomer, "kek_id": "k", "wrapped_dek": b"\x00" * 40, "made_at": NOON}
    label = {"label_id": "1" * 17, "package_id": lived.renewed, "replaced_by": lived.officer}
    look = {"id": uuid4(), "package_id": lived.renewed, "subject_id": lived.renewed, "at": NOON}
    word = {"id": uuid4(), "package_id": lived.delivered, "answer": Answer.NOT_RECEIVED}
    step = {"occurred_at": NOON, "recorded_at": NOON, "package_id": lived.renewed}
    policy = {"id": "house-of-cards", "version": 1, "rules": "{}", "valid_from": NOON}
    return {
        "second factor": (
            insert(SecondFactor).values(confirmed_at=NOON, **factor, **SECRET_OF_ANOTHER),
            "second",
        ),
        "code put back": (put_back(lived), "codes on paper of"),
        "replaced label": (
            insert(ReplacedLabel).values(replaced_at=NOON, leaf_index=0, **label),
            "sent again",
        ),
        "look": (insert(Look).values(what=What.CODE_RENEWED.value, **look), "given anew"),
        "citizen's word": (insert(Statement).values(made_at=NOON + DAY, **word), "citizen's word"),
        "citizen's word of long ago": (
            insert(Statement).values(made_at=NOON - 1000 * DAY, **word),
            "citizen's word",
        ),
        "policy": (insert(Policy).values(**policy), "policy house-of-cards 1"),
        "count": (insert(PackageEvent).values(status=Status.RETURNED, **step), "count of package"),
        "delivery": (
            insert(PackageEvent).values(status=Status.DELIVERED, **step),
            "without a proof that counts",
        ),
    }


def put_back(lived):
    return insert(RecoveryCode).values(digest=lived.used_code, user_id=lived.officer)


ADDED = (
    "second factor",
    "code put back",
    "replaced label",
    "look",
    "citizen's word",
    "citizen's word of long ago",
    "policy",
    "count",
    "delivery",
)


@on_both
@pytest.mark.parametrize("kind_of_row", ADDED)
def test_an_added_row_is_named(house, ports, lived, kind_of_row):
    statement, words = added(lived)[kind_of_row]
    change(house, statement)
    assert words in named(house, ports)


def test_a_factor_that_is_being_set_up_needs_no_record(house, ports, lived):
    with house.transaction() as session:
        begin_factor(session, ports, lived.newcomer, now=NOON)
    assert faults(house, ports) == []


@on_both
@pytest.mark.parametrize("which", ["again", "renewed"])
def test_another_claim_code_than_the_last_one_given_is_named(house, ports, lived, which):
    package = getattr(lived, which)
    change(house, update(Package).where(Package.id == package).values(claim_digest=b"\x01" * 32))
    assert f"claim code of package {package}" in named(house, ports)


@on_both
def test_another_label_than_the_last_one_given_is_named(house, ports, lived):
    change(house, update(Package).where(Package.id == lived.again).values(label_id="2" * 17))
    assert f"label of package {lived.again}" in named(house, ports)


@on_both
def test_a_package_called_delivered_in_its_row_alone_is_named(house, ports, lived):
    change(house, update(Package).where(Package.id == lived.renewed).values(status=Status.DELIVERED))
    assert f"package {lived.renewed}, which stands" in named(house, ports)


def edited(lived, to):
    """What somebody writes who wants the package to stand at `to`: history and row alike."""
    step = {"occurred_at": NOON, "recorded_at": NOON, "package_id": lived.delivered, "status": to}
    closed = {"closed_at": NOON if to in CLOSED else None, "changed_at": NOON}
    here = update(Package).where(Package.id == lived.delivered).values(status=to, **closed)
    return insert(PackageEvent).values(**step), here


@on_both
def test_a_delivery_hidden_in_history_and_row_alike_is_named(house, ports, lived):
    of_it = PackageEvent.package_id == lived.delivered, PackageEvent.status == Status.DELIVERED
    change(house, delete(PackageEvent).where(*of_it))
    change(house, update(Package).where(Package.id == lived.delivered).values(status=Status.PICKED_UP))
    assert f"proof {lived.proof}, which counts, and whose step is gone" in named(house, ports)


@on_both
def test_a_delivery_that_is_called_a_failed_attempt_is_named(house, ports, lived):
    of_it = PackageEvent.package_id == lived.delivered, PackageEvent.status == Status.DELIVERED
    change(house, update(PackageEvent).where(*of_it).values(status=Status.ATTEMPT_FAILED))
    change(house, update(Package).where(Package.id == lived.delivered).values(status=Status.ATTEMPT_FAILED))
    assert f"proof {lived.proof}, which counts, and whose step is gone" in named(house, ports)


@on_both
@pytest.mark.parametrize("to", [Status.OUT_FOR_DELIVERY, Status.CANCELLED, Status.RETURNING, Status.LOST])
def test_a_step_after_a_delivery_is_named_although_the_row_fits(house, ports, lived, to):
    for statement in edited(lived, to):
        change(house, statement)
    assert named(house, ports) == f"package {lived.delivered}, whose history has a step that there is not"


@on_both
def test_a_step_taken_out_of_the_middle_is_named(house, ports, lived):
    of_it = PackageEvent.package_id == lived.again, PackageEvent.status == Status.PICKED_UP
    change(house, delete(PackageEvent).where(*of_it))
    assert f"package {lived.again}, whose history has a step that there is not" in named(house, ports)


@on_both
def test_a_history_without_its_beginning_is_named(house, ports, lived):
    of_it = PackageEvent.package_id == lived.renewed, PackageEvent.status == Status.REGISTERED
    first = {"occurred_at": NOON, "recorded_at": NOON, "package_id": lived.renewed}
    change(house, delete(PackageEvent).where(*of_it))
    change(house, insert(PackageEvent).values(status=Status.CANCELLED, **first))
    assert f"package {lived.renewed}, whose history has a step that there is not" in named(house, ports)


def test_an_answer_that_we_did_not_sign_is_named_although_it_fits(house, ports, lived):
    """Somebody who writes row and answer alike has no key of ours."""
    with house.transaction() as session:
        proof = session.get_one(Proof, lived.proof)
        head, body, signature = proof.acknowledgement.split(b".")
        proof.acknowledgement = b".".join((head, body, signature[:-4] + b"AAAA"))
    assert f"our answer to proof {lived.proof}" in named(house, ports)
    with house.reading() as session:
        assert list(faults_in(session, ports.log_key)) == []


PAGE = (Path(__file__).parents[1] / "docs" / "ledger.md").read_text()


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_the_list_says_of_every_table_whether_it_is_compared(table):
    assert f"`{table}`" in PAGE


@pytest.mark.parametrize("kind_of_leaf", sorted(LeafType))
def test_the_list_says_of_every_leaf_what_stands_behind_it(kind_of_leaf):
    assert f"`{kind_of_leaf.value}`" in PAGE
