"""Kartu lama that was not there at the count: noted with a reason, given up by two on a paper."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from courier_app.db import transaction
from courier_app.domain.lost_cards import LossPaper, NotThere, is_paper_number
from courier_app.domain.refusals import BadCredentials, CardMoved, Invalid, SecondOfficerNeeded
from courier_app.services.missing_cards import NewAbsence, NewWriteOff, note_missing, write_off_cards
from courier_app.web.converters import uuid_or_none
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.card_forms import Wrong, act_lacks, act_refused, cards_again, ticked_cards
from courier_app.web.staff.handovers import office
from courier_app.web.staff.package_forms import in_one_line
from courier_app.web.staff.second_officer import second_officer

LONGEST, SOUGHT, END = 60, "pilih-hilang", "-hilang"


@bp.post("/kartu-lama/tidak-ada")
def miss_card() -> Response:
    """Refuses with Invalid, UnknownPackage."""
    package_id, why = uuid_or_none(request.form.get("paket", "")), request.form.get("sebab", "")
    if package_id is None:
        raise Invalid
    if why not in set(NotThere):
        return cards_again({f"sebab-{package_id}": str(gettext("Pilih mengapa kartunya tidak ada."))})
    try:
        alias = _missed(NewAbsence(office(), me().id, package_id, NotThere(why)))
    except CardMoved as no:
        flash(gettext(no.sentence), "warn")
    else:
        flash(gettext("Kartu lama dari paket %(alias)s dicatat tidak ada.", alias=alias), "good")
    return _back("#missing")


@bp.post("/kartu-lama/hilang")
def give_up_cards() -> Response:
    """What was ticked and typed stays when the paper or the second officer cannot be believed."""
    ticked, ids = ticked_cards()
    lacking = act_lacks(ids, at=SOUGHT, end=END)
    cards = {at: text for at, text in lacking.items() if at == SOUGHT}
    wrong = cards | _paper_wrong() | lacking  # in the order of the page
    try:
        if not wrong:
            flash(_said(len(ids), _given_up(ids)), "good")
            return _back()
    except (BadCredentials, SecondOfficerNeeded, CardMoved) as no:
        wrong = act_refused(no, at=SOUGHT, end=END)
    return cards_again(wrong, "surat", "nama-hilang", ticked=ticked, nomor=_number())


def _paper_wrong() -> Wrong:
    wrong = {}
    if request.form.get("surat", "") not in set(LossPaper):
        wrong["surat"] = str(gettext("Pilih jenis suratnya."))
    if not is_paper_number(_number()):
        words = gettext("Lihat suratnya dan tulis nomornya: 4 sampai 40 huruf dan angka. Bukan NIK.")
        wrong["nomor"] = str(words)
    return wrong


def _number() -> str:
    return in_one_line(request.form.get("nomor"))[:LONGEST].upper()


def _missed(new: NewAbsence) -> str:
    with transaction() as session:
        return note_missing(session, new, now=clock())


def _given_up(ids: frozenset[UUID]) -> int:
    second_id, paper = second_officer(), LossPaper(request.form["surat"])
    new = NewWriteOff(office(), me().id, second_id, ids, paper, _number())
    with transaction() as session:
        return write_off_cards(session, new, now=clock())


def _said(num: int, leaf_index: int) -> str:
    words = ngettext(
        "%(num)d kartu dinyatakan hilang, nomor catatan %(leaf)s. Bila ditemukan, catat kembali dengan segelnya.",
        "%(num)d kartu dinyatakan hilang, nomor catatan %(leaf)s. Bila ditemukan, catat kembali dengan segelnya.",
        num,
        leaf=leaf_index,
    )
    return str(words)


def _back(part: str = "") -> Response:
    return redirect(url_for("staff.old_cards") + part, 303)
