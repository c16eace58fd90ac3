"""Handing a package out at the counter: what the officer says of who came, and what is still missing."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from courier_app.db import transaction
from courier_app.domain.citizen_numbers import holds_citizen_number
from courier_app.domain.claim_codes import BadClaimCode, normalise_claim_code
from courier_app.domain.collecting import NO_CARD_HERE, CardHere, Collecting
from courier_app.domain.exchange import NoCard
from courier_app.domain.recipients import Relation
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
# What is missing: the field that it is said at, and the sentence; in the order of the form.
LACKS: dict[str, tuple[str, Any]] = {
    "relation": ("siapa", lazy_gettext("Pilih siapa yang mengambil.")),
    "name": ("nama", lazy_gettext("Tulis namanya seperti di kartu identitasnya.")),
    "owner": ("pemilik", lazy_gettext("Tulis nama pemilik dokumennya, seperti di KK atau suratnya.")),
    "differs": (
        "pemilik",
        lazy_gettext("Tidak cocok dengan nama pada catatan paket. Cocokkan lagi dengan kartu atau suratnya."),
    ),
    "paper": ("surat", lazy_gettext("Tulis nomor suratnya, atau surat apa itu.")),
    "id": ("ktp", lazy_gettext("Cocokkan dulu kartu identitas orang yang datang.")),
    "card": ("kartu", lazy_gettext("Pilih di mana kartu lamanya.")),
    "letter": ("surat_polisi", lazy_gettext("Tulis nomor surat kehilangannya.")),
    "seal": ("segel", lazy_gettext("Nomor segel berisi 4 sampai 12 huruf, angka, atau tanda hubung.")),
    "code": (
        "kode",
        lazy_gettext("Kode tidak cocok, atau sudah lima kali salah. Kosongkan, dan minta tanda tangan."),
    ),
    "factor": ("kode", lazy_gettext("Isi kode klaimnya, atau minta tanda tangan di kertas.")),
}
NUMBERLESS = ("nama", "pemilik", "surat", "surat_polisi")
NO_NUMBERS = lazy_gettext("Jangan tulis NIK atau nomor KK.")


@bp.post("/paket/<uuid:package_id>/loket")
def collect_at_counter(package_id: UUID) -> Response:
    """Refuses with WrongStatus what does not wait at the counter. A wrong code counts, so what is missing is kept as
    well as said."""
    unfit = _unfit()
    if unfit:
        return _again(package_id, unfit)
    with transaction() as session:
        facts_or_404(session, package_id)
        handed = hand_out(session, ports(), _new(package_id), now=clock())
    if handed.missing:
        return _again(package_id, _wrong(handed.missing))
    flash(gettext("Diserahkan di loket, dan tercatat. Warga membacanya di halamannya."), "good")
    return redirect(url_for("staff.package", package_id=package_id), 303)


def _unfit() -> dict[str, str]:
    """What is compared with nothing, and counted nowhere: a number that we never keep, a code that is none."""
    wrong = {name: str(NO_NUMBERS) for name in NUMBERLESS if holds_citizen_number(_text(name))}
    try:
        _code()
    except BadClaimCode:
        wrong["kode"] = gettext("Kode klaim terdiri dari 6 angka.")
    return wrong


def _new(package_id: UUID) -> NewCollection:
    said = Collecting(
        name=_text("nama"),
        relation=_text("siapa"),
        owner=_text("pemilik"),
        paper=_text("surat"),
        id_matches=_text("ktp") == YES,
        signed=_text("ttd") == YES,
    )
    return NewCollection(package_id, office(), me().id, said, code=_code(), card=_card())


def _code() -> str:
    """Empty for none. Refuses with BadClaimCode."""
    typed = _text("kode")
    return normalise_claim_code(typed) if typed else ""


def _card() -> CardHere | None:
    said = _text("kartu")
    if said == BROUGHT:
        return CardHere(seal=_text("segel").upper())
    return CardHere(missing=NoCard(said), letter=_text("surat_polisi")) if said in NO_CARD_HERE else None


def _wrong(missing: tuple[str, ...]) -> dict[str, str]:
    """Who comes for themselves has one name to be wrong."""
    fields = LACKS | ({"differs": ("nama", LACKS["differs"][1])} if _text("siapa") == Relation.SELF else {})
    return {field: str(sentence) for what, (field, sentence) in fields.items() if what in missing}


def _again(package_id: UUID, wrong: dict[str, str]) -> Response:
    """The code is never kept."""
    typed = {name: _text(name) for name in TYPED}
    return asked_again(ONE, url_for("staff.at_counter", package_id=package_id), wrong, **typed)


def _text(name: str) -> str:
    return in_one_line(request.form.get(name))[:LONGEST]
