"""What a courier stated in a proof, in the words of the screen. Reads the manifest's members as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext

from courier_app.domain.checks import CHECK_WORDS, ID_CHECK_WORDS, Check, IdCheck
from courier_app.domain.contactless import METHODS, MODE_WORDS, ConfirmationMethod, HandoverMode
from courier_app.domain.proofs import Mark
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.recipients import RELATION_WORDS, Relation
from courier_app.domain.words import Words
from courier_app.web.words import say

SIGNATURE_WORDS = {
    "signed": Words("Ditandatangani", "Signed"),
    "declined": Words("Penerima tidak mau menandatangani", "The recipient did not want to sign"),
    "unable": Words("Penerima tidak dapat menandatangani", "The recipient could not sign"),
    "not_needed": Words("Tidak diperlukan", "Not needed"),
}
NO_PLACE_WORDS = {
    "denied": Words("izin lokasi ditolak di ponsel", "the phone refused the location"),
    "timeout": Words("tidak ditemukan dalam waktu yang ada", "not found in time"),
    "unavailable": Words("ponsel tidak dapat menentukannya", "the phone could not tell"),
    "stale": Words("hanya ada lokasi yang sudah lama", "only an old position was known"),
}
METHOD_WORDS = {method: found.words for method, found in METHODS.items()}
REASON_WORDS = {reason: found.words for reason, found in REASONS.items()}
Members = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Degrees × 10^7, metres, and when the phone found it."""

    lat_e7: int
    lon_e7: int
    acc_m: int
    fix_at: datetime

    @property
    def written(self) -> str:
        return f"{self.lat_e7 / 1e7:.6f}, {self.lon_e7 / 1e7:.6f}"

    @property
    def pair(self) -> tuple[int, int]:
        return self.lat_e7, self.lon_e7


class Said:
    """Empty words where nothing was said. A code that we do not know is shown as it is."""

    def __init__(self, members: Members) -> None:
        self._members = members

    @property
    def name(self) -> str:
        return str(self._part("recipient").get("name", ""))

    @property
    def relation(self) -> str:
        return _words(RELATION_WORDS, Relation, self._part("recipient").get("rel"))

    @property
    def is_self(self) -> bool:
        return self._part("recipient").get("rel") == Relation.SELF

    @property
    def mode(self) -> str:
        return _words(MODE_WORDS, HandoverMode, self._part("contactless").get("mode"))

    @property
    def method(self) -> str:
        return _words(METHOD_WORDS, ConfirmationMethod, self._part("contactless").get("method"))

    @property
    def checks(self) -> list[tuple[str, bool]]:
        """What was asked at the door, and whether it was ticked."""
        ticks = self.answers.get("checks", {})
        return [(_words(CHECK_WORDS, Check, name), ticked is True) for name, ticked in ticks.items()]

    @property
    def id_check(self) -> str:
        return _words(ID_CHECK_WORDS, IdCheck, self.answers.get("id_check"))

    @property
    def id_check_reason(self) -> str:
        return str(self.answers.get("id_check_reason") or "")

    @property
    def signature(self) -> str:
        status = self.answers.get("signature_status", "")
        return say(SIGNATURE_WORDS[status]) if status in SIGNATURE_WORDS else str(status)

    def claim_code(self, mark: Mark | None) -> str:
        """Whether one was said, never the code."""
        if not self.answers.get("claim_code"):
            return str(gettext("Tidak diberikan"))
        wrong = mark is Mark.CLAIM_CODE_WRONG
        return str(gettext("Diberikan, salah") if wrong else gettext("Diberikan"))

    @property
    def reason(self) -> str:
        return _words(REASON_WORDS, Reason, self._members.get("reason"))

    @property
    def place(self) -> Place | None:
        gps = self._part("gps")
        if "lat_e7" not in gps:
            return None
        return Place(gps["lat_e7"], gps["lon_e7"], gps["acc_m"], datetime.fromisoformat(gps["fix_at"]))

    @property
    def no_place(self) -> str:
        why = self._part("gps").get("none", "")
        return say(NO_PLACE_WORDS[why]) if why in NO_PLACE_WORDS else str(why)

    @property
    def answers(self) -> Members:
        found: Members = self._part("policy").get("answers", {})
        return found

    @property
    def prev(self) -> str:
        return str(self._members.get("prev") or "")

    @property
    def app(self) -> str:
        return str(self._members.get("app", ""))

    @property
    def unsigned(self) -> str:
        return str(self._members.get("unsigned") or "")

    def _part(self, name: str) -> Members:
        part = self._members.get(name)
        return part if isinstance(part, dict) else {}


def _words(table: Mapping[Any, Words], codes: type[StrEnum], code: object) -> str:
    if code in set(codes):
        return say(table[codes(str(code))])
    return str(code or "")
