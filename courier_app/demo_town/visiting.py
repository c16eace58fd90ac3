"""The page that `make run` prints: where to go, and who to be."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.config import Settings
from courier_app.db import Database
from courier_app.demo_town.calendar import WIB
from courier_app.demo_town.cast import PASSWORD, POSTMEN
from courier_app.demo_town.guide import LABELS, Guide, Sample
from courier_app.demo_town.places import SEATS
from courier_app.domain.claim_codes import TRIES
from courier_app.domain.packages import Status
from courier_app.models import Courier, Package, User
from courier_app.printing.labels import print_labels
from courier_app.printing.sheets import SHEETS
from courier_app.queries.rounds import IN_HAND
from courier_app.services.labels import keep_host, label_faces
from courier_app.services.packages import is_claim_code
from courier_app.services.ports import Ports, open_ports

DELIVERED, ON_THE_WAY = "sudah diterima / delivered", "belum sampai / not there yet"
LOCKED = "terkunci sampai besok: lima kali salah / locked until tomorrow: five wrong tries"
RENEWED = "kode ini sudah diganti petugas / an officer has given a new code since"
SHEET = SHEETS["a4-potong"]
PAGE = """
  SuratSampai: kota contoh / demo town. Semua orangnya karangan / everybody is made up.

  Mulai di sini / start here                           {url}/
  Kata sandi semua akun / password of every account    {password}

  PETUGAS / staff          {url}/petugas/
      petugas.{word}      daftar, cetak, serah terima / registers, prints, hands over
      auditor.{word}      memeriksa bukti / audits proofs
      admin.{word}, pdp.{word}, provinsi
      mitra.{word}        mitra: gagal antar dan kasus kurirnya / partner: its couriers' failed attempts and cases
      kantor lain / other offices: {others}
  KURIR / courier          {url}/kurir/
      {postman}          {round} paket hari ini / packages today
      lainnya / others: {postmen}
      label untuk dipindai / labels to scan: {labels}
      ojol tanpa akun: petugas membuat QR di "Serah terima" / no account: an officer makes the QR
  WARGA / citizen          {url}/cek
      {delivered.alias}  kode / code {delivered.claim_code}   {delivered_now}
      {way.alias}  kode / code {way.claim_code}   {way_now}
      di balik QR label / behind a label: {url}/P/{delivered.label_id}

  Data: {folder}. Hapus untuk mulai lagi / delete it to begin anew.
  Berhenti / stop: Ctrl-C
"""


def welcome(guide: Guide, settings: Settings, database: Database, *, now: datetime) -> str:
    """Prints the labels of the day, and answers with the page."""
    ports = open_ports(settings)
    in_round = print_round(database, ports, settings.data_dir, now=now)
    return page(guide, settings, in_round=in_round, states=states_of(database, ports, guide, now=now))


def print_round(database: Database, ports: Ports, folder: Path, *, now: datetime) -> int:
    """The labels of the first postman's round as it is now, for the address that the server has today; how many."""
    with database.transaction() as session:
        keep_host(session, ports, now=now)
    with database.reading() as session, (folder / LABELS).open("wb") as out:
        mine = select(Courier.id).join(User, User.id == Courier.user_id)
        held = Package.courier_id.in_(mine.where(User.username == POSTMEN[0].username))
        query = select(Package.id).where(held, Package.status.in_(IN_HAND)).order_by(Package.registered_at)
        ids = session.scalars(query).all()
        faces = label_faces(session, ports, ids, with_address=True)
        return print_labels(faces, out, sheet=SHEET) if ids else 0


def states_of(database: Database, ports: Ports, guide: Guide, *, now: datetime) -> tuple[str, str]:
    """Of the two samples, in the order in which they are shown."""
    with database.reading() as session:
        return (
            state_of(session, ports, guide.delivered, now=now),
            state_of(session, ports, guide.on_the_way, now=now),
        )


def state_of(session: Session, ports: Ports, sample: Sample, *, now: datetime) -> str:
    """What whoever types this code will find: people try, and officers give new codes."""
    package = session.scalar(select(Package).where(Package.alias == sample.alias))
    if package is None or not is_claim_code(ports, package, sample.claim_code):
        return RENEWED
    if package.web_tries >= TRIES and package.web_tries_day == now.astimezone(WIB).date():
        return LOCKED
    return DELIVERED if package.status is Status.DELIVERED else ON_THE_WAY


def page(guide: Guide, settings: Settings, *, in_round: int, states: tuple[str, str]) -> str:
    first, *others = [seat.word for seat in SEATS]
    postman, *postmen = [man.username for man in POSTMEN]
    return PAGE.format(
        url=settings.public_url,
        password=PASSWORD,
        word=first,
        others=", ".join(f"petugas.{word}" for word in others),
        postman=postman,
        postmen=", ".join(postmen),
        round=in_round,
        labels=settings.data_dir / LABELS,
        delivered=guide.delivered,
        way=guide.on_the_way,
        delivered_now=states[0],
        way_now=states[1],
        folder=settings.data_dir,
    )
