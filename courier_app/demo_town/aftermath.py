"""Beside the way to the door: an old card comes back, money was demanded, somebody asks for the own data or comes to
the counter, a court writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.demo_town.cards import seal_of
from courier_app.demo_town.events import Event, Verb
from courier_app.demo_town.hiring import Hired
from courier_app.domain.collecting import CardHere, Collecting
from courier_app.domain.recipients import Relation
from courier_app.domain.rights import Right
from courier_app.models import MoneyReport, Package
from courier_app.services.card_returns import CardBack, NewDestruction, count_in_card, destroy_cards
from courier_app.services.collecting import NewCollection, hand_out
from courier_app.services.holds import HoldWord, put_hold
from courier_app.services.money_reports import Demanded, Reply, answer_report, report_demand
from courier_app.services.ports import Ports
from courier_app.services.rights import Asking, ask

DEMANDS = (
    Demanded(25_000, "Diminta uang bensin oleh orang berjaket biru. Saya tidak membayar."),
    Demanded(None, "Katanya harus ada uang rokok dulu baru amplopnya diberikan."),
)
ANSWERED = (
    "Kami sudah menegur kurirnya. Dokumen Anda gratis; yang boleh diminta hanya ongkos kirim pada label."
)
WRONG_DATA = "Nomor rumah saya keliru di data paket, seharusnya nomor 12."
COURT = "Permintaan Polres, surat B/118/XI/2026 (contoh): jangan dihapus sampai perkaranya selesai."


@dataclass(frozen=True)
class Aftermath:
    """Through the same services as in an office."""

    session: Session
    ports: Ports
    hired: Hired

    def act(self, event: Event, package: Package) -> None:
        _ACTS[event.verb](self, event, package)

    def count_in_card(self, event: Event, package: Package) -> None:
        seal = seal_of(event.parcel.number)
        back = CardBack(package.office_id, self._officer(event), package.id, seal)
        count_in_card(self.session, back, now=event.at)

    def destroy_card(self, event: Event, package: Package) -> None:
        second = self.hired.admins[event.parcel.seat.code]
        new = NewDestruction(package.office_id, self._officer(event), second, frozenset({package.id}))
        destroy_cards(self.session, new, now=event.at)

    def report_money(self, event: Event, package: Package) -> None:
        said = DEMANDS[int(event.detail)]
        report_demand(self.session, self.ports, package.id, said, now=event.at)

    def answer_money(self, event: Event, package: Package) -> None:
        mine = select(MoneyReport.id).where(MoneyReport.package_id == package.id)
        reply = Reply(self.session.scalars(mine).one(), ANSWERED, self._officer(event))
        answer_report(self.session, self.ports, reply, now=event.at)

    def ask_for_data(self, event: Event, package: Package) -> None:
        ask(self.session, self.ports, Asking(package.id, Right.CORRECTION, WRONG_DATA), now=event.at)

    def hold(self, event: Event, package: Package) -> None:
        word = HoldWord(package.id, self._officer(event), COURT)
        put_hold(self.session, self.ports, word, now=event.at)

    def collect(self, event: Event, package: Package) -> None:
        """The person named comes with an identity card and signs on paper."""
        name = event.parcel.recipient.name
        said = Collecting(name, Relation.SELF, owner="", paper="", id_matches=True, signed=True)
        new = NewCollection(package.id, package.office_id, self._officer(event), said, card=CardHere())
        if hand_out(self.session, self.ports, new, now=event.at).missing:
            raise LookupError(package.alias)

    def _officer(self, event: Event) -> UUID:
        return self.hired.officers[event.parcel.seat.code]


_ACTS: Mapping[Verb, Callable[[Aftermath, Event, Package], None]] = {
    Verb.CARD_BACK: Aftermath.count_in_card,
    Verb.CARD_DESTROYED: Aftermath.destroy_card,
    Verb.MONEY_DEMANDED: Aftermath.report_money,
    Verb.MONEY_ANSWERED: Aftermath.answer_money,
    Verb.DATA_ASKED: Aftermath.ask_for_data,
    Verb.HELD: Aftermath.hold,
    Verb.COLLECTED: Aftermath.collect,
}
