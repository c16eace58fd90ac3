"""The courier's app as files: its one page, its workers, and what the phone's home screen shows."""

import json
from typing import cast

from flask import Response, current_app, render_template, request, url_for
from flask_babel import force_locale

from courier_app.models import Audience
from courier_app.web.courier.blueprint import bp
from courier_app.web.courier.shell_files import Shell, scan_worker_url, shell_of
from courier_app.web.label_hosts import label_hosts
from courier_app.web.sessions import cookie_name
from courier_app.web.static import answer_with

KEPT = "suratsampai_shell"
# The screen that comes first, where it is not sign-in: so that its script does not wait for another to name it.
AHEAD = {"round": "js/courier/screens/round.js", "trip": "js/courier/screens/trip.js"}


@bp.get("/")
def shell() -> Response:
    """Whoever was signed in will see the round; the page is the same for everybody, and its header may tell."""
    return _hinting("round" if cookie_name(Audience.COURIER) in request.cookies else None)


@bp.get("/serah")
def shell_for_handover() -> Response:
    """The same page: the token of a handover QR is in the fragment, which no server sees."""
    return _hinting("trip")


@bp.get("/sw.js")
def service_worker() -> Response:
    return answer_with(_shell().worker, cache_control="no-cache")


@bp.get("/scan-worker.js")
def scan_worker() -> Response:
    """With a content policy of its own (web/safety.py): the only place where wasm may be compiled."""
    return answer_with(_shell().scan_worker, cache_control="no-cache")


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    home = url_for("courier.shell")
    facts = {
        "id": home,
        "start_url": home,
        "scope": home,
        "name": "SuratSampai Kurir",
        "short_name": "Kurir",
        "lang": "id",
        "dir": "ltr",
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#faf6ee",
        "theme_color": "#085153",
        "icons": [
            _icon("app-192.png", 192),
            _icon("app-512.png", 512),
            _icon("app-maskable-512.png", 512, "maskable"),
        ],
        "shortcuts": [
            {"name": "Pindai label", "url": f"{home}#/pindai", "icons": [_icon("app-192.png", 192)]},
            {"name": "Antrean kirim", "url": f"{home}#/antrean", "icons": [_icon("app-192.png", 192)]},
        ],
    }
    return _fresh(json.dumps(facts), "application/manifest+json")


def _icon(name: str, size: int, purpose: str = "any") -> dict[str, str]:
    source = url_for("static", filename=f"icons/{name}")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _hinting(screen: str | None) -> Response:
    answer = _fresh(_page(_shell().version), "text/html; charset=utf-8")
    if screen:
        answer.headers["Link"] = f"<{url_for('static', filename=AHEAD[screen])}>; rel=modulepreload"
    return answer


def _shell() -> Shell:
    """Read once a process: the files of a build do not change under it."""
    if KEPT not in current_app.extensions:
        current_app.extensions[KEPT] = shell_of(_page(""))
    return cast(Shell, current_app.extensions[KEPT])


def _page(version: str) -> str:
    """The same bytes for everybody, for it is kept and shown offline; its script speaks the person's language."""
    with force_locale("id"):
        return render_template(
            "courier/shell.html",
            lang="id",
            audience="courier",
            shell_version=version,
            app_version=current_app.extensions["suratsampai_build"],
            label_hosts=label_hosts(),
            scan_worker_url=scan_worker_url(),
        )


def _fresh(text: str, content_type: str) -> Response:
    answer = Response(text, content_type=content_type)
    answer.headers["Cache-Control"] = "no-cache"
    return answer
