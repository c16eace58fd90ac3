"""A new claim code after a look at who asks for it, and a package that came back sent out again."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from courier_app.db import reading, transaction
from courier_app.domain.code_messages import Ready, message, ready
from courier_app.domain.code_renewals import Checked, CodeWhy
from courier_app.domain.packages import Status
from courier_app.domain.retries import FROM_COUNTER_WORDS, FromCounter
from courier_app.models import Package
from courier_app.queries.package_story import PackageFacts
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.services.packages import Renewal, renew_claim_code
from courier_app.services.recipients import Erased, open_recipient
from courier_app.services.send_again import FROM, GoingOut, send_again
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.claim_slips import remember_issued
from courier_app.web.staff.kept import asked_again, asked_before, keep, kept
from courier_app.web.staff.package import PACKAGE, back_to_package, facts_or_404
from courier_app.web.words import say

NEW_CODE, AGAIN = "renewed-code", "send-again"


@bp.post("/paket/<uuid:package_id>/kode-klaim")
def renew_code(package_id: UUID) -> Response:
    """The old code stops working; the way leads to the new one. Refuses with WrongStatus."""
    why, checked = request.form.get("sebab", ""), request.form.get("periksa", "")
    if why not in set(CodeWhy) or checked not in set(Checked):
        return _ask_again(package_id)
    renewal = Renewal(CodeWhy(why), Checked(checked), me().id)
    with transaction() as session:
        facts_or_404(session, package_id)
        code = renew_claim_code(session, ports(), package_id, renewal, now=clock())
    return _shown(package_id, code, sent=False)


@bp.get("/paket/<uuid:package_id>/kode-klaim")
def renewed_code(package_id: UUID) -> Response | str:
    """The new code, for as long as this session keeps it; then the package's own page, which has none. Asked for, also
    a message that the officer sends from the office's own phone: the number is a look on record."""
    shown = kept(NEW_CODE, key=str(package_id))
    if not shown:
        return back_to_package(package_id)
    asked = request.args.get("pesan") == "1"
    with transaction() as session:
        facts = facts_or_404(session, package_id)
        to_send = _message(session, facts, shown["code"]) if asked else None
    more = {"asked": asked, "to_send": to_send}
    return render_template("staff/claim_code.html", package=facts, **shown, **more)


@bp.post("/paket/<uuid:package_id>/kirim-lagi")
def send_package_again(package_id: UUID) -> Response:
    """Refuses with WrongStatus what does not lie in the office."""
    text = request.form.get("lagi", "")
    going = GoingOut(package_id, me().id, FromCounter(text) if text in set(FromCounter) else None)
    with transaction() as session:
        facts = facts_or_404(session, package_id)
        if facts.status is Status.HELD_FOR_PICKUP and going.why is None:
            return _ask_why(package_id)
        made = send_again(session, ports(), going, now=clock())
    return _shown(package_id, made.claim_code, sent=True)


@bp.get("/paket/<uuid:package_id>/kirim-lagi")
def confirm_sending_again(package_id: UUID) -> Response | str:
    """What changes when the package goes out again, before it does."""
    with reading() as session:
        facts = facts_or_404(session, package_id)
    if facts.status not in FROM or facts.erased:
        return back_to_package(package_id)
    waits = facts.status is Status.HELD_FOR_PICKUP
    whys = [(str(why), say(words)) for why, words in FROM_COUNTER_WORDS.items()] if waits else []
    return render_template("staff/send_again.html", package=facts, whys=whys, **asked_before(AGAIN))


def _ask_why(package_id: UUID) -> Response:
    address = url_for("staff.confirm_sending_again", package_id=package_id)
    return asked_again(AGAIN, address, {"lagi": gettext("Pilih mengapa diantar lagi.")})


def _ask_again(package_id: UUID) -> Response:
    with reading() as session:
        facts_or_404(session, package_id)
    why, checked = request.form.get("sebab", ""), request.form.get("periksa", "")
    wrong = {} if why in set(CodeWhy) else {"sebab": gettext("Pilih mengapa perlu kode baru.")}
    if checked not in set(Checked):
        wrong["periksa"] = gettext("Pilih bagaimana Anda memastikan orangnya.")
    address = url_for("staff.package", package_id=package_id)
    return asked_again(PACKAGE, address, wrong, sebab=why, periksa=checked)


def _shown(package_id: UUID, code: str, *, sent: bool) -> Response:
    remember_issued(package_id)
    keep(NEW_CODE, {"code": code, "sent_again": sent}, key=str(package_id))
    return redirect(url_for("staff.renewed_code", package_id=package_id), 303)


def _message(session: Session, facts: PackageFacts, code: str) -> Ready | None:
    """None without a mobile number. The look is on record first: the number stands on the page."""
    record_look(session, Sight(What.RECIPIENT, facts.id), by=Actor(user_id=me().id), now=clock())
    session.flush()
    try:
        phone = open_recipient(session, ports(), session.get_one(Package, facts.id)).phone
    except Erased:
        return None
    text = message(
        office=facts.office_name, alias=facts.alias, code=code, check_address=f"{ports().label_host}/cek"
    )
    return ready(phone, text) if phone else None
