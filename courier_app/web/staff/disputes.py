"""Citizens' cases for the office: the list with what is late on top, one case, and what officers do in it."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from courier_app.db import reading, transaction
from courier_app.domain.call_backs import CALL_WORDS
from courier_app.domain.disputes import (
    ACCOUNT_WORDS,
    HEARD,
    LONGEST_TEXT,
    OFFICE_DECIDES,
    OFFICE_WRITES,
    OVERTURNS,
    SHORTEST_REASON,
    VERDICT_WORDS,
    Account,
    Said,
    Verdict,
)
from courier_app.domain.looks import RevealWhy
from courier_app.domain.refusals import Invalid
from courier_app.domain.reveals import mask_phone
from courier_app.queries.call_backs import calls_about
from courier_app.queries.disputes import (
    CaseRow,
    LineRow,
    case_row,
    courier_asked,
    decided_cases,
    lines_of,
    open_cases,
)
from courier_app.queries.package_story import package_facts, proofs_of
from courier_app.services.disputes import Line, Ruling, ask_courier, decide_dispute, open_text, write_line
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.door_story import counter_lines
from courier_app.web.staff.reveal_form import RevealForm, reveal_form
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.step_up import is_opened
from courier_app.web.typed_notes import problem_of, tidied
from courier_app.web.words import say

Typed = dict[str, str]
REVEAL = "reveal-"
CALLED_FOR = (RevealWhy.DISPUTE, RevealWhy.SAFETY, RevealWhy.OTHER)  # why somebody rings up a courier


@bp.get("/sanggahan")
def disputes() -> str:
    scope, now = scope_of(me()), clock()
    with reading() as session:
        waiting, ended = open_cases(session, scope), decided_cases(session, scope)
    late = sum(row.overdue(now) for row in waiting)
    facts = {"waiting": waiting, "ended": ended, "late": late, "now": now, "names": scope.names}
    return render_template("staff/disputes.html", verdict_words=_verdict_words(), **facts)


@bp.get("/sanggahan/<uuid:dispute_id>")
def dispute(dispute_id: UUID) -> str:
    return case_page(dispute_id)


@bp.post("/sanggahan/<uuid:dispute_id>/tanya")
def ask_the_courier(dispute_id: UUID) -> Response:
    """Refuses with CaseClosed, or with WrongStatus a package that nobody has carried."""
    with transaction() as session:
        case_or_404(session, dispute_id)
        ask_courier(session, dispute_id, by=me().id, now=clock())
    flash(gettext("Pertanyaan dikirim. Kurir membacanya di aplikasinya."), "good")
    return back_to_dispute(dispute_id)


@bp.post("/sanggahan/<uuid:dispute_id>/catatan")
def write_in_dispute(dispute_id: UUID) -> Response:
    """Refuses with CaseClosed, or with Invalid for a kind that no form of ours sends."""
    said = _said()
    text, account = tidied(request.form.get("isi")), request.form.get("ingatan", "")
    problems = {"isi": problem_of(text, shortest=SHORTEST_REASON)}
    if said is Said.CALL and account not in set(Account):
        problems["ingatan"] = str(gettext("Pilih jawaban kurir."))
    wrong = {name: problem for name, problem in problems.items() if problem}
    if wrong:
        typed = {"jenis": said.value, "isi": text, "ingatan": account}
        return make_response(case_page(dispute_id, typed=typed, wrong=wrong), 422)
    kept = Account(account) if said is Said.CALL else None
    line = Line(dispute_id, said, Actor(user_id=me().id), text, kept)
    with transaction() as session:
        case_or_404(session, dispute_id)
        write_line(session, ports(), line, now=clock())
    flash(gettext("Dicatat."), "good")
    return back_to_dispute(dispute_id)


@bp.post("/sanggahan/<uuid:dispute_id>/putusan")
def decide_the_dispute(dispute_id: UUID) -> Response:
    """Refuses with CaseClosed when a colleague or the citizen was faster."""
    verdict, reason = request.form.get("putusan", ""), tidied(request.form.get("alasan"))
    problems = {"alasan": problem_of(reason, shortest=SHORTEST_REASON)}
    if verdict not in OFFICE_DECIDES:
        problems["putusan"] = str(gettext("Pilih putusannya."))
    wrong = {name: problem for name, problem in problems.items() if problem}
    if wrong:
        typed = {"putusan": verdict, "alasan": reason}
        return make_response(case_page(dispute_id, typed=typed, wrong=wrong), 422)
    with transaction() as session:
        case_or_404(session, dispute_id)
        decide_dispute(session, ports(), Ruling(dispute_id, me().id, Verdict(verdict), reason), now=clock())
    flash(gettext("Putusan disimpan. Warga membacanya di halamannya."), "good")
    return back_to_dispute(dispute_id)


@bp.get("/sanggahan/<uuid:dispute_id>/tanya")
@bp.get("/sanggahan/<uuid:dispute_id>/catatan")
@bp.get("/sanggahan/<uuid:dispute_id>/putusan")
@bp.get("/sanggahan/<uuid:dispute_id>/telepon")
def back_to_dispute(dispute_id: UUID) -> Response:
    """A form that was shown again is gone when its address is opened anew."""
    return redirect(url_for("staff.dispute", dispute_id=dispute_id), 303)


def _said() -> Said:
    said = request.form.get("jenis", Said.TOLD.value)
    if said not in OFFICE_WRITES:
        raise Invalid
    return Said(said)


def case_or_404(session: Session, dispute_id: UUID) -> CaseRow:
    """Another office's case is as unknown as one that never was."""
    return case_row(session, scope_of(me()), dispute_id) or abort(404)


