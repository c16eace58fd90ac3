"""A handover QR on a driver's phone: see what it offers, then take the trip, with no account."""

from secrets import token_urlsafe

from flask import Response, request
from flask_babel import lazy_gettext

from courier_app.db import transaction
from courier_app.domain.drivers import BadDriver, Driver, read_driver
from courier_app.domain.handover_tokens import FILL_IN
from courier_app.domain.refusals import Invalid
from courier_app.services import trips
from courier_app.services.throttles import TRIP_FROM_ADDRESS, count_try
from courier_app.web.answers import json_of
from courier_app.web.contract import Contract, promises
from courier_app.web.courier.blueprint import bp
from courier_app.web.courier.bodies import JSON, json_body
from courier_app.web.courier.schemas import SessionOut, TripIn, TripLookIn, TripLookOut
from courier_app.web.courier.standing import begin_for
from courier_app.web.credentials import address
from courier_app.web.ports import clock, ports, settings

SENTENCES = {
    "name": lazy_gettext("Tulis nama lengkap Anda, seperti di kartu mitra."),
    "phone": lazy_gettext("Tulis nomor HP Indonesia, misalnya 0812 3456 7890."),
    "plate": lazy_gettext("Tulis nomor polisi kendaraan, misalnya H 1234 AB."),
}


@bp.post("/api/trips/look")
@promises(
    Contract(
        says="What a handover QR offers",
        takes=JSON,
        body=TripLookIn,
        returns={200: TripLookOut},
        problems=(401, 410, 415, 422, 429),
    )
)
def look_at_trip() -> Response:
    body = json_body(TripLookIn)
    _count()
    browser = request.cookies.get(_cookie()) or token_urlsafe(16)
    with transaction() as session:
        look = trips.look_at_trip(session, body.token, browser=browser, now=clock())
    seen = TripLookOut(
        office=look.office,
        partner=look.partner,
        packages=look.packages,
        expires_at=look.expires_at,
        fill_by=look.fill_by,
    )
    return _remembered(json_of(seen), browser)


@bp.post("/api/trips")
@promises(
    Contract(
        says="Take the trip; the token works once",
        takes=JSON,
        body=TripIn,
        returns={201: SessionOut},
        problems=(401, 410, 415, 422, 429),
    )
)
def begin_trip() -> Response:
    body = json_body(TripIn)
    driver = _driver(body)
    _count()
    with transaction() as session:
        claim = trips.TripClaim(body.token, driver, body.claim, browser=request.cookies.get(_cookie(), ""))
        sender = trips.claim_trip(session, claim, now=clock())
    return json_of(begin_for(sender), 201)


def _cookie() -> str:
    return "__Host-serah" if settings().secure else "serah"


def _remembered(answer: Response, browser: str) -> Response:
    """By a cookie and not by a number of the page's: a reload, or a slow phone that dropped the page, is the same
    browser."""
    answer.set_cookie(
        _cookie(),
        browser,
        max_age=FILL_IN,
        path="/",
        secure=settings().secure,
        httponly=True,
        samesite="Strict",
    )
    return answer


def _driver(body: TripIn) -> Driver:
    try:
        return read_driver(body.name, body.phone, body.plate)
    except BadDriver as bad:
        errors = [{"pointer": f"#/{at}", "detail": str(SENTENCES[at])} for at in bad.faults]
        raise Invalid(errors[0]["detail"], members={"errors": errors}) from None


def _count() -> None:
    with transaction() as session:
        count_try(session, ports(), TRIP_FROM_ADDRESS, address(), now=clock())
