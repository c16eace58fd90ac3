"""Kartu lama: who still has which card, counting in by the seal, and destruction by two."""

from collections.abc import Mapping
from typing import Any, BinaryIO
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.exchange import NO_CARD_WORDS, SEAL, OldCard, is_overdue
from courier_app.domain.lost_cards import NOT_THERE_WORDS, PAPER_WORDS
from courier_app.domain.refusals import BadCredentials, CardMoved, Invalid, SealDiffers, SecondOfficerNeeded
from courier_app.domain.words import Words
from courier_app.printing.destruction_sheet import DestroyedCard, DestructionFace, print_destruction_sheet
from courier_app.queries.missing_cards import missing_cards, write_offs
from courier_app.queries.old_cards import (
    SHOWN,
    cards_at,
    destroyed_in,
    destructions,
    holders,
    sealed_under,
)
from courier_app.services.card_returns import (
    CardBack,
    NewDestruction,
    count_in_card,
    destroy_cards,
    waive_card,
)
from courier_app.web.converters import uuid_or_none
from courier_app.web.moments import written
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.card_forms import CARD_FORMS, act_lacks, act_refused, cards_again, ticked_cards
from courier_app.web.staff.handovers import office
from courier_app.web.staff.kept import asked_before
from courier_app.web.staff.package_forms import in_one_line
from courier_app.web.staff.papers import pdf_answer
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.second_officer import second_officer
from courier_app.web.words import say

LONGEST, HERE = 96, "pilih-musnah"
NO_SEAL = lazy_gettext("Nomor segel berisi 4 sampai 12 huruf, angka, atau tanda hubung.")


@bp.get("/kartu-lama")
def old_cards() -> str:
    scope, now = scope_of(me()), clock()
    courier_id = uuid_or_none(request.args.get("kurir", ""))
    late_only = request.args.get("terlambat") == "1"
    with reading() as session:
        out = cards_at(session, scope, OldCard.COLLECTED, courier_id=courier_id)
        facts: dict[str, object] = {"couriers": holders(session, scope)}
        facts |= {"counted": cards_at(session, scope, OldCard.COUNTED_IN)}
        facts |= {"absent": cards_at(session, scope, OldCard.NOT_AVAILABLE)}
        facts |= {"acts": destructions(session, scope)}
        facts |= {"missing": missing_cards(session, scope, courier_id=courier_id)}
        facts |= {"given_up": write_offs(session, scope)}
    late = {row.package_id for row in out if is_overdue(row.at, now)}
    shown = [row for row in out if row.package_id in late or not late_only]
    facts |= {"out": shown, "late": late, "late_only": late_only, "chosen": courier_id, "now": now}
    facts |= asked_before(CARD_FORMS)
    return render_template("staff/old_cards.html", most=SHOWN, **facts, **_words())


def _words() -> dict[str, dict[str, str]]:
    """Codes in the reader's language: why none was there, why it was missing, and what paper ended the search."""
    tables: dict[str, Mapping[Any, Words]] = {
        "why": NO_CARD_WORDS,
        "gone": NOT_THERE_WORDS,
        "papers": PAPER_WORDS,
    }
    return {name: {str(code): say(words) for code, words in table.items()} for name, table in tables.items()}


@bp.post("/kartu-lama/kembali")
def count_card() -> AnyResponse:
    """By the seal that was scanned; or one row's package, with the seal that was read on its bag."""
    seal = in_one_line(request.form.get("segel"))[:LONGEST].upper()
    package_id = uuid_or_none(request.form.get("paket", ""))
    if package_id is None:
        _count_sealed(seal)
    elif seal and not SEAL.fullmatch(seal):
        field = f"segel-{package_id}"
        return cards_again({field: str(NO_SEAL)}, **{field: seal})
    else:
        _count(package_id, seal, as_found=request.form.get("apa_adanya") == "ya")
    return _back()


