"""Which addresses may show personal data in clear: each writes the access log, and no other shows any."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import func, select, update

from courier_app.domain.packages import Status
from courier_app.domain.rights import Right
from courier_app.models import FeePayment, LoginSession, Look, Package, Proof, RightsRequest
from courier_app.services.looks import What
from tests.access_table import TABLE
from tests.addresses import addresses, path_of
from tests.everybody import Doors
from tests.house import NOON
from tests.recipients import RecipientPhone, a_link
from tests.town import SITI

SECRETS = (SITI.name, "Jl. Melati 3", SITI.phone or "", "-6.9904", "-69904000")
EYES = (
    "admin",
    "officer",
    "auditor",
    "dpo",
    "province",
    "partner",
    "courier",
    "driver",
    "citizen",
    "foreign admin",
)


@dataclass(frozen=True)
class Step:
    """Who asks for an address with which form. A value that is a name of the town's ids stands for that id."""

    who: str
    address: str
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """Who is shown it, after which form, and the look that is kept of it. `steps` are gone first, over the town as
    `given` has changed it; what that returns stands in the address."""

    who: str
    what: What
    form: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    given: Callable[[Doors], Mapping[str, Any]] = lambda _: {}
    query: str = ""


def at_the_office(doors: Doors) -> Mapping[str, Any]:
    """The package that has not left yet."""
    return {"package_id": doors.town.ids["waiting_id"]}


def asks_for_correction(doors: Doors) -> Mapping[str, Any]:
    with doors.house.transaction() as session:
        session.execute(update(RightsRequest).values(right=Right.CORRECTION))
    return {}


def paid_in_cash(doors: Doors) -> Mapping[str, Any]:
    with doors.house.transaction() as session:
        proof = session.get_one(Proof, doors.town.ids["proof_id"])
        package = session.get_one(Package, proof.package_id)
        whose = {"office_id": package.office_id, "courier_id": proof.courier_id, "package_id": package.id}
        paid = {"due_rupiah": 9000, "paid_rupiah": 9000, "method": "cash"}
        session.add(FeePayment(proof_id=proof.id, day=NOON.date(), **whose, **paid))
    return {}


def signed_on_own_phone(doors: Doors) -> Mapping[str, Any]:
    with doors.house.transaction() as session:
        package = session.get_one(Package, doors.town.ids["waiting_id"])
        package.status, package.courier_id = Status.OUT_FOR_DELIVERY, doors.town.ids["courier_id"]
        session.flush()
        phone = RecipientPhone(doors.app, a_link(package))
    assert phone.open().status_code == 200
    assert phone.send(phone.record()).status_code == 201
    return {"link_id": phone.link.id}


def at_the_counter(doors: Doors) -> Mapping[str, Any]:
    with doors.house.transaction() as session:
        package = session.get_one(Package, doors.town.ids["waiting_id"])
        package.status, package.held_until = Status.HELD_FOR_PICKUP, NOON
    return at_the_office(doors)


