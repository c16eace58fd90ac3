"""Whoever changes a single column of evidence with an UPDATE is noticed by `ledger verify` or by `vault verify`; the
columns that nobody notices are those, and only those, that docs/ledger.md declares."""

import re
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Enum as ClosedChoice
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, StatementError

from courier_app.domain.packages import Status
from courier_app.domain.proofs import Outcome
from courier_app.evidence.signing import public_half
from courier_app.evidence.vault import seal_field
from courier_app.models import Base, Media, OwnPhoneSignature, Package, PackageEvent, Proof, ProofMedia
from courier_app.models.base import UtcDateTime
from courier_app.services.ledger_audit import faults_in
from courier_app.services.proof_findings import COLUMN
from courier_app.services.recipients import package_dek
from courier_app.services.records import open_sent
from courier_app.services.vault_care import SEALED, Broken, Inspection, broken_in, ids_after
from courier_app.vault_rounds import all_broken, read_claim
from tests.house import NOON, on_both
from tests.lives import enrol_on_record
from tests.phone import Phone, a_photo
from tests.recipients import RecipientPhone, a_link
from tests.town import a_courier, a_package, an_office

PAGE = (Path(__file__).parents[1] / "docs" / "ledger.md").read_text()
OWN: dict[str, Any] = {"contactless": {"mode": "direct", "method": "sign_own_phone"}}
AUDITED = (
    *("proofs", "proof_media", "media", "own_phone_signatures", "packages", "package_events", "package_keys"),
    *("fee_payments", "devices", "revocations", "statements", "replaced_labels", "second_factors"),
    *(
        "recovery_codes",
        "rule_editions",
        "policies",
        "server_records",
        "leaves",
        "counter_stays",
        "collections",
    ),
)


def declared(table):
    """Columns that docs/ledger.md says nobody notices, of one table."""
    part = PAGE.partition("## Columns that no record tells")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", part, flags=re.MULTILINE)
    return {column for name, said in rows if name == table for column in re.findall(r"`(\w+)`", said)}


def others(session, column, value):
    """Other values than this one that the column may hold: nothing, and one or two more."""
    if column.nullable and value is not None:
        yield None
    for foreign in column.foreign_keys:
        yield from session.scalars(select(foreign.column).where(foreign.column != value).limit(2))
    if not column.foreign_keys:
        yield from another(column.type, value)


def another(type_, value):
    if isinstance(type_, UtcDateTime):
        return [(value or NOON) + timedelta(days=1)]
    if isinstance(type_, ClosedChoice):
        return [one for one in type_.enum_class or () if one is not value][:2]
    return [ANOTHER[type_.python_type](value)]


ANOTHER = {
    bool: lambda value: not value,
    int: lambda value: (value or 0) + 1,
    date: lambda value: (value or NOON.date()) + timedelta(days=1),
    UUID: lambda _: UUID(int=7),
    bytes: lambda value: bytes([value[0] ^ 1]) + value[1:] if value else b"\x01" * 32,
    str: lambda value: ("2" if (value or "").startswith("1") else "1") + (value or "")[1:],
}


class Auditor:
    """Changes one column of one row, asks both commands, and puts it back."""

    def __init__(self, house, ports):
        self.house, self.ports = house, ports

    def faults(self):
        with self.house.reading() as session:
            yield from faults_in(
                session, self.ports.log_key, answers=public_half(self.ports.acknowledgement_key)
            )
            for table in SEALED:
                ids = ids_after(session, table, None)
                yield from broken_in(Inspection(session, self.ports, read_claim), table, ids)

    def is_noticed(self):
        return next(self.faults(), None) is not None

    def write(self, table, where, column, value):
        with self.house.transaction() as session:
            session.execute(update(table).where(*where).values({column.name: value}))

    def row(self, table, of_it):
        with self.house.reading() as session:
            row = session.execute(select(table).where(*of_it).limit(1)).mappings().first()
            return {column: row[column.name] for column in table.columns} if row else None

    def unnoticed(self, table, of_it=()):
        row = self.row(table, of_it)
        assert row, "no row to change"
        return {column.name for column in table.columns if self.escapes(table, row, column)}

    def escapes(self, table, row, column):
        """Whether some other value goes unnoticed; one that the database itself refuses does not."""
        with self.house.reading() as session:
            values = list(others(session, column, row[column]))
        return any(self.passes(table, row, column, value) for value in values)

    def passes(self, table, row, column, value):
        keys = [key == (value if key is column else row[key]) for key in table.primary_key]
        try:
            self.write(table, [key == row[key] for key in table.primary_key], column, value)
        except (IntegrityError, StatementError):
            return False
        noticed = self.is_noticed()
        self.write(table, keys, column, row[column])
        return not noticed


@pytest.fixture
def signed_for(app, house, ports, lived):
    """A second delivery, for which the recipient signed on their own phone. The proof's id."""
    with house.transaction() as session:
        office = an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
        courier = a_courier(session, office)
        carried = {"status": Status.OUT_FOR_DELIVERY, "courier": courier, "fee_rupiah": 10_000}
        package = a_package(session, ports, office, **carried).package
    recipient = RecipientPhone(app, a_link(package))
    record = recipient.record()
    assert recipient.open().status_code == 200
    assert recipient.send(record).status_code == 201
    own = {"id": str(recipient.link.id), "mh": None, "code": recipient.code(record)}
    paid = {"rupiah": 10_000, "method": "cash", "reason": None}
    phone = Phone(app, courier)
    enrol_on_record(house, phone)
    sent = phone.freeze(package, files=[a_photo()], own_phone=own, payment=paid, **OWN)
    assert phone.send(sent).status_code == 201
    return sent.proof


