"""Where a proof was made, in words: how old the place is that the phone knew, or why it knew none."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import format_timedelta, gettext

from courier_app.domain.proof_times import OLD_FIX
from courier_app.domain.proofs import Flag
from courier_app.queries.proofs import Case
from courier_app.web.staff.proof_said import Said
from courier_app.web.staff.proof_words import FLAGS, Sentence


@dataclass(frozen=True)
class PlaceAge:
    """How long before the proof the phone found its place, in words; `old`: too long to believe it."""

    words: str
    old: bool


def place_age(case: Case, said: Said) -> PlaceAge | None:
    """Both times are by the phone's own clock."""
    if said.place is None:
        return None
    age = case.proof.captured_at - said.place.fix_at
    apart = format_timedelta(abs(age), threshold=1.2)
    before = age >= timedelta()
    words = (
        gettext("%(time)s sebelum bukti dibuat", time=apart)
        if before
        else gettext("%(time)s sesudah bukti dibuat", time=apart)
    )
    return PlaceAge(str(words), old=abs(age) > OLD_FIX)


def place_missing(said: Said) -> tuple[Sentence, Sentence]:
    """What the flag says, with the cause that the phone gave; none where the record cannot be read any more."""
    words, advice = FLAGS[Flag.NO_PLACE]
    why = said.no_place
    return words, f"{gettext('Sebab: %(why)s.', why=why)} {advice}" if why else advice
