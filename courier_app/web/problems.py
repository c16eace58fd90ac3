"""Refusals, schema errors and HTTP errors, in two clothes: problem+json for programs, a page for people (RFC 9457)."""

import json
import logging
import secrets
import traceback
from collections.abc import Mapping

from flask import Flask, Response, render_template, request
from flask_babel import gettext
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from courier_app.domain import refusals as no
from courier_app.domain.refusals import REFUSALS, Refusal
from courier_app.evidence.decoders import DecodersBusy

PROBLEM = "application/problem+json"
MACHINE_PATHS = ("/kurir/api/", "/api/")
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
    no.WrongClaimCode: 422,
}
HTTP_REFUSALS: Mapping[int, type[Refusal]] = {413: no.MediaTooLarge, 415: no.MediaTypeUnknown}


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
    status = STATUS_OF[type(refusal)]
    if for_machines():
        answer = problem(refusal.code, gettext(refusal.title), status, detail=gettext(refusal.detail))
        answer = _with_members(answer, refusal)
    else:
        answer = _page("problems/refusal.html", status, refusal=refusal)
    if isinstance(refusal, no.TooManyTries):
        answer.headers["Retry-After"] = str(refusal.members.get("retry_after", 60))
    return answer


def _with_members(answer: Response, refusal: Refusal) -> Response:
    if refusal.members:
        answer.data = json.dumps({**json.loads(answer.data), **refusal.members})
    return answer


def _invalid(error: ValidationError) -> Response:
    """Names the members, never their content: it is personal data."""
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    errors = [{"pointer": "#/" + "/".join(map(str, f["loc"])), "detail": f["type"]} for f in faults]
    return _refused(no.Invalid(members={"errors": errors}))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status in HTTP_REFUSALS:
        return _refused(HTTP_REFUSALS[status]())
    if for_machines():
        answer = problem(None, error.name, status)
    else:
        answer = _page(
            f"problems/{status}.html" if status in (403, 404, 405, 429) else "problems/500.html", status
        )
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
    return Response(
        render_template(template, status=status, **facts), status, content_type="text/html; charset=utf-8"
    )


def by_code(code: str) -> type[Refusal] | None:
    return next((kind for kind in REFUSALS if kind.code == code), None)
