"""Words of the rules in the language of the screen."""

from flask_babel import get_locale

from courier_app.domain.words import Words


def say(words: Words) -> str:
    return words.en if str(get_locale()) == "en" else words.id
