"""The page that `make run` prints: where to go, and who to be."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from courier_app.config import Settings
from courier_app.db import Database
from courier_app.demo_town.cast import PASSWORD, POSTMEN
from courier_app.demo_town.guide import LABELS, Guide
from courier_app.demo_town.places import SEATS
from courier_app.models import Courier, Package, User
from courier_app.printing.labels import print_labels
from courier_app.printing.sheets import SHEETS
from courier_app.queries.rounds import IN_HAND
from courier_app.services.labels import keep_host, label_faces
from courier_app.services.ports import Ports

SHEET = SHEETS["a4-potong"]
PAGE = """
  SuratSampai: kota contoh / demo town. Semua orangnya karangan / everybody is made up.

  Mulai di sini / start here                           {url}/
  Kata sandi semua akun / password of every account    {password}

  PETUGAS / staff          {url}/petugas/
      petugas.{word}      daftar, cetak, serah terima / registers, prints, hands over
      auditor.{word}      memeriksa bukti / audits proofs
      admin.{word}, pdp.{word}, provinsi
      kantor lain / other offices: {others}
  KURIR / courier          {url}/kurir/
      {postman}          {round} paket hari ini / packages today
      lainnya / others: {postmen}
      label untuk dipindai / labels to scan: {labels}
      ojol tanpa akun: petugas membuat QR di "Serah terima" / no account: an officer makes the QR
  WARGA / citizen          {url}/cek
      {delivered.alias}  kode / code {delivered.claim_code}   sudah diterima / delivered
      {way.alias}  kode / code {way.claim_code}   di tangan kurir / with the courier
      di balik QR label / behind a label: {url}/P/{delivered.label_id}

  Data: {folder}. Hapus untuk mulai lagi / delete it to begin anew.
  Berhenti / stop: Ctrl-C
"""


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


def page(guide: Guide, settings: Settings, *, in_round: int) -> str:
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
        folder=settings.data_dir,
    )
