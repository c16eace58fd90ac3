"""Words of the rules in the language of the screen."""

from flask import Flask
from flask_babel import get_locale

from courier_app.domain import rupiah as money
from courier_app.domain.words import Words


def install(app: Flask) -> None:
    app.jinja_env.globals["rupiah"] = rupiah


def say(words: Words) -> str:
    return words.en if str(get_locale()) == "en" else words.id


def rupiah(amount: int) -> str:
    return say(money.rupiah(amount))