def one_row(table, proof):
    """The row that hangs on the delivery, where there are several."""
    package = select(Proof.package_id).where(Proof.id == proof).scalar_subquery()
    file = select(ProofMedia.media_id).where(ProofMedia.proof_id == proof).limit(1).scalar_subquery()
    return {
        "proofs": [Proof.id == proof],
        "proof_media": [ProofMedia.proof_id == proof],
        "media": [Media.id == file],
        "packages": [Package.id == package],
        "package_events": [PackageEvent.proof_id == proof, PackageEvent.status == Status.DELIVERED],
    }.get(table, [])


def test_an_honest_house_has_no_fault(house, ports, signed_for):
    assert list(Auditor(house, ports).faults()) == []


@pytest.mark.parametrize("table", AUDITED)
def test_a_changed_column_is_noticed_unless_the_list_says_that_it_is_not(house, ports, signed_for, table):
    unnoticed = Auditor(house, ports).unnoticed(Base.metadata.tables[table], one_row(table, signed_for))
    assert unnoticed == declared(table)


def test_the_row_of_what_a_recipient_signed_is_there(house, ports, signed_for):
    with house.reading() as session:
        assert session.scalars(select(OwnPhoneSignature.record_sealed)).one()


@pytest.fixture
def with_code(app, house, ports, lived):
    """A third delivery, without a signature, proven by the citizen's code."""
    with house.transaction() as session:
        office = an_office(session, region="33.19", name="Disdukcapil Kabupaten Kudus")
        courier = a_courier(session, office)
        made = a_package(session, ports, office, status=Status.PICKED_UP, courier=courier)
        package, code = made.package, made.claim_code
    phone = Phone(app, courier)
    enrol_on_record(house, phone)
    said: dict[str, Any] = {"answers": {"claim_code": code}, "gps": {"none": "denied"}}
    sent = phone.freeze(package, **said)
    assert phone.send(sent).status_code == 201
    return sent.proof


def said_of(house, ports):
    return [broken for broken in all_broken(house, ports) if broken.what == "proof"]


def test_another_claim_code_than_the_one_that_was_said_at_the_door_is_named(house, ports, with_code):
    package = select(Proof.package_id).where(Proof.id == with_code).scalar_subquery()
    with house.transaction() as session:
        session.execute(update(Package).where(Package.id == package).values(claim_digest=b"\x01" * 32))
    assert said_of(house, ports) == [Broken("proof", with_code, ("packages.claim_digest",))]


def test_a_flag_that_follows_from_the_record_is_missed_when_somebody_takes_it_away(house, ports, with_code):
    with house.transaction() as session:
        session.execute(update(Proof).where(Proof.id == with_code).values(flags=""))
    assert said_of(house, ports) == [Broken("proof", with_code, ("flags",))]


def test_a_delivery_that_all_tables_alike_call_a_failed_attempt_is_named(house, ports, with_code):
    package = select(Proof.package_id).where(Proof.id == with_code).scalar_subquery()
    failed = {"outcome": Outcome.ATTEMPT_FAILED, "reason": "not_home"}
    with house.transaction() as session:
        session.execute(update(Proof).where(Proof.id == with_code).values(**failed))
        step = update(PackageEvent).where(PackageEvent.status == Status.DELIVERED)
        session.execute(step.where(PackageEvent.proof_id == with_code).values(status=Status.ATTEMPT_FAILED))
        here = update(Package).where(Package.id == package)
        session.execute(here.values(status=Status.ATTEMPT_FAILED, closed_at=None))
    assert said_of(house, ports) == [Broken("proof", with_code, ("outcome", "reason"))]


@on_both
@pytest.mark.parametrize("kept", [b"x", b""], ids=["garbage", "nothing"])
def test_a_sealed_record_that_somebody_has_destroyed_is_named(house, ports, lived, kept):
    with house.transaction() as session:
        session.execute(update(Proof).values(sent_sealed=kept))
    assert said_of(house, ports) == [Broken("proof", lived.proof, ("sent_sealed",))]


def test_a_record_sealed_anew_by_whoever_holds_the_keys_has_no_good_signature(house, ports, lived):
    with house.transaction() as session:
        proof = session.get_one(Proof, lived.proof)
        dek = package_dek(session, ports, proof.package_id)
        sent = open_sent(session, ports, proof.package_id, proof.sent_sealed).sent or b""
        head, body, signature = sent.split(b".")
        forged = b".".join((head, body, signature[:-4] + b"AAAA"))
        sealed = seal_field(dek, forged.decode(), package_id=proof.package_id, column=COLUMN)
        proof.sent_sealed, proof.digest = sealed, sha256(forged).digest()
    assert said_of(house, ports) == [Broken("proof", lived.proof, ("signature",))]
