"""The draft of a region's rule book: form, preview, and publishing in two steps."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from courier_app.db import reading, transaction
from courier_app.domain.rulebook_json import draft_book, rulebook_of
from courier_app.domain.rulebooks import NATIONAL, Rulebook, adjustable_kinds, problems
from courier_app.models import RuleDraft
from courier_app.queries.rulebooks import draft_of, edition_of
from courier_app.services.rulebooks import DraftInHand, discard_draft, publish, save_draft
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.calendar import begin_of, day_of, read_day
from courier_app.web.staff.kept import keep, kept
from courier_app.web.staff.rule_form import SENTENCES, choices, read_book, recipient_choices
from courier_app.web.staff.rule_phone import example_in, phone_of
from courier_app.web.staff.rules import differences, my_region
from courier_app.web.staff.wording import kind_name

CONFIRM = "aturan-terbit"


@bp.get("/aturan/draf")
def draft_rules() -> str | Response:
    with reading() as session:
        draft = draft_of(session, my_region(session))
    if draft is None:
        return _no_draft()
    book = draft_book(draft.contents)
    rows = [
        (kind, kind_name(kind.code), recipient_choices(kind), book.rule_of(kind))
        for kind in adjustable_kinds()
    ]
    facts = {"draft": draft, "book": book, "errors": _errors(book, day_of(clock())), "rows": rows}
    facts |= {"offered": choices(), "temp_max": _degrees(book.shift.temp_max)}
    return render_template("staff/rule_draft.html", **facts, **phone_of(book, draft.region_code))


@bp.post("/aturan/draf")
def save_rules() -> Response:
    """Keeps what was typed, right or wrong, and goes on where the button says. Refuses with RulesMoved."""
    step, book = request.form.get("langkah", "simpan"), read_book(request.form)
    with transaction() as session:
        region = my_region(session)
        if step == "buang":
            discard_draft(session, _mine(region))
        else:
            save_draft(session, _mine(region), book, now=clock())
    if step == "buang":
        flash(gettext("Draf dibuang. Aturan yang berlaku tidak berubah."), "good")
        return redirect(url_for("staff.rules"), 303)
    if step == "terbit" and not problems(book, begins=day_of(clock())):
        return redirect(url_for("staff.confirm_rules"), 303)
    if problems(book, begins=day_of(clock())):
        flash(gettext("Draf disimpan. Yang bertanda merah masih perlu diperbaiki."), "warn")
    else:
        flash(gettext("Draf disimpan."), "good")
    return redirect(url_for("staff.draft_rules", **example_in(request.form).address), 303)


@bp.get("/aturan/draf/terbit")
def confirm_rules() -> str | Response:
    """What would change, and from which day on."""
    with reading() as session:
        draft = draft_of(session, my_region(session))
        before = _book_before(session, draft) if draft else NATIONAL
    if draft is None:
        return _no_draft()
    book, noted, today = draft_book(draft.contents), kept(CONFIRM), day_of(clock())
    facts = {"draft": draft, "changes": differences(before, book), "today": today.isoformat()}
    facts |= {"begins": noted.get("mulai", today.isoformat()), "error": noted.get("error", "")}
    return render_template("staff/rule_confirm.html", **facts, errors=_errors(book, today))


@bp.post("/aturan/draf/terbit")
def publish_rules() -> Response:
    """Refuses with RulesMoved, RulesRefused."""
    typed = request.form.get("mulai", "")
    day = read_day(typed)
    if day is None or day < day_of(clock()):
        return _again(typed, gettext("Pilih hari ini atau hari sesudahnya."))
    with transaction() as session:
        region = my_region(session)
        draft = draft_of(session, region)
        if draft and problems(draft_book(draft.contents), begins=day):
            return _again(typed, gettext("Ada kelonggaran atau tarif yang berakhir sebelum tanggal ini."))
        edition = publish(session, _mine(region), begin_of(day), now=clock())
    flash(gettext("Edisi %(number)d diterbitkan.", number=edition.number), "good")
    return redirect(url_for("staff.edition", region=region, edition_number=edition.number), 303)


def _no_draft() -> Response:
    flash(gettext("Tidak ada draf. Buat draf baru dari aturan yang berlaku."), "warn")
    return redirect(url_for("staff.rules"), 303)


def _again(typed: str, error: str) -> Response:
    key = keep(CONFIRM, {"mulai": typed, "error": error})
    return redirect(url_for("staff.confirm_rules", isian=key), 303)


def _book_before(session: Session, draft: RuleDraft) -> Rulebook:
    base = edition_of(session, draft.region_code, draft.based_on)
    return rulebook_of(base.contents) if base else NATIONAL


def _errors(book: Rulebook, today: date) -> dict[str, str]:
    return {field: str(SENTENCES[code]) for field, code in problems(book, begins=today).items()}


def _degrees(tenths: int) -> str:
    whole, tenth = divmod(max(tenths, 0), 10)
    return f"{whole},{tenth}"


def _mine(region: str) -> DraftInHand:
    return DraftInHand(region, me().id, request.form.get("revisi", type=int) or 0)
