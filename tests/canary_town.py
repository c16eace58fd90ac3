"""A house in which every door was used with made-up personal data: packages, proofs, a case, a request, money."""

import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from courier_app.db import Database
from courier_app.domain.card_rules import CardWhy
from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import Status
from courier_app.models import Package, Role
from courier_app.services.moves import Actor
from courier_app.services.old_cards import CardStep, take_step
from courier_app.services.packages import Registered
from courier_app.services.ports import Ports
from tests.canaries import (
    ASKED_MONEY,
    AT_COUNTER,
    AT_THE_DOOR,
    COUNTED,
    HELD,
    IN_CASE,
    IN_REQUEST,
    KENARI,
    LAT,
    LON,
    ON_OWN_PHONE,
)
from tests.house import NOON
from tests.phone import AT_HOME, Frozen, Phone
from tests.recipients import RecipientPhone, a_link
from tests.town import a_courier, a_package, a_user, an_office
from tests.web.citizen.doors import claim, token
from tests.web.staff.desk import Desk

CASH = {"rupiah": 9000, "method": "cash", "reason": None}
ANSWER, MONEY, RIGHTS = "/cek/paket/jawaban", "/cek/paket/uang", "/cek/paket/hak"


def lines_of_a_proxy(app: Flask) -> list[str]:
    """What the log of any web server before ours would hold: a line for each request, with its whole address."""
    lines: list[str] = []
    inner = app.wsgi_app

    def noting(environ: dict[str, Any], start: Any) -> Any:
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        said = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}{query}"
        lines.append(f'"{said}" "{environ.get("HTTP_REFERER", "")}" "{environ.get("HTTP_COOKIE", "")}"')
        return inner(environ, start)

    app.wsgi_app = noting  # type: ignore[method-assign, assignment]
    return lines


