"""Headers on every answer, and the origin check on every request that changes something (security.md, 2 and 5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from courier_app.domain.refusals import ForeignOrigin
from courier_app.web.ports import settings

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

SCAN_WORKER = "/kurir/scan-worker.js"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BASE_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
COURIER_CSP = BASE_CSP | {"img-src": "'self' blob:", "worker-src": "'self'", "media-src": "'self' blob:"}
SCAN_WORKER_CSP = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "connect-src": "'self'",
}
# Reads QR codes by the courier's own worker, and shows what its camera sees.
VERIFY = "/verifikasi"
EVIDENCE_CSP = {"default-src": "'none'", "sandbox": ""}
# The draft of the rules frames the form that couriers would see under it (decision 0060), and nobody else frames
# anything. That form talks to nobody: what is typed into it stays in it.
DRAFT, RULE_PHONE = "/petugas/aturan/draf", "/petugas/aturan/draf/layar"
DRAFT_CSP = BASE_CSP | {"frame-src": "'self'"}
RULE_PHONE_CSP = BASE_CSP | {
    "img-src": "'self' blob:",
    "connect-src": "'none'",
    "manifest-src": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}
OWN_CSP = {SCAN_WORKER: SCAN_WORKER_CSP, DRAFT: DRAFT_CSP, RULE_PHONE: RULE_PHONE_CSP}
CAMERA = "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
NOTHING = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
COURIER_MAY = (
    "camera=(self), geolocation=(self), screen-wake-lock=(self), "
    "microphone=(), payment=(), usb=(), interest-cohort=()"
)
# Whatever a view or a library says: what these show is about people.
NEVER_KEPT = ("/petugas/", "/cek/", "/kurir/api/", "/ttd/")
# Where answers differ, the narrower before the wider.
PLACES = (*OWN_CSP, VERIFY, "/petugas/media/", "/kurir/api/", "/petugas/", "/kurir/", "/cek/", "/ttd/")
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def install(app: Flask) -> None:
    app.before_request(refuse_foreign_origin)
    app.wsgi_app = Headed(app)  # type: ignore[method-assign]
    hops = app.extensions["suratsampai_settings"].proxy_hops
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def refuse_foreign_origin() -> None:
    """A change must come from our own pages, or from a program that is no browser (it sends neither header)."""
    if request.method not in SAFE_METHODS and not (_own_site() and _own_origin()):
        raise ForeignOrigin


def _own_site() -> bool:
    return request.headers.get("Sec-Fetch-Site") in (None, "same-origin", "none")


def _own_origin() -> bool:
    """Under `Referrer-Policy: no-referrer` a browser sends `Origin: null` with a form of our own. An old browser that
    does not tell the fetch site either is let through to a form's token; the API, which has none, refuses it."""
    origin = request.headers.get("Origin")
    if origin == "null":
        return "Sec-Fetch-Site" in request.headers or not request.path.startswith("/kurir/")
    return not origin or _own(origin)


def _own(origin: str) -> bool:
    return origin == settings().origin or urlsplit(origin).netloc == request.host


class Headed:
    """Says what every answer says, whichever part of the house gives it. Outside of Flask, whose headers are checked
    and copied one by one for each answer: these never change."""

    def __init__(self, app: Flask) -> None:
        self._app, self._parts = app.wsgi_app, app.extensions

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = "/" + environ.get("PATH_INFO", "").lstrip("/")  # as Flask reads it
        ours = headers_at(place_of(path), secure=self._parts["suratsampai_settings"].secure)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, ours.beside(headers), exc_info)

        return self._app(environ, start)


@dataclass(frozen=True)
class Ours:
    """What a view may have said otherwise, and what holds whatever it said; each by its name in lower case."""

    stand: Mapping[str, tuple[str, str]]
    hold: Mapping[str, tuple[str, str]]

    def beside(self, said: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        names = {name.lower() for name, _ in said}
        kept = [pair for pair in said if pair[0].lower() not in self.hold]
        return [*kept, *(pair for name, pair in self.stand.items() if name not in names), *self.hold.values()]


@cache
def headers_at(place: str, *, secure: bool) -> Ours:
    return Ours(_by_name(_stands(place)), _by_name(_holds(place, secure=secure)))


def place_of(path: str) -> str:
    """One for all the paths that are answered alike."""
    if path in PLACES:
        return path
    return next((place for place in PLACES if place.endswith("/") and path.startswith(place)), "/")


def _by_name(headers: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    return {name.lower(): (name, value) for name, value in headers.items()}


def _stands(path: str) -> dict[str, str]:
    framed = {"X-Frame-Options": "SAMEORIGIN"} if path == RULE_PHONE else {}
    return ALWAYS | framed | {"Cache-Control": "no-store", "Content-Security-Policy": _written(csp_for(path))}


def _holds(path: str, *, secure: bool) -> dict[str, str]:
    kept = {"Cache-Control": "no-store"} if path.startswith(NEVER_KEPT) else {}
    hsts = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if secure else {}
    return kept | hsts | {"Permissions-Policy": permissions_for(path)}


def permissions_for(path: str) -> str:
    if path == VERIFY:
        return CAMERA
    return COURIER_MAY if path.startswith("/kurir/") else NOTHING


def csp_for(path: str) -> dict[str, str]:
    """Wasm is allowed on the scan worker's own response and nowhere else."""
    if path in OWN_CSP:
        return OWN_CSP[path]
    if path.startswith("/petugas/media/"):
        return EVIDENCE_CSP
    return COURIER_CSP if path.startswith("/kurir/") or path == VERIFY else BASE_CSP


def _written(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}".strip() for name, value in policy.items())
