"""Di loket: which packages wait for their citizens, until when, and what an officer does with one."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from courier_app.db import reading, transaction
from courier_app.domain.collecting import NO_CARD_HERE
from courier_app.domain.counter import LONGER_WORDS, Longer, is_past
from courier_app.domain.exchange import NO_CARD_WORDS, OldCard
from courier_app.domain.kinds import KINDS
from courier_app.domain.packages import Status
from courier_app.domain.policies import Policy
from courier_app.domain.recipients import NEEDS_PAPER, RELATION_WORDS, Relation
from courier_app.domain.typed_text import Unreadable
from courier_app.printing.counter_receipt import CounterFace, print_counter_receipt
from courier_app.queries.counter import SHOWN, stays_of, waiting_at_counter
from courier_app.queries.package_story import PackageFacts
from courier_app.queries.picking import Candidate
from courier_app.queries.policies import known_policy
from courier_app.services.counter import NewStay, wait_at_counter, wait_longer
from courier_app.web.label_hosts import label_hosts
from courier_app.web.moments import written
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.handovers import office
from courier_app.web.staff.kept import asked_again, asked_before
from courier_app.web.staff.package import facts_or_404
from courier_app.web.staff.package_forms import in_one_line
from courier_app.web.staff.papers import pdf_answer
from courier_app.web.staff.picking import UNREADABLE, find_package
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.wording import kind_name, who_may_receive
from courier_app.web.words import say

LONGEST_SCAN, ONE = 96, "at-counter"


@bp.get("/loket")
def counter() -> str:
    with reading() as session:
        rows = waiting_at_counter(session, scope_of(me()), now=clock())
    facts = {"rows": rows, "past": sum(row.past for row in rows), "most": SHOWN}
    return render_template("staff/counter.html", kind_name=kind_name, **facts)


@bp.post("/loket")
def find_at_counter() -> Response:
    """The envelope in hand, or the number that the citizen brings: to its own page at the counter."""
    scan = in_one_line(request.form.get("pindai"))[:LONGEST_SCAN]
    problem, package = _found(scan)
    if package is None:
        flash(problem, "danger")
        return redirect(url_for("staff.counter"), 303)
    if package.status is Status.HELD_FOR_PICKUP:
        return redirect(url_for("staff.at_counter", package_id=package.id), 303)
    flash(gettext("Paket %(alias)s tidak menunggu di loket.", alias=package.alias), "warn")
    return redirect(url_for("staff.package", package_id=package.id), 303)


@bp.get("/paket/<uuid:package_id>/loket")
def at_counter(package_id: UUID) -> Response | str:
    """What does not wait at the counter has its own page."""
    with reading() as session:
        facts = facts_or_404(session, package_id)
        policy = known_policy(session, facts.policy_id, facts.policy_version)
        stays = stays_of(session, package_id)
    if facts.status is not Status.HELD_FOR_PICKUP:
        return redirect(url_for("staff.package", package_id=package_id), 303)
    said = {"package": facts, "kind": kind_name(facts.kind), "stays": stays, **counter_facts(facts)}
    return render_template("staff/at_counter.html", **said, **_asks(policy), **asked_before(ONE))


@bp.get("/paket/<uuid:package_id>/loket/tanda-terima.pdf")
def counter_receipt(package_id: UUID) -> Response:
    """Nobody's name is on it, so no look is recorded; what does not wait at the counter has none."""
    with reading() as session:
        facts = facts_or_404(session, package_id)
        policy = known_policy(session, facts.policy_id, facts.policy_version)
    if facts.status is not Status.HELD_FOR_PICKUP:
        return redirect(url_for("staff.package", package_id=package_id), 303)
    return pdf_answer(
        lambda out: print_counter_receipt(_face(facts, policy), out),
        record=lambda: None,
        name="tanda-terima-loket",
    )


@bp.post("/paket/<uuid:package_id>/loket/simpan")
def put_at_counter(package_id: UUID) -> Response:
    """What lies in the office waits there for its citizen. Refuses with WrongStatus whatever is elsewhere."""
    with transaction() as session:
        waits = wait_at_counter(session, _stay(package_id), now=clock())
    day = day_of(waits.until)
    said = gettext("Paket menunggu diambil di loket sampai %(day)s. Halaman warga mengatakannya.", day=day)
    flash(said, "good")
    return redirect(url_for("staff.package", package_id=package_id), 303)


@bp.post("/paket/<uuid:package_id>/loket/lama")
def keep_longer(package_id: UUID) -> Response:
    """Refuses with WrongStatus what does not wait at the counter."""
    why, here = request.form.get("sebab", ""), url_for("staff.at_counter", package_id=package_id)
    if why not in set(Longer):
        return asked_again(ONE, here, {"sebab": gettext("Pilih mengapa disimpan lebih lama.")})
    with transaction() as session:
        waits = wait_longer(session, _stay(package_id), Longer(why), now=clock())
    flash(gettext("Disimpan di loket sampai %(day)s.", day=day_of(waits.until)), "good")
    return redirect(here, 303)


@bp.get("/paket/<uuid:package_id>/loket/simpan")
@bp.get("/paket/<uuid:package_id>/loket/lama")
def back_to_counter(package_id: UUID) -> Response:
    """Where only forms are sent, there is nothing to see."""
    return redirect(url_for("staff.at_counter", package_id=package_id), 303)


def counter_facts(facts: PackageFacts) -> dict[str, object]:
    """Until when it waits, whether that is over, and the reasons to keep it on."""
    reasons = {str(why): say(words) for why, words in LONGER_WORDS.items()}
    until = day_of(facts.held_until) if facts.held_until else ""
    return {"until": until, "past": is_past(facts.held_until, clock()), "reasons": reasons}


def _asks(policy: Policy | None) -> dict[str, object]:
    """Who may take it, by the rules that it waits under, and why no old card is taken in."""
    relations = policy.relations if policy else ()
    return {
        "who": who_may_receive(policy) if policy else "",
        "relations": [(str(one), say(RELATION_WORDS[one])) for one in relations],
        "papers": any(one in NEEDS_PAPER for one in relations),
        "others": any(one is not Relation.SELF for one in relations),
        "no_card": [(str(why), say(NO_CARD_WORDS[why])) for why in NO_CARD_HERE],
    }


def _face(facts: PackageFacts, policy: Policy | None) -> CounterFace:
    """In Bahasa Indonesia, whatever language the page has: it is an official paper."""
    relations = policy.relations if policy else ()
    return CounterFace(
        facts.office_name,
        facts.alias,
        KINDS[facts.kind].name_id,
        for_others=any(one is not Relation.SELF for one in relations),
        with_paper=any(one in NEEDS_PAPER for one in relations),
        old_card=facts.old_card is OldCard.OWED,
    )


def day_of(at: datetime) -> str:
    return written(at, "EEEE, d MMMM y")


def _stay(package_id: UUID) -> NewStay:
    return NewStay(office(), me().id, frozenset({package_id}))


def _found(scan: str) -> tuple[str, Candidate | None]:
    """A package of this office, or the sentence that says why there is none."""
    if not scan:
        return str(gettext("Pindai label atau ketik nomor paket dulu.")), None
    try:
        with reading() as session:
            package = find_package(session, scan, office_id=office(), hosts=label_hosts())
    except Unreadable as bad:
        return str(UNREADABLE[bad.reason]), None
    if package is None or package.office_id != office():
        return str(gettext("Paket ini tidak ada dalam catatan kantor Anda.")), None
    return "", package
