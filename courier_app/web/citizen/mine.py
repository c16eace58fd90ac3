"""The citizen's own package: where it is, who brought it, and the question whether it arrived."""

from dataclasses import replace
from typing import cast

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courier_app.db import reading, transaction
from courier_app.domain.confirmations import CASE_DAYS, may_answer
from courier_app.domain.disputes import LONGEST_TEXT, Verdict
from courier_app.domain.packages import Status
from courier_app.domain.refusals import Invalid
from courier_app.models import Answer
from courier_app.queries.citizen import CitizenView, citizen_view
from courier_app.queries.contests import Contest, contest_of
from courier_app.queries.fees import payment_of
from courier_app.queries.looks import opened_by_staff
from courier_app.queries.policies import known_policy
from courier_app.services.claims import Word, masked_recipient, state_receipt
from courier_app.services.collecting import Collected, collected_of
from courier_app.services.disputes import add_citizen_note
from courier_app.services.looks import PART_OF_A_REVEAL, SHOWS_NOBODY
from courier_app.services.receivers import HandedOver, handed_over
from courier_app.web.citizen.blueprint import bp, my_package
from courier_app.web.citizen.case import CaseSeen, case_seen
from courier_app.web.citizen.contest_words import CONFIRMED, journey_of, told_of_void, told_to_citizen
from courier_app.web.citizen.counter_words import day_of, may_collect, shown_now, to_bring, told_now
from courier_app.web.citizen.money import reports_seen
from courier_app.web.citizen.words import Told, moment, relation_words
from courier_app.web.fee_words import payment_words
from courier_app.web.ports import clock, ports
from courier_app.web.typed_notes import problem_of, tidied
from courier_app.web.witnessed_words import witnessed_words


@bp.get("/cek/paket")
def mine() -> str:
    return _page()


@bp.get("/cek/paket/belum")
def not_received() -> ResponseReturnValue:
    """What happens when the citizen says "not received", before it is said."""
    with reading() as session:
        seen = citizen_view(session, my_package())
    if not _asked(seen):
        return redirect(url_for("citizen.mine"), 303)
    return _before_saying(seen)


@bp.post("/cek/paket/jawaban")
def answer() -> Response:
    """Refuses with Invalid for no answer of ours, and with WrongStatus or CaseClosed."""
    try:
        said = Answer(request.form.get("jawaban", ""))
    except ValueError:
        raise Invalid from None
    note = tidied(request.form.get("keterangan")) if said is Answer.NOT_RECEIVED else ""
    problem = problem_of(note)
    if problem:
        with reading() as session:
            seen = citizen_view(session, my_package())
        return make_response(_before_saying(seen, typed=note, problem=problem), 422)
    with transaction() as session:
        state_receipt(session, ports(), my_package(), Word(said, note), now=clock())
    return _back()


@bp.post("/cek/paket/keterangan")
def add_note() -> Response:
    """More words in an open case. Refuses with CaseClosed."""
    note = tidied(request.form.get("keterangan"))
    problem = problem_of(note, shortest=3)
    if problem:
        return make_response(_page(typed=note, problem=problem), 422)
    with transaction() as session:
        add_citizen_note(session, ports(), my_package(), note, now=clock())
    return _back()


@bp.get("/cek/paket/jawaban")
@bp.get("/cek/paket/keterangan")
def back_to_mine() -> Response:
    """A form that was shown again is gone when its address is opened anew."""
    return _back()


def _back() -> Response:
    return cast(Response, redirect(url_for("citizen.mine"), 303))


def _page(*, typed: str = "", problem: str = "") -> str:
    """`typed` and `problem`: of a note that could not be taken."""
    package_id, now = my_package(), clock()
    with transaction() as session:
        name = masked_recipient(session, ports(), package_id, now=now)
        seen = citizen_view(session, package_id)
        policy = known_policy(session, *seen.policy)
        collected = collected_of(session, ports(), package_id)
        handed = handed_over(session, ports(), package_id)
        contest = contest_of(session, package_id)
        case = case_seen(session, ports(), package_id, contest=contest)
        witnessed = witnessed_words(session, handed.leaf_index) if handed else None
        reports = reports_seen(session)
        paid = payment_of(session, handed.proof_id) if handed else None
        opened = opened_by_staff(session, package_id, coarse=SHOWS_NOBODY + PART_OF_A_REVEAL)
    more: dict[str, object] = {
        "name": name,
        "events": journey_of(seen.steps, contest),
        "handed": handed,
        "relation": _relation(handed or collected),
        "collected": collected,
        "paid": payment_words(paid) if paid else "",
    }
    more |= {
        "bring": to_bring(policy, seen.old_card),
        "may_collect": may_collect(policy),
        "opened": opened,
        "witnessed": witnessed,
        "reports": reports,
        "typed": typed,
        "problem": problem,
        "most": LONGEST_TEXT,
    }
    return render_template("citizen/mine.html", **more, **_facts(seen, case, contest))


def _before_saying(seen: CitizenView, *, typed: str = "", problem: str = "") -> str:
    form = {"typed": typed, "problem": problem, "most": LONGEST_TEXT}
    return render_template("citizen/not_received.html", days=CASE_DAYS, **form, **_facts(seen))


def _facts(
    seen: CitizenView, case: CaseSeen | None = None, contest: Contest | None = None
) -> dict[str, object]:
    told, shown_as = _told(seen, case, contest)
    facts = {
        "seen": seen,
        "told": told,
        "shown_as": shown_as,
        "asked": _asked(seen),
        "moment": moment,
        "day_of": day_of,
    }
    return facts | {"case": case, "contest": contest}


def _told(seen: CitizenView, case: CaseSeen | None, contest: Contest | None) -> tuple[Told, Status]:
    """What stands against the delivery is said above what the courier says."""
    if contest:
        return told_to_citizen(contest)
    denied = seen.said is not None and seen.said.answer is Answer.NOT_RECEIVED
    if denied and case and case.verdict is Verdict.DELIVERED_CONFIRMED:
        return CONFIRMED, Status.REPORTED_DELIVERED
    told, taken_back = told_now(seen, clock()), told_of_void(seen.status, seen.steps)
    if seen.recalled:
        return told, shown_now(seen)
    if taken_back and seen.counter:
        return replace(taken_back, following=told.following), seen.status
    return taken_back or told, shown_now(seen)


def _asked(seen: CitizenView) -> bool:
    return seen.erased_at is None and may_answer(seen.status, seen.closed_at, now=clock())


def _relation(handed: HandedOver | Collected | None) -> str:
    return relation_words(handed.relation) if handed and handed.relation else ""
