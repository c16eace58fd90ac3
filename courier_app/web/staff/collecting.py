"""Handing a package out at the counter: what the officer says of who came, and what is still missing."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from courier_app.db import transaction
from courier_app.domain.citizen_numbers import holds_citizen_number
from courier_app.domain.collecting import NO_CARD_HERE, CardHere, Collecting
from courier_app.domain.exchange import NoCard
from courier_app.services.collecting import NewCollection, hand_out
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.counter import ONE
from courier_app.web.staff.handovers import office
from courier_app.web.staff.kept import asked_again
from courier_app.web.staff.package import facts_or_404
from courier_app.web.staff.package_forms import in_one_line

YES, BROUGHT, LONGEST = "ya", "brought", 100
TYPED = ("siapa", "nama", "pemilik", "surat", "ktp", "ttd", "kartu", "segel", "surat_polisi")
# What is missing: the field that it is said at, and the sentence.
LACKS: dict[str, tuple[str, Any]] = {
    "relation": ("siapa", lazy_gettext("Pilih siapa yang mengambil.")),
    "name": ("nama", lazy_gettext("Tulis namanya seperti di kartu identitasnya.")),
    "owner": (
        "pemilik",
        lazy_gettext("Tidak cocok dengan nama pada catatan paket. Cocokkan lagi dengan kartu atau suratnya."),
    ),
    "paper": ("surat", lazy_gettext("Tulis nomor suratnya, atau surat apa itu.")),
    "id": ("ktp", lazy_gettext("Cocokkan dulu kartu identitas orang yang datang.")),
    "code": (
        "kode",
        lazy_gettext("Kode tidak cocok, atau sudah lima kali salah. Kosongkan, dan minta tanda tangan."),
    ),
    "factor": ("kode", lazy_gettext("Isi kode klaimnya, atau minta tanda tangan di kertas.")),
    "card": ("kartu", lazy_gettext("Pilih di mana kartu lamanya.")),
    "letter": ("surat_polisi", lazy_gettext("Tulis nomor surat kehilangannya.")),
    "seal": ("segel", lazy_gettext("Nomor segel berisi 4 sampai 12 huruf, angka, atau tanda hubung.")),
}
NO_NUMBERS = lazy_gettext("Jangan tulis NIK atau nomor KK.")


@bp.post("/paket/<uuid:package_id>/loket")
def collect_at_counter(package_id: UUID) -> Response:
    """Refuses with WrongStatus what does not wait at the counter. A wrong code counts, so what is missing is kept as
    well as said."""
    numbered = [name for name in ("nama", "pemilik", "surat") if holds_citizen_number(_text(name))]
    if numbered:
        return _again(package_id, {name: str(NO_NUMBERS) for name in numbered})
    with transaction() as session:
        facts_or_404(session, package_id)
        handed = hand_out(session, ports(), _new(package_id), now=clock())
    if handed.missing:
        return _again(package_id, _wrong(handed.missing))
    flash(gettext("Diserahkan di loket, dan tercatat. Warga membacanya di halamannya."), "good")
    return redirect(url_for("staff.package", package_id=package_id), 303)


def _new(package_id: UUID) -> NewCollection:
    said = Collecting(
        name=_text("nama"),
        relation=_text("siapa"),
        owner=_text("pemilik"),
        paper=_text("surat"),
        id_matches=_text("ktp") == YES,
        signed=_text("ttd") == YES,
    )
    code = "".join(_text("kode").split())
    return NewCollection(package_id, office(), me().id, said, code=code, card=_card())


def _card() -> CardHere | None:
    said = _text("kartu")
    if said == BROUGHT:
        return CardHere(seal=_text("segel").upper())
    return CardHere(missing=NoCard(said), letter=_text("surat_polisi")) if said in NO_CARD_HERE else None


def _wrong(missing: tuple[str, ...]) -> dict[str, str]:
    """Who comes for themselves has one name to be wrong."""
    self_taken = _text("siapa") == "self"
    fields = {what: "nama" if what == "owner" and self_taken else LACKS[what][0] for what in missing}
    return {fields[what]: str(LACKS[what][1]) for what in missing if what != "owner" or "name" not in missing}


def _again(package_id: UUID, wrong: dict[str, str]) -> Response:
    """The code is never kept."""
    typed = {name: _text(name) for name in TYPED}
    return asked_again(ONE, url_for("staff.at_counter", package_id=package_id), wrong, **typed)


def _text(name: str) -> str:
    return in_one_line(request.form.get(name))[:LONGEST]
