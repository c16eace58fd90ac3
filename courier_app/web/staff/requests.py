"""Citizens' requests about their own data: the list by the clock, one request, and the office's answer."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from courier_app.db import reading, transaction
from courier_app.domain.disputes import LONGEST_TEXT, SHORTEST_REASON
from courier_app.domain.refusals import Invalid
from courier_app.domain.reveals import GIVEN_FOR
from courier_app.domain.rights import ANSWER_WORDS, ASKED_AT_WORDS, RIGHT_WORDS, RequestAnswer, Right
from courier_app.models import Package, RightsRequest
from courier_app.queries.rights import RequestRow, answered_requests, open_requests, request_row
from courier_app.services.holds import held_by
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.services.own_data import own_data
from courier_app.services.recipients import Erased, Recipient, open_recipient
from courier_app.services.reveals import Reveal
from courier_app.services.rights import Asking, Reply, answer_request, ask, open_words_of
from courier_app.web.own_data import own_data_file
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.keeping_words import held_words
from courier_app.web.staff.kept import asked_again
from courier_app.web.staff.package import PACKAGE, facts_or_404
from courier_app.web.staff.package_forms import NameForm, RecipientForm
from courier_app.web.staff.reveal_form import RevealForm, is_accepted, reveal_form
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.step_up import is_opened, open_for_a_while, put_on_record
from courier_app.web.typed_notes import problem_of, tidied
from courier_app.web.words import say

OPEN, TAKE = "open-", "take-"  # two forms of one page


class CorrectionForm(NameForm, RecipientForm):
    """The recipient's data as they are from now on."""


@dataclass(frozen=True)
class Asked:
    """What was typed on the page and could not be taken."""

    typed: str = ""
    problem: str = ""
    form: CorrectionForm | None = None
    opening: RevealForm | None = None
    taking: RevealForm | None = None


NOTHING = Asked()


@bp.get("/permintaan")
def requests() -> str:
    scope, now = scope_of(me()), clock()
    with reading() as session:
        waiting, ended = open_requests(session, scope), answered_requests(session, scope)
    late = sum(row.urgency(now) == "late" for row in waiting)
    return render_template(
        "staff/requests.html", waiting=waiting, ended=ended, late=late, now=now, **_words()
    )


@bp.get("/permintaan/<uuid:request_id>")
def citizen_request(request_id: UUID) -> str:
    return _page(request_id)


@bp.post("/permintaan/<uuid:request_id>/buka")
def open_for_correction(request_id: UUID) -> Response:
    """What is known, to be corrected: with a reason and the password, for a short while. Refuses with TooManyTries, and
    with 404 what has nothing to correct."""
    form = reveal_form(OPEN, reasons=GIVEN_FOR, sent=True)
    with reading() as session:
        row = _or_404(session, request_id)
    if row.right is not Right.CORRECTION or row.answer:
        abort(404)
    if not is_accepted(form):
        return make_response(_page(request_id, Asked(opening=form)), 422)
    _open_for_a_while(row, form)
    return redirect(url_for("staff.citizen_request", request_id=request_id, _anchor="grant"), 303)


@bp.post("/permintaan/<uuid:request_id>")
def answer_the_request(request_id: UUID) -> Response:
    """Refuses with RequestClosed, and an erasure like erase(). A correction is granted only while the recipient is open
    to this session, or with the reason and the password once more (0033)."""
    reason, answer = tidied(request.form.get("alasan")), _answer()
    refused = answer is RequestAnswer.REFUSED
    problem = problem_of(reason, shortest=SHORTEST_REASON if refused else 0)
    with reading() as session:
        row = _or_404(session, request_id)
    form = CorrectionForm() if row.right is Right.CORRECTION and not refused else None
    if problem or (form and not form.validate()):
        sent = reveal_form(OPEN, reasons=GIVEN_FOR, sent=True)
        return make_response(_page(request_id, Asked(reason, problem, form, sent)), 422)
    opening = _opens_with(row) if form and not row.answer else None
    if opening is not None:
        return make_response(_page(request_id, Asked(reason, form=form, opening=opening)), 422)
    corrected = form.recipient(form.name.data or "") if form else None
    with transaction() as session:
        if corrected:
            sight = Sight(What.RECIPIENT_CHANGED, row.package_id)
            record_look(session, sight, by=Actor(user_id=me().id), now=clock())
        reply = Reply(request_id, me().id, answer, reason, corrected)
        answer_request(session, ports(), reply, now=clock())
    flash(gettext("Jawaban disimpan. Warga membacanya di halaman paketnya."), "good")
    return redirect(url_for("staff.citizen_request", request_id=request_id), 303)


