"""What a courier stated in a proof, in the words of the screen. Reads the manifest's members as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext

from courier_app.domain.attempts import DETAIL_WORDS, WAY_WORDS, Way
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
WARNING_WORDS = {
    "dark": Words("terlalu gelap", "too dark"),
    "covered": Words("lensa tertutup", "lens covered"),
    "blurred": Words("buram", "blurred"),
    "unchanged": Words("sama dengan foto sebelumnya", "the same as the photo before"),
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
    def followed(self) -> tuple[str, int] | None:
        """Id and version of the policy, as the phone named them."""
        policy = self._part("policy")
        named, version = policy.get("id"), policy.get("version")
        return (named, version) if isinstance(named, str) and type(version) is int else None

    @property
    def mode_code(self) -> str:
        return str(self._part("contactless").get("mode"))

    @property
    def ticked(self) -> list[str]:
        return [name for name, ticked in self.answers.get("checks", {}).items() if ticked is True]

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

    @property
    def typed_code(self) -> str:
        """For comparing; never shown."""
        return str(self.answers.get("claim_code") or "")

    def claim_code(self, mark: Mark | None, fits: bool | None) -> str:
        """Whether one was said and was right, never the code. A proof that was kept for another reason may have been
        judged before anybody looked at its code: `fits` compares it with the package's present one."""
        if not self.typed_code:
            return str(gettext("Tidak diberikan"))
        if mark is None:
            return str(gettext("Diberikan, benar"))
        if mark is Mark.CLAIM_CODE_WRONG:
            return str(gettext("Diberikan, salah"))
        cocok = gettext("Diberikan; cocok dengan kode paket yang berlaku sekarang")
        return str(
            cocok if fits else gettext("Diberikan; tidak cocok dengan kode paket yang berlaku sekarang")
        )

    @property
    def reason(self) -> str:
        return _words(REASON_WORDS, Reason, self._members.get("reason"))

    @property
    def tried(self) -> list[tuple[str, str]]:
        """What the courier says he did before giving up; nothing when the app did not ask."""
        said = self._part("tried")
        ways = [_words(WAY_WORDS, Way, contact.get("way")) for contact in said.get("contacts", ())]
        waited = int(said.get("waited_s", 0)) // 60
        lines = (
            (gettext("Keterangan"), _detail(said.get("detail"))),
            (gettext("Mencoba menghubungi"), ", ".join(ways)),
            (gettext("Lama di tempat"), gettext("%(n)d menit", n=waited) if waited else ""),
            (gettext("Catatan kurir"), str(said.get("note") or "")),
        )
        return [(str(word), str(text)) for word, text in lines if text]

    @property
    def photo_warnings(self) -> list[str]:
        """What the phone said of the photo, and the courier kept it."""
        return [
            say(WARNING_WORDS[code]) if code in WARNING_WORDS else str(code)
            for code in self.answers.get("photo_warnings") or ()
        ]

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


def _detail(code: str | None) -> str:
    """Some of what a reason offers are relations, which have words of their own."""
    if code in DETAIL_WORDS:
        return say(DETAIL_WORDS[code])
    return _words(RELATION_WORDS, Relation, code)
