"""How long to wait after too many tries, in words."""

from math import ceil

from flask_babel import gettext, ngettext

from courier_app.domain.refusals import TooManyTries

MINUTE, HOUR = 60, 3600


def wait_words(wait: TooManyTries) -> str:
    """Rounded up: who comes back then is let in."""
    seconds = int(str(wait.members.get("retry_after", MINUTE)))
    if seconds > 2 * HOUR:
        hours = ceil(seconds / HOUR)
        return str(gettext("Terlalu sering mencoba. Coba lagi %(hours)d jam lagi.", hours=hours))
    if seconds < MINUTE:
        return str(gettext("Terlalu sering mencoba. Coba lagi %(seconds)s detik lagi.", seconds=seconds))
    return str(
        ngettext(
            "Terlalu sering mencoba. Coba lagi %(num)d menit lagi.",
            "Terlalu sering mencoba. Coba lagi %(num)d menit lagi.",
            ceil(seconds / MINUTE),
        )
    )