@bp.post("/permintaan/<uuid:request_id>/data")
def take_own_data(request_id: UUID) -> Response:
    """The file for the citizen, printed or sent by the office, with a reason and the password. The look is on record
    before anything is opened. Refuses with TooManyTries."""
    form = reveal_form(TAKE, reasons=GIVEN_FOR, sent=True)
    with reading() as session:
        row = _or_404(session, request_id)
    if not is_accepted(form):
        return make_response(_page(request_id, Asked(taking=form)), 422)
    put_on_record(Reveal(What.OWN_DATA, row.package_id, row.package_id, form.why, form.words.data or ""))
    with reading() as session:
        try:
            return own_data_file(own_data(session, ports(), row.package_id))
        except Erased:
            abort(404)


@bp.get("/permintaan/<uuid:request_id>/buka")
@bp.get("/permintaan/<uuid:request_id>/data")
def back_to_request(request_id: UUID) -> Response:
    """Opened anew, the address takes nothing out."""
    return redirect(url_for("staff.citizen_request", request_id=request_id), 303)


@bp.post("/paket/<uuid:package_id>/permintaan")
def take_request(package_id: UUID) -> Response:
    """Asked at the counter, after the identity card was looked at."""
    right, words = request.form.get("hak", ""), tidied(request.form.get("isi"))
    if right not in set(Right):
        raise Invalid
    problem = problem_of(words)
    if problem:
        address = url_for("staff.package", package_id=package_id)
        return asked_again(PACKAGE, address, {"counter-words": problem}, hak=right, isi=words)
    with transaction() as session:
        facts_or_404(session, package_id)
        asked = ask(session, ports(), Asking(package_id, Right(right), words, me().id), now=clock())
    flash(gettext("Permintaan dicatat. Batas jawabannya 3 × 24 jam sejak sekarang."), "good")
    return redirect(url_for("staff.citizen_request", request_id=asked.id), 303)


@bp.get("/paket/<uuid:package_id>/permintaan")
def back_from_request(package_id: UUID) -> Response:
    """Opened anew, the address asks for nothing."""
    return redirect(url_for("staff.package", package_id=package_id), 303)


def _answer() -> RequestAnswer:
    try:
        return RequestAnswer(request.form.get("jawaban", ""))
    except ValueError:
        raise Invalid from None


def _or_404(session: Session, request_id: UUID) -> RequestRow:
    """Another office's request is as unknown as one that never was."""
    return request_row(session, scope_of(me()), request_id) or abort(404)


def _opens_with(row: RequestRow) -> RevealForm | None:
    """The form that asks; None when the recipient is open, or is opened by what came with the answer."""
    if is_opened(What.RECIPIENT, row.package_id):
        return None
    asking = reveal_form(OPEN, reasons=GIVEN_FOR, sent=True)
    if asking.reason.name not in request.form or not is_accepted(asking):
        return asking
    _open_for_a_while(row, asking)
    return None


def _open_for_a_while(row: RequestRow, form: RevealForm) -> None:
    open_for_a_while(Reveal(What.RECIPIENT, row.package_id, row.package_id, form.why, form.words.data or ""))


def _page(request_id: UUID, asked_for: Asked = NOTHING) -> str:
    """The look is on record before a word is opened."""
    now = clock()
    with transaction() as session:
        row = _or_404(session, request_id)
        sight = Sight(What.REQUEST, row.package_id, request_id)
        record_look(session, sight, by=Actor(user_id=me().id), now=now)
    with reading() as session:
        asked, said = open_words_of(session, ports(), session.get_one(RightsRequest, request_id))
        held = [held_words()[by] for by in held_by(session, row.package_id)]
        known = _known(session, row)
    facts = {"row": row, "asked": asked, "said": said, "held": held, "now": now, "most": LONGEST_TEXT}
    shown = asked_for.form or (CorrectionForm(formdata=None, data=known) if known else None)
    facts |= {"typed": asked_for.typed, "problem": asked_for.problem, "form": shown}
    facts |= {"closed": not is_opened(What.RECIPIENT, row.package_id)}
    facts |= {"opening": asked_for.opening or reveal_form(OPEN, reasons=GIVEN_FOR)}
    facts |= {"taking": asked_for.taking or reveal_form(TAKE, reasons=GIVEN_FOR)}
    return render_template("staff/request.html", **facts, **_words())


def _known(session: Session, row: RequestRow) -> dict[str, str | None] | None:
    """What a correction begins from, once it was opened; None for other requests, answered ones, and after erasure."""
    if row.right is not Right.CORRECTION or row.answer or not is_opened(What.RECIPIENT, row.package_id):
        return None
    try:
        found: Recipient = open_recipient(session, ports(), session.get_one(Package, row.package_id))
    except Erased:
        return None
    place = f"{found.place[0] / 1e7:.5f}, {found.place[1] / 1e7:.5f}" if found.place else ""
    return {
        "name": found.name,
        "address": found.address,
        "phone": found.phone,
        "note": found.note,
        "place": place,
    }


def _words() -> dict[str, object]:
    return {
        "rights": {right.value: say(words) for right, words in RIGHT_WORDS.items()},
        "answers": {answer.value: say(words) for answer, words in ANSWER_WORDS.items()},
        "channels": {channel.value: say(words) for channel, words in ASKED_AT_WORDS.items()},
    }
