"""Refusals, schema errors and HTTP errors, in two clothes: problem+json for programs, a page for people (RFC 9457)."""

import json
import logging
import secrets
import traceback
from collections.abc import Mapping
from itertools import takewhile
from typing import cast

from flask import Flask, Response, current_app, render_template, request
from flask_babel import gettext
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from courier_app.domain import refusals as no
from courier_app.domain.refusals import REFUSALS, Refusal
from courier_app.domain.refusals_erasure import TooEarly
from courier_app.evidence.decoders import DecodersBusy
from courier_app.web.contract import names_of
from courier_app.web.waiting import wait_words

PROBLEM = "application/problem+json"
MACHINE_PATHS = ("/kurir/api/", "/api/", "/petugas/impor/", "/ttd/api/")
log = logging.getLogger("suratsampai.problems")

STATUS_OF: dict[type[Refusal], int] = {
    no.EvidenceMissing: 409,
    no.ProofConflict: 422,
    no.BadSignature: 422,
    no.UnknownDevice: 422,
    no.UnknownPackage: 422,
    no.Invalid: 422,
    no.MediaMismatch: 422,
    no.NotAPicture: 422,
    no.MediaTooLarge: 413,
    no.MediaTypeUnknown: 415,
    no.HandoverClosed: 410,
    no.HandoverTaken: 410,
    no.ChallengeOver: 422,
    no.DeviceRefused: 403,
    no.NotAllowed: 403,
    no.SignInNeeded: 401,
    no.BadCredentials: 401,
    no.TooManyTries: 429,
    no.ForeignOrigin: 403,
    no.FormExpired: 403,
    no.FormUsed: 409,
    no.WrongStatus: 409,
    no.RulesMoved: 409,
    no.RulesRefused: 422,
    no.NotYetPublished: 409,
    no.NotAnExport: 422,
    no.SealedForOther: 422,
    no.SealedDamaged: 422,
    no.ExportIncomplete: 422,
    no.ExportTooLarge: 413,
    no.SenderUnproven: 422,
    no.OtherOffice: 403,
    no.AlreadyReviewed: 409,
    no.WrongClaimCode: 422,
    no.LinkClosed: 410,
    no.PackageHeld: 422,
    TooEarly: 422,
    no.RequestClosed: 422,
    no.CaseClosed: 422,
    no.DeliveryContested: 409,
    no.DeliveryOverturned: 410,
    no.CardOwed: 422,
    no.CardMoved: 422,
    no.SealDiffers: 422,
    no.SecondOfficerNeeded: 422,
    no.CardRuleBroken: 422,
    no.FeeNotTariff: 422,
    no.CourierNotFit: 422,
    no.ReasonNeeded: 422,
}
HTTP_REFUSALS: Mapping[int, type[Refusal]] = {413: no.MediaTooLarge, 415: no.MediaTypeUnknown}
# Pages with words of their own, for people; every other refusal says its sentence.
PAGES: Mapping[type[Refusal], str] = {
    no.NotAllowed: "problems/403.html",
    no.MediaTooLarge: "problems/413.html",
    no.TooManyTries: "problems/429.html",
    no.DeliveryContested: "problems/receipt.html",
    no.DeliveryOverturned: "problems/receipt.html",
}
HTTP_PAGES: Mapping[int, str] = {status: f"problems/{status}.html" for status in (403, 404, 405, 413, 429)}
# When even the page about an error cannot be drawn: no style, no template, no question to anything.
LAST_WORDS = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>SuratSampai</title></head>
<body><h1>Ada gangguan di pihak kami</h1><p>Coba lagi beberapa saat lagi.</p>
<p lang="en">Something is wrong on our side. Please try again in a moment.</p></body></html>
"""


def install(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(IntegrityError, _busy)
    app.register_error_handler(DecodersBusy, _busy)
    app.register_error_handler(Exception, _broken)


def for_machines() -> bool:
    return request.path.startswith(MACHINE_PATHS)


def _refused(refusal: Refusal) -> Response:
    status, title, detail = STATUS_OF[type(refusal)], gettext(refusal.title), _detail(refusal)
    if for_machines():
        answer = _with_members(problem(refusal.code, title, status, detail=detail), refusal)
    else:
        page = PAGES.get(type(refusal), "problems/refusal.html")
        answer = _page(page, status, code=refusal.code, title=title, detail=detail)
    if isinstance(refusal, no.TooManyTries):
        answer.headers["Retry-After"] = str(refusal.members.get("retry_after", 60))
    return answer


def _detail(refusal: Refusal) -> str:
    return wait_words(refusal) if isinstance(refusal, no.TooManyTries) else str(gettext(refusal.detail))


def _with_members(answer: Response, refusal: Refusal) -> Response:
    if refusal.members:
        answer.data = json.dumps({**json.loads(answer.data), **refusal.members})
    return answer


def _invalid(error: ValidationError) -> Response:
    """Names the members, never their content: it is personal data."""
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    errors = [{"pointer": _pointer(fault["loc"]), "detail": fault["type"]} for fault in faults]
    return _refused(no.Invalid(members={"errors": errors}))


def _pointer(loc: tuple[int | str, ...]) -> str:
    """As far as the names are ours: one that the sender made up is content too."""
    members, models = names_of(current_app)
    parts = (part for part in loc if part not in models)
    return "#/" + "/".join(map(str, takewhile(lambda part: isinstance(part, int) or part in members, parts)))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status in HTTP_REFUSALS:
        return _refused(HTTP_REFUSALS[status]())
    if for_machines():
        answer = problem(None, error.name, status)
    else:
        other = "problems/page.html" if status < 500 else "problems/500.html"
        answer = _page(HTTP_PAGES.get(status, other), status)
    kept = {"Allow", "Location", "Retry-After"}
    answer.headers.extend([(k, v) for k, v in error.get_headers() if k in kept])
    return answer


def _busy(error: Exception) -> Response:
    """Not known to have been kept: the phone repeats, and the repeat gets the truth. The text may hold data: unsaid."""
    log.error("busy: %s at %s", type(error).__name__, request.endpoint)
    answer = problem(None, "Service Unavailable", 503) if for_machines() else _page("problems/500.html", 503)
    answer.headers["Retry-After"] = "2"
    return answer


def _broken(error: Exception) -> Response:
    """The last resort: a request id to quote, and nothing of what went wrong."""
    number = secrets.token_hex(4)
    log.error(
        "unexpected %s at %s, request %s\n%s", type(error).__name__, request.endpoint, number, _where(error)
    )
    if for_machines():
        return problem(None, "Internal Server Error", 500)
    return _page("problems/500.html", 500, number=number)


def _where(error: Exception) -> str:
    """The lines of code it passed, without its message: that may hold what somebody typed."""
    return "".join(traceback.format_tb(error.__traceback__))


def problem(code: str | None, title: str, status: int, *, detail: str | None = None) -> Response:
    """`type` is the address of our own docs page; plain HTTP errors say exactly about:blank."""
    body = {"type": f"/problems/{code}" if code else "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    return Response(json.dumps(body), status, content_type=PROBLEM)


def _page(template: str, status: int, **facts: object) -> Response:
    try:
        text = render_template(template, status=status, **_at_the_desk(status), **facts)
    except Exception as error:  # what failed may be what the page asks: the session, the person, the database
        log.error("no page for %s: %s", status, type(error).__name__)
        text = LAST_WORDS
    return Response(text, status, content_type="text/html; charset=utf-8")


def _at_the_desk(status: int) -> Mapping[str, object]:
    """Who is signed in keeps the menu, also at an address of the officers' pages that does not exist. When something is
    broken, nobody is asked for."""
    if request.blueprint or status >= 500 or not request.path.startswith("/petugas/"):
        return {}
    tellers = current_app.template_context_processors["staff"]
    told = [cast(Mapping[str, object], tell()) for tell in tellers]
    return {name: said for one in told for name, said in one.items()}


def by_code(code: str) -> type[Refusal] | None:
    return next((kind for kind in REFUSALS if kind.code == code), None)