@bp.post("/kartu-lama/bebaskan")
def waive_old_card() -> AnyResponse:
    """Refuses with Invalid, UnknownPackage, or CardMoved."""
    package_id = _package()
    with transaction() as session:
        waive_card(session, package_id, office_id=office(), by=me().id, now=clock())
    flash(gettext("Dibebaskan atas nama Anda. Paket ini boleh diserahkan tanpa kartu lama."), "good")
    return redirect(url_for("staff.package", package_id=package_id), 303)


@bp.post("/kartu-lama/musnahkan")
def destroy_old_cards() -> AnyResponse:
    """Leads to the act's paper. What was ticked stays ticked when the second officer cannot be believed."""
    ticked, ids = ticked_cards()
    wrong = act_lacks(ids, at=HERE)
    try:
        if not wrong:
            flash(_said(len(ids), _destroyed(ids)), "good")
            return _back()
    except (BadCredentials, SecondOfficerNeeded, CardMoved) as no:
        wrong = act_refused(no, at=HERE)
    return cards_again(wrong, "nama", ticked=ticked)


@bp.get("/kartu-lama/kembali")
@bp.get("/kartu-lama/bebaskan")
@bp.get("/kartu-lama/musnahkan")
@bp.get("/kartu-lama/tidak-ada")
@bp.get("/kartu-lama/hilang")
def back_to_old_cards() -> AnyResponse:
    """Where only forms are sent, there is nothing to see."""
    return _back()


@bp.get("/kartu-lama/berita-acara/<int:leaf_index>.pdf")
def destruction_sheet(leaf_index: int) -> Response:
    """404 for an act of another office, as for one that never was."""
    face = _face(leaf_index)

    def draw(out: BinaryIO) -> None:
        print_destruction_sheet(face, out)

    return pdf_answer(draw, record=lambda: None, name="berita-acara")


def _back() -> AnyResponse:
    return redirect(url_for("staff.old_cards"), 303)


def _package() -> UUID:
    package_id = uuid_or_none(request.form.get("paket", ""))
    if package_id is None:
        raise Invalid
    return package_id


def _count_sealed(seal: str) -> None:
    """The number is its own check: it was written down at the door."""
    with reading() as session:
        found = sealed_under(session, office(), seal) if SEAL.fullmatch(seal) else []
    if len(found) == 1:
        return _count(found[0], seal, as_found=False)
    many = gettext("Dua kartu memakai nomor segel ini. Catat masing-masing di barisnya.")
    none = gettext("Tidak ada kartu yang dibawa kurir dengan nomor segel ini.")
    return flash(many if found else none, "danger")


def _count(package_id: UUID, seal: str, *, as_found: bool) -> None:
    back = CardBack(office(), me().id, package_id, seal, as_found)
    try:
        with transaction() as session:
            alias = count_in_card(session, back, now=clock())
    except (SealDiffers, CardMoved) as no:
        flash(gettext(no.sentence), "warn")
    else:
        flash(gettext("Kartu lama dari paket %(alias)s dicatat kembali.", alias=alias), "good")


def _destroyed(ids: frozenset[UUID]) -> int:
    second_id = second_officer()
    with transaction() as session:
        return destroy_cards(session, NewDestruction(office(), me().id, second_id, ids), now=clock())


def _said(num: int, leaf_index: int) -> str:
    words = ngettext(
        "%(num)d kartu tercatat dimusnahkan, nomor catatan %(leaf)s. Cetak berita acaranya di bawah.",
        "%(num)d kartu tercatat dimusnahkan, nomor catatan %(leaf)s. Cetak berita acaranya di bawah.",
        num,
        leaf=leaf_index,
    )
    return str(words)


def _face(leaf_index: int) -> DestructionFace:
    with reading() as session:
        acts = destructions(session, scope_of(me()), leaf_index=leaf_index)
        cards = destroyed_in(session, leaf_index) if acts else ()
    act = acts[0] if acts else abort(404)
    lines = [
        DestroyedCard(alias, seal or "–", written(at, "d MMM y, HH.mm") if at else "–")
        for alias, seal, at in cards
    ]
    return DestructionFace(me().office_name or "", act.first, act.second, act.at, leaf_index, lines)