PACKAGE, PROOF = "/petugas/paket/<uuid:package_id>", "/petugas/audit/<uuid:proof_id>"
REQUEST, FEES = "/petugas/permintaan/<uuid:request_id>", "/petugas/uang-antar/<uuid:courier_id>/<day>"
MEDIA = "/petugas/media/<uuid:media_id>"
IN_CLEAR = (Step("auditor", f"POST {PROOF}/buka", {"reveal-reason": "verdict"}),)
COUNTED = (Step("officer", f"POST {FEES}", {"uang": "9000", "catatan": "Titipan tetangga"}),)
HELD = (Step("officer", f"POST {PACKAGE}/tahan", {"alasan": "Ada laporan ke polisi"}),)
CORRECTING = (Step("officer", f"POST {PACKAGE}/penerima/perbaiki", {"correct-reason": "desk"}),)
NEW_CODE = (Step("officer", f"POST {PACKAGE}/kode-klaim", {"sebab": "locked", "periksa": "called_back"}),)
FOUND = (
    Step("citizen", "POST /cek/paket/jawaban", {"jawaban": "received"}),
)  # a contested one has no receipt
TRIED = {"siapa": "self", "nama": "Rina Hartati", "ktp": "ya", "ttd": "ya"}
GRANTED = (Step("dpo", f"POST {REQUEST}", {"jawaban": "granted"}),)
ASKED = {
    "GET /kurir/api/round": Shown("courier", What.ROUND),
    "GET /kurir/api/own-phone/<uuid:link_id>": Shown("courier", What.SIGNATURE, given=signed_on_own_phone),
    f"POST {PACKAGE}/penerima": Shown("officer", What.RECIPIENT, {"reveal-reason": "verdict"}),
    f"POST {PACKAGE}/penerima/perbaiki": Shown(
        "officer", What.RECIPIENT, {"correct-reason": "desk"}, given=at_the_office
    ),
    f"POST {PACKAGE}/penerima/simpan": Shown(
        *("officer", What.RECIPIENT_CHANGED, {"address": "Jl. Kartini 9 RT 01/RW 02, Rembang"}),
        steps=CORRECTING,
        given=at_the_office,
    ),
    f"GET {PACKAGE}/kode-klaim": Shown(
        "officer", What.RECIPIENT, steps=NEW_CODE, given=at_the_office, query="?pesan=1"
    ),
    f"POST {PACKAGE}/loket": Shown("officer", What.NAME_COMPARED, TRIED, given=at_the_counter),
    f"GET {PACKAGE}/tahan": Shown("officer", What.HOLD, steps=HELD),
    "POST /petugas/label": Shown(
        "officer", What.LABEL_WITH_ADDRESS, {"pilihan": "these", "paket": "waiting_id"}
    ),
    "POST /petugas/slip": Shown("officer", What.CLAIM_SLIP, {"paket": "package_id", "kode": "claim_code"}),
    "GET /petugas/serah-terima/<uuid:handover_id>/daftar.pdf": Shown("officer", What.HANDOVER_SHEET),
    f"GET {MEDIA}/kecil": Shown("auditor", What.BLURRED),
    f"GET {MEDIA}": Shown("auditor", What.PHOTO, steps=IN_CLEAR),
    f"GET {PROOF}/jws": Shown("auditor", What.SIGNED_RECORD, steps=IN_CLEAR),
    f"GET {PROOF}/isi": Shown("auditor", What.SIGNED_RECORD, steps=IN_CLEAR),
    f"POST {PROOF}/buka": Shown("auditor", What.PROOF_REVEALED, {"reveal-reason": "verdict"}),
    f"POST {PROOF}/berkas": Shown("dpo", What.BUNDLE, {"bundle-reason": "court"}),
    f"GET {PROOF}": Shown("auditor", What.PROOF),
    f"POST {PROOF}/telepon": Shown("officer", What.CALLED_BACK, {"jawaban": "no_answer"}),
    f"POST {REQUEST}/data": Shown("dpo", What.OWN_DATA, {"take-reason": "request"}),
    f"POST {REQUEST}/buka": Shown(
        "dpo", What.RECIPIENT, {"open-reason": "request"}, given=asks_for_correction
    ),
    f"GET {REQUEST}": Shown("dpo", What.REQUEST),
    "GET /petugas/sanggahan/<uuid:dispute_id>": Shown("officer", What.DISPUTE),
    "GET /petugas/laporan-uang/<uuid:report_id>": Shown("officer", What.MONEY_REPORT),
    f"GET {FEES}": Shown("auditor", What.CASH_NOTE, steps=COUNTED, given=paid_in_cash),
    "GET /petugas/uang-antar.csv": Shown("auditor", What.CASH_NOTE, steps=COUNTED, given=paid_in_cash),
    "GET /cek/paket": Shown("citizen", What.RECIPIENT),
    "GET /cek/paket/tanda-terima.pdf": Shown("citizen", What.RECEIPT, steps=FOUND),
    "GET /cek/paket/tanda-terima.zip": Shown("citizen", What.RECEIPT, steps=FOUND),
    "GET /cek/paket/hak/data.txt": Shown("citizen", What.OWN_DATA, steps=GRANTED),
}


def looks(doors: Doors, what: What) -> int:
    with doors.house.reading() as session:
        return session.scalar(select(func.count()).where(Look.what == what.value)) or 0


def at_work(doors: Doors) -> None:
    """The town as it was furnished; everybody has given the password and seen the package's code just now."""
    doors.restored()
    now = {"confirmed_at": NOON.isoformat(), "issued": [doors.town.ids["package_id"].hex]}
    with doors.house.transaction() as session:
        for one in session.scalars(select(LoginSession)):
            one.data = one.data | now


def asked(doors: Doors, step: Step, *, query: str = "", **other: Any) -> tuple[int, str]:
    method, rule = next((key.split()[0], rule) for key, rule in addresses(doors.app) if key == step.address)
    form = {name: doors.town.ids.get(value, value) for name, value in step.form.items()}
    path = path_of(doors, rule, **other) + query
    with doors.client(step.who).open(path, method=method, data=form or None) as answer:
        return answer.status_code, answer.get_data().decode("utf-8", "replace")


def fetched(doors: Doors, who: str, address: str, form: Mapping[str, str] | None = None) -> tuple[int, str]:
    at_work(doors)
    return asked(doors, Step(who, address, form or {}))


@pytest.mark.parametrize("address", ASKED)
def test_whoever_is_shown_personal_data_is_on_record(doors: Doors, address: str) -> None:
    shown = ASKED[address]
    at_work(doors)
    other = shown.given(doors)
    for step in shown.steps:
        assert asked(doors, step, **other)[0] == 303
    before = looks(doors, shown.what)
    status, _ = asked(doors, Step(shown.who, address, shown.form), query=shown.query, **other)
    assert status in (200, 303)
    assert looks(doors, shown.what) > before


@pytest.mark.parametrize("address", sorted(set(TABLE) - set(ASKED)))
def test_no_other_address_shows_any(doors: Doors, address: str) -> None:
    told = {who: secrets_in(fetched(doors, who, address)[1]) for who in EYES}
    assert {who: words for who, words in told.items() if words} == {}


def secrets_in(answer: str) -> list[str]:
    return [word for word in SECRETS if word in answer]


def test_the_words_that_are_looked_for_are_there_where_they_may_be(doors: Doors) -> None:
    """Else the test above would find nothing because there is nothing."""
    text = fetched(
        doors, "dpo", "POST /petugas/permintaan/<uuid:request_id>/data", {"take-reason": "request"}
    )[1]
    assert all(word in text for word in SECRETS[:3])
