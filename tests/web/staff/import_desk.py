"""One officer at a desk, and a postman whose phone cannot send: what comes in as a file, and what is there after it."""

from sqlalchemy import func, select

from courier_app.domain.packages import Status
from courier_app.models import Look, Media, Package, Proof, Role
from courier_app.services.senders import Sender
from courier_app.services.vouchers import voucher_for
from tests.phone import Phone
from tests.sealing import bundle, contents
from tests.town import a_courier, a_package, a_user, an_office
from tests.web.staff.desk import Desk

ISI, BUKTI = "/petugas/impor/isi", "/petugas/impor/bukti"


class ImportDesk:
    """`ring` is what the phone seals for."""

    def __init__(self, app, house, ports):
        self.app, self.house, self.ports, self.ring = app, house, ports, ports.queue_keys
        with house.transaction() as session:
            self.office = an_office(session)
            self.postman = a_courier(session, self.office)
            self.officer = a_user(session, Role.OFFICER, office=self.office, name="Rina Petugas")
        self.phone = Phone(app, self.postman)
        self.desk = Desk(app, self.officer)
        self.desk.get("/petugas/impor")

    @property
    def voucher(self):
        return voucher_for(self.ports, Sender(self.postman.id))

    def package(self, **said):
        with self.house.transaction() as session:
            facts = {"status": Status.OUT_FOR_DELIVERY, "courier": self.postman} | said
            return a_package(session, self.ports, self.office, **facts).package

    def proof(self, outcome="delivered", **said):
        return self.phone.freeze(self.package(), outcome, **said)

    def unsigned(self):
        return self.phone.freeze_unsigned(self.package())

    def post(self, path, body, desk=None):
        desk = desk or self.desk
        headers = {"X-CSRF-Token": desk.token}
        return desk.client.post(path, data=body, content_type="text/plain", headers=headers)

    def bring(self, *lines, desk=None):
        return self.post(BUKTI, b"\n".join(lines), desk)

    def import_(self, proof, desk=None, **said):
        return self.bring(*bundle(self.ring, proof, **said), desk=desk)

    def look(self, *proofs, **said):
        facts = {"kid": self.phone.key.kid} | said
        return self.post(ISI, contents(self.ring, proofs, **facts))

    def count(self, model):
        with self.house.reading() as session:
            return session.scalar(select(func.count()).select_from(model))

    def row(self, proof):
        with self.house.reading() as session:
            return session.get_one(Proof, proof.proof)

    def status(self, proof):
        with self.house.reading() as session:
            return session.get_one(Package, self.row(proof).package_id).status

    def imports(self):
        with self.house.reading() as session:
            brought = select(Look.user_id, Look.subject_id).where(Look.what == "proof_imported")
            return [tuple(row) for row in session.execute(brought)]

    def nothing_kept(self):
        return self.count(Proof) == self.count(Media) == 0 and self.imports() == []


def code_of(answer):
    """Of a refusal, which is for a program."""
    assert answer.mimetype == "application/problem+json"
    return answer.json["type"].removeprefix("/problems/")


def refused(answer, code):
    return code_of(answer) == code
