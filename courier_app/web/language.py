"""Indonesian first, English complete: the cookie `bahasa` decides, nothing else."""

from flask import Flask, request
from flask_babel import Babel, get_locale

from courier_app.config import ROOT
from courier_app.web import moments, words

LANGUAGES = ("id", "en")
COOKIE = "bahasa"
YEAR = 31_536_000


def install(app: Flask) -> None:
    app.config.update(
        BABEL_DEFAULT_LOCALE="id",
        BABEL_DEFAULT_TIMEZONE="Asia/Jakarta",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "courier_app" / "translations"),
    )
    Babel(app, locale_selector=chosen)
    moments.install(app)
    words.install(app)
    app.context_processor(lambda: {"lang": str(get_locale()), "languages": LANGUAGES})


def chosen() -> str:
    wanted = request.cookies.get(COOKIE, "id")
    return wanted if wanted in LANGUAGES else "id"