@dataclass
class CanaryTown:
    """`answers`: every answer that anybody got on the way; `wrong`: those to what was refused."""

    app: Flask
    house: Database
    ports: Ports
    answers: list[TestResponse] = field(default_factory=list)
    wrong: list[TestResponse] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)
    erased: Any = None

    def __post_init__(self) -> None:
        self.requested = lines_of_a_proxy(self.app)
        with self.house.transaction() as session:
            self.office = an_office(session)
            self.courier = a_courier(session, self.office)
            self.users = {
                role: a_user(session, role, office=self.office) for role in Role if role != "province"
            }
            self.users[Role.PROVINCE] = a_user(session, Role.PROVINCE)
        self.delivered = self.registered(Status.PICKED_UP, fee_rupiah=9000)
        self.on_the_way = self.registered(Status.OUT_FOR_DELIVERY)
        self.waiting = self.registered(Status.READY, courier=None)
        self.quiet = self.registered(Status.PICKED_UP)
        self.kept = self.registered(Status.READY, courier=None)
        self.phone = Phone(self.app, self.courier)
        self.citizen, self.quiet_citizen = self.app.test_client(), self.app.test_client()
        self.officer = self.desk(Role.OFFICER)

    @property
    def package(self) -> Package:
        return self.delivered.package

    @property
    def codes(self) -> list[str]:
        """Of every package, and the one that was given anew."""
        first = [
            made.claim_code for made in (self.delivered, self.on_the_way, self.waiting, self.quiet, self.kept)
        ]
        return [*first, *self.new_code]

    def registered(self, status: Status, **said: Any) -> Registered:
        facts = {"status": status, "courier": self.courier, "recipient": KENARI} | said
        with self.house.transaction() as session:
            return a_package(session, self.ports, self.office, **facts)

    def desk(self, role: Role) -> Desk:
        return Desk(self.app, self.users[role])

    def heard(self, answer: TestResponse, *status: int) -> TestResponse:
        assert answer.status_code in (status or (200, 201, 303)), answer.text[:500]
        self.answers.append(answer)
        return answer

    def live(self) -> "CanaryTown":
        self.heard(self.phone.client.get("/kurir/api/round"))
        self.proof = self._deliver(self.delivered, payment=CASH)
        self._deliver(self.quiet)
        self._sign_on_own_phone()
        self._speak_up()
        self._work_at_the_desk()
        self._collect_at_the_counter()
        self._refuse()
        return self

    def _deliver(self, made: Registered, **said: Any) -> Frozen:
        proof = self.phone.freeze(
            made.package,
            recipient={"name": AT_THE_DOOR, "rel": "spouse"},
            gps=AT_HOME | {"lat_e7": LAT, "lon_e7": LON},
            answers={"claim_code": made.claim_code},
            **said,
        )
        self.heard(self.phone.send(proof), 201)
        self.heard(self.phone.send_proof(proof))
        return proof

    def _sign_on_own_phone(self) -> None:
        own = RecipientPhone(self.app, a_link(self.on_the_way.package))
        self.heard(own.open())
        record = own.record(name=ON_OWN_PHONE)
        self.wrong.append(own.send(record[:-9]))
        self.wrong.append(own.send(own.record(name=ON_OWN_PHONE, rel=ON_OWN_PHONE)))
        self.heard(own.send(record), 201)
        self.wrong.append(own.send(own.record(name=ON_OWN_PHONE)))

    def _speak_up(self) -> None:
        self.heard(claim(self.citizen, self.delivered))
        self.heard(claim(self.quiet_citizen, self.quiet))
        self.heard(self.citizen.get("/cek/paket"))
        self._say("/cek/paket/belum", ANSWER, jawaban="not_received", keterangan=f"{IN_CASE} belum datang.")
        self._say(MONEY, MONEY, jumlah="Rp50.000", cerita=f"{ASKED_MONEY} diminta kurir.")
        self._say(RIGHTS, RIGHTS, hak="correction", isi=f"{IN_REQUEST} alamat saya keliru.")

    def _say(self, page: str, address: str, **form: str) -> None:
        csrf = token(self.citizen.get(page))
        self.heard(self.citizen.post(address, data={"csrf_token": csrf, **form}), 303)

    def _work_at_the_desk(self) -> None:
        package = f"/petugas/paket/{self.package.id}"
        day = f"/petugas/uang-antar/{self.courier.id}/{NOON.date()}"
        for path in ("/petugas/", package, "/petugas/audit", day):
            self.heard(self.officer.get(path))
        self.heard(self.officer.send("/petugas/cari", cari=KENARI.name))
        self.heard(self.officer.send(f"{package}/tahan", alasan=f"{HELD} karena laporan polisi."))
        self.heard(self.officer.send(day, uang="9000", catatan=COUNTED))
        self.seen = self.heard(self.officer.reveal(f"{package}/penerima"))
        waiting = f"/petugas/paket/{self.waiting.package.id}/kode-klaim"
        self.heard(self.officer.send(waiting, sebab="lost", periksa="card_seen"))
        self.message = self.heard(self.officer.get(f"{waiting}?pesan=1"))
        self.new_code = re.findall(r"adalah (\d{6})\.", self.message.text)[:1]

    def _collect_at_the_counter(self) -> None:
        """By somebody of the family, at the second try: the first one has another name than the package."""
        counter = f"/petugas/paket/{self.kept.package.id}/loket"
        said = {"siapa": "spouse", "nama": AT_COUNTER, "ktp": "ya", "kode": self.kept.claim_code}
        self.heard(self.officer.send(f"{counter}/simpan"))
        self.heard(self.officer.send(counter, **said, pemilik=AT_COUNTER))
        self.heard(self.officer.send(counter, **said, pemilik=KENARI.name))

    def _refuse(self) -> None:
        said = {"nomor": self.package.alias, "kode": "000000"}
        proof, package = f"/kurir/api/proofs/{self.proof.proof}", f"/petugas/paket/{self.package.id}"
        send = self.phone.client.put
        self.wrong += [
            send(proof, data=self.proof.body[:-9], content_type="application/jose"),
            send(proof, data=self.proof.manifest, content_type="application/json"),
            self.app.test_client().post("/cek", data=said),
            self.officer.post(f"{package}/penerima/simpan", address=KENARI.address, phone=KENARI.phone),
            self.officer.post(f"{package}/batal"),
            self.officer.get(f"/petugas/paket/{self.proof.proof}"),
            self.citizen.get("/cek/paket/tanda-terima.zip"),
        ]

    def collected_card(self) -> Package:
        """An old card of one of them, counted in."""
        made = self.registered(Status.OUT_FOR_DELIVERY, card_why=CardWhy.DAMAGED).package
        with self.house.transaction() as session:
            package = session.get_one(Package, made.id)
            package.old_card = OldCard.COUNTED_IN
            for state in (OldCard.COLLECTED, OldCard.COUNTED_IN):
                step = CardStep(state, seal="A-4711")
                take_step(session, step, (made.id, self.office.id), by=Actor(), at=(NOON, NOON))
        return made

    @property
    def addresses(self) -> list[str]:
        """In whatever was answered, and in what was asked; a page's own sentences are no addresses."""
        linked = [found for answer in self.answers + self.wrong for found in addresses_in(answer)]
        return linked + self.requested


def addresses_in(answer: TestResponse) -> list[str]:
    found = (
        re.findall(r'(?:href|src|action)="([^"]*)"', answer.text) if answer.mimetype == "text/html" else []
    )
    return [answer.location or "", *found]


def stays_in_the_machine(address: str) -> bool:
    """Opens a programme of whoever sees the page, and is asked of no server."""
    return address.startswith(("whatsapp://send?phone=", "sms:+", "tel:"))