def case_page(
    dispute_id: UUID,
    *,
    typed: Typed | None = None,
    wrong: Typed | None = None,
    reveal: RevealForm | None = None,
) -> str:
    """The look is on record before a word is opened. With what could not be taken, and what is wrong with it."""
    now = clock()
    with transaction() as session:
        case = case_or_404(session, dispute_id)
        sight = Sight(What.DISPUTE, case.package_id, dispute_id)
        record_look(session, sight, by=Actor(user_id=me().id), now=now)
    with reading() as session:
        facts = _facts(session, case) | _courier_facts(session, case)
    facts["reveal"] = reveal or reveal_form(REVEAL, reasons=CALLED_FOR)
    late = case.overdue(now)
    return render_template(
        "staff/dispute.html", case=case, late=late, typed=typed or {}, wrong=wrong or {}, **facts
    )


def _facts(session: Session, case: CaseRow) -> dict[str, object]:
    lines = lines_of(session, case.id)
    words = {x.id: open_text(session, ports(), case.package_id, x.id, x.text_sealed) for x in lines}
    return {
        "package": package_facts(session, scope_of(me()), case.package_id),
        "proofs": proofs_of(session, case.package_id),
        "counter": counter_lines(session, case.package_id),
        "calls": [(call, say(CALL_WORDS[call.answer])) for call in calls_about(session, case.package_id)],
        "lines": lines,
        "words": words,
        "overturned": case.verdict in OVERTURNS,
        "waits_for_courier": _waits(lines),
        "reason": _reason(session, case),
        "verdicts": [(v.value, say(VERDICT_WORDS[v])) for v in OFFICE_DECIDES],
        "verdict_words": _verdict_words(),
        "accounts": {a.value: say(words) for a, words in ACCOUNT_WORDS.items()},
        "most": LONGEST_TEXT,
    }


def _courier_facts(session: Session, case: CaseRow) -> dict[str, object]:
    """A driver's own telephone is masked until somebody opens it for a reason; a postman's is the office's to call, as
    on the package's page."""
    courier = courier_asked(session, case.id, now=clock())
    phone = courier.phone if courier else None
    is_clear = not case.driver or is_opened(What.COURIER_PHONE, case.id)
    to_call = courier is not None and courier.trip_over and not case.heard and case.decided_at is None
    shown = phone if is_clear else mask_phone(phone or "")
    return {"courier": courier, "phone": shown, "phone_clear": is_clear and bool(phone), "to_call": to_call}


def _waits(lines: Sequence[LineRow]) -> bool:
    """A question stands, and no answer came after it."""
    spoken = [line.said for line in lines if line.said is Said.ASKED or line.said in HEARD]
    return bool(spoken) and spoken[-1] is Said.ASKED


def _reason(session: Session, case: CaseRow) -> str | None:
    return open_text(session, ports(), case.package_id, case.id, case.reason_sealed)


def _verdict_words() -> dict[str, str]:
    return {verdict.value: say(words) for verdict, words in VERDICT_WORDS.items()}
