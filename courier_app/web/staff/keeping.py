"""How long the office keeps data, what has been erased, and the certificate of each erasure."""

from typing import cast
from uuid import UUID

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from courier_app.db import reading, transaction
from courier_app.domain.kinds import KINDS
from courier_app.domain.retention import DEFAULT, MOST_DAYS, SHORTEST_DAYS, Keeping, is_allowed
from courier_app.queries.retention import last_erasures, latest_rules
from courier_app.services.erasure_papers import erasure_zip
from courier_app.services.keeping import NewTerm, set_term
from courier_app.web.ports import clock, ports, settings
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.keeping_words import part_words, why_erased_words
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.wording import kind_name
from courier_app.web.typed_notes import problem_of, tidied

SHORTEST_BASIS, LONGEST_BASIS = 5, 200
Typed = dict[str, str]


@bp.get("/penyimpanan")
def keeping() -> str:
    return _page()


@bp.post("/penyimpanan")
def set_keeping() -> Response:
    typed = {name: tidied(request.form.get(name)) for name in ("jenis", "foto", "data", "dasar")}
    said, wrong = _said(typed)
    if said is None or wrong:
        return make_response(_page(typed=typed, wrong=wrong), 422)
    office_id = me().office_id or abort(404)
    with transaction() as session:
        new = NewTerm(office_id, me().id, typed["jenis"], said, typed["dasar"])
        changed = set_term(session, new, now=clock())
    words = gettext("Masa simpan disimpan dan dicatat di buku besar.")
    flash(words if changed else gettext("Masa simpannya sudah begitu; tidak ada yang berubah."), "good")
    return cast(Response, redirect(url_for("staff.keeping"), 303))


@bp.get("/penyimpanan/<uuid:erasure_id>/berita-acara")
def erasure_certificate(erasure_id: UUID) -> Response:
    """Refuses with NotYetPublished."""
    scope = scope_of(me())
    with reading() as session:
        days = settings().backup_days
        body = erasure_zip(session, ports(), scope, erasure_id, backup_days=days) or abort(404)
    answer = Response(body, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="penghapusan-{erasure_id}.zip"'
    return answer


def _said(typed: Typed) -> tuple[Keeping | None, Typed]:
    """The term, and what is wrong with it."""
    wrong: Typed = {}
    if typed["jenis"] not in KINDS:
        wrong["jenis"] = gettext("Pilih jenis dokumennya.")
    if problem := problem_of(typed["dasar"], shortest=SHORTEST_BASIS):
        wrong["dasar"] = problem
    elif len(typed["dasar"]) > LONGEST_BASIS:
        wrong["dasar"] = gettext("Paling banyak %(num)d huruf.", num=LONGEST_BASIS)
    term = _term(typed["foto"], typed["data"])
    if term is None:
        wrong["foto"] = gettext(
            "Foto sedikitnya %(least)d hari; data lainnya tidak lebih pendek, dan paling lama %(most)d hari.",
            least=SHORTEST_DAYS,
            most=MOST_DAYS,
        )
    return term, wrong


def _term(pictures: str, record: str) -> Keeping | None:
    days = [text for text in (pictures, record) if text.isascii() and text.isdigit() and len(text) <= 5]
    found = Keeping(int(pictures), int(record)) if len(days) == 2 else None
    return found if found and is_allowed(found) else None


def _page(*, typed: Typed | None = None, wrong: Typed | None = None) -> str:
    office_id = me().office_id
    with reading() as session:
        rules = latest_rules(session, office_id) if office_id else ()
        erasures = last_erasures(session, scope_of(me()))
    facts = {"rules": [(kind_name(rule.kind), rule) for rule in rules], "erasures": erasures}
    kinds = [("", gettext("Pilih…")), *((code, kind_name(code)) for code in KINDS)]
    words = {"parts": part_words(), "whys": why_erased_words(), "kinds": kinds, "usual": DEFAULT}
    return render_template("staff/keeping.html", typed=typed or {}, wrong=wrong or {}, **facts, **words)
