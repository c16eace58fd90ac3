"""What a courier stated in a proof, in the words of the screen. Reads the manifest's members as they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext

from courier_app.domain.attempts import DETAIL_WORDS, WAY_WORDS, Way
from courier_app.domain.bystanders import Bystander
from courier_app.domain.checks import CHECK_WORDS, ID_CHECK_WORDS, Check, IdCheck
from courier_app.domain.citizen_numbers import masked_numbers
from courier_app.domain.contactless import METHODS, MODE_WORDS, ConfirmationMethod, HandoverMode
from courier_app.domain.door import SPOT_WORDS, AtTheDoor, Spot
from courier_app.domain.exchange import NO_CARD_WORDS, NoCard
from courier_app.domain.names import mask_name
from courier_app.domain.payments import Payment
from courier_app.domain.proofs import Mark
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.recipients import RELATION_WORDS, Relation
from courier_app.domain.two_accounts import Receiver
from courier_app.domain.words import Words
from courier_app.services.own_phone_facts import receiver_in
from courier_app.web.fee_words import payment_from
from courier_app.web.staff.beside_lines import beside_lines
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
    def members(self) -> Members:
        return self._members

    @property
    def name(self) -> str:
        return masked_numbers(str(self._part("recipient").get("name", "")))

    @property
    def receiver(self) -> Receiver:
        """To be compared with what the recipient wrote."""
        return receiver_in(self._part("recipient"))

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

    def at_the_door(self, kinds: frozenset[str], *, has_factor: bool) -> AtTheDoor:
        """For the rules. `kinds`: the evidence that is here."""
        ticks = self.answers.get("checks", {})
        return AtTheDoor(
            mode=self.mode_code,
            spot=self._part("contactless").get("spot"),
            ticked=frozenset(name for name, ticked in ticks.items() if ticked is True),
            id_check=str(self.answers.get("id_check", "")),
            signature_status=str(self.answers.get("signature_status", "")),
            recipient=self.name,
            witness=self._witness,
            kinds=kinds,
            has_factor=has_factor,
            relation=str(self._part("recipient").get("rel") or ""),
            paper=self.paper,
        )

    @property
    def paper(self) -> str:
        """The letter that the recipient stood there by, as the courier read it."""
        return masked_numbers(str(self._part("recipient").get("paper") or ""))

    @property
    def _witness(self) -> Bystander | None:
        said = self.answers.get("witness")
        return Bystander(str(said["name"]), str(said["rel"])) if isinstance(said, dict) else None

    @property
    def witness(self) -> str:
        return self._stood_by(str)

    @property
    def witness_masked(self) -> str:
        return self._stood_by(mask_name)

    def _stood_by(self, written: Callable[[str], str]) -> str:
        found = self._witness
        related = _words(RELATION_WORDS, Relation, found.relation) if found else ""
        return f"{written(masked_numbers(found.name))} · {related}" if found else ""

    @property
    def spot(self) -> str:
        return _words(SPOT_WORDS, Spot, self._part("contactless").get("spot"))

    @property
    def mode_code(self) -> str | None:
        return self._part("contactless").get("mode")

    @property
    def mode(self) -> str:
        return _words(MODE_WORDS, HandoverMode, self.mode_code)

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
    def looked_at_card(self) -> bool:
        """The phone also says "not done" where nobody was asked; a reason why not is an answer."""
        return bool(self.id_check_reason) or self.answers.get("id_check") in (IdCheck.MATCH, IdCheck.MISMATCH)

    @property
    def id_check_reason(self) -> str:
        return masked_numbers(str(self.answers.get("id_check_reason") or ""))

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
    def old_card(self) -> list[tuple[str, str]]:
        """The seal that it lies under, or why it is not there; nothing when the phone said nothing of it."""
        said = self._part("old_card")
        lines = (
            (gettext("Segel kartu lama"), str(said.get("seal") or "")),
            (gettext("Kartu lama tidak ada"), _words(NO_CARD_WORDS, NoCard, said.get("missing"))),
            (gettext("Nomor surat"), masked_numbers(str(said.get("letter") or ""))),
        )
        return [(str(word), str(text)) for word, text in lines if text]

    @property
    def payment(self) -> Payment | None:
        return payment_from(self._members)

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
            *beside_lines(said),
            (gettext("Catatan kurir"), self.note),
        )
        return [(str(word), str(text)) for word, text in lines if text]

    @property
    def number(self) -> str:
        """Of a letter or an order, as the courier read it."""
        return masked_numbers(str(self._part("tried").get("number") or ""))

    @property
    def note(self) -> str:
        """In the courier's own words."""
        return masked_numbers(str(self._part("tried").get("note") or ""))

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
