"""Moments as people write them: 09.51 in Indonesian, 09:51 in English."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_datetime, get_locale

CLOCKS = {"HH.mm.ss": "HH:mm:ss", "HH.mm": "HH:mm"}  # the longer one first


def install(app: Flask) -> None:
    """Flask-Babel has put its own filter of this name there before."""
    app.jinja_env.filters["datetimeformat"] = written


def written(at: datetime | date, pattern: str) -> str:
    """`pattern` as in Unicode's TR 35, with the clock as Indonesians write it."""
    if str(get_locale()) == "en":
        for ours, theirs in CLOCKS.items():
            pattern = pattern.replace(ours, theirs)
    return str(format_datetime(at, pattern))
