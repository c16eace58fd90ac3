"""What the courier's screen will ask under a rule book, in the order of the door (static/js/courier/needs.js)."""

from flask import request

from courier_app.domain.card_rules import CardRule
from courier_app.domain.checks import CHECK_WORDS, Check
from courier_app.domain.contactless import METHODS, MODE_WORDS, HandoverMode
from courier_app.domain.door import SPOT_WORDS
from courier_app.domain.evidence_classes import NEED_WORDS
from courier_app.domain.health import SHIFT_MODE_WORDS, Shift
from courier_app.domain.kinds import KINDS
from courier_app.domain.policies import Policy
from courier_app.domain.proofs import Outcome
from courier_app.domain.recipients import RELATION_WORDS
from courier_app.domain.rulebooks import Rulebook, adjustable_kinds, policy_of
from courier_app.domain.words import Words
from courier_app.web.ports import clock
from courier_app.web.staff.calendar import day_of
from courier_app.web.staff.wording import kind_name, outbound_kinds
from courier_app.web.words import say

FIRST = "KTP_EL"
Part = tuple[str, list[str]]
_DISTANCE = Words("Jarak minimal {} meter dijaga", "At least {} m kept")


def preview_of(book: Rulebook, edition: tuple[str, int]) -> dict[str, object]:
    """For templates/staff/parts/rule_preview.html. The kind is the one in the address."""
    codes = {kind.code for kind in adjustable_kinds()}
    asked = request.args.get("jenis", FIRST)
    code = asked if asked in codes else FIRST
    policy = policy_of(book, KINDS[code], edition=edition, on=day_of(clock()))
    return {
        "preview": in_words(book, code, policy),
        "preview_kind": code,
        "preview_name": kind_name(code),
        "kinds": outbound_kinds(),
    }


def in_words(book: Rulebook, kind: str, policy: Policy) -> list[Part]:
    return [*parts_of(policy), *_card_part(book.card_rule(KINDS[kind]))]


def parts_of(policy: Policy) -> list[Part]:
    """Heading and lines of each part of the screen; a part that asks nothing is not there."""
    parts = [
        (Words("Sebelum menerima paket", "Before taking packages"), shift_lines(policy.shift)),
        (Words("Penerima", "Recipient"), [RELATION_WORDS[relation] for relation in policy.relations]),
        (
            Words("Nomor surat dicatat", "The letter's number is noted"),
            [RELATION_WORDS[one] for one in policy.papers],
        ),
        (Words("Protokol kesehatan", "Health protocol"), [_check(policy, check) for check in policy.checks]),
        (Words("Anjuran kesehatan", "Health advice"), [_check(policy, check) for check in policy.advice]),
        (Words("Periksa KTP", "ID card"), _card(policy)),
        (
            Words("Bukti wajib", "Required evidence"),
            [NEED_WORDS[need.code] for need in policy.needs_for(Outcome.DELIVERED)],
        ),
        (Words("Cara serah terima", "Way to hand over"), [MODE_WORDS[mode] for mode in policy.modes]),
        (
            Words("Bila paket diletakkan", "When it is put down"),
            _put_down(policy) if HandoverMode.PLACED_AND_WATCHED in policy.modes else [],
        ),
        (Words("Tanda tangan di ponsel kurir", "Signing on the courier's phone"), _signing(policy)),
        (
            Words("Cara penerima memastikan", "How the recipient confirms"),
            [METHODS[one].words for one in policy.methods],
        ),
    ]
    return [(say(title), [say(words) for words in said]) for title, said in parts if said]


_CARD = Words(
    "Kartu lama diambil: foto dengan nomor tertutup dan nomor segel, atau sebab mengapa tidak ada",
    "The old card is taken: a photo with its number covered and the seal's number, or why there is none",
)
_IF_SAID = Words(
    "Hanya bila petugas mencatatnya saat mendaftarkan: datanya berubah, atau kartunya rusak",
    "Only if an officer noted it at registration: the data changed, or the card is damaged",
)
_CARD_LINES = {CardRule.ALWAYS: [_CARD], CardRule.ASKED: [_CARD, _IF_SAID], CardRule.NEVER: []}


def _card_part(rule: CardRule) -> list[Part]:
    said = [say(words) for words in _CARD_LINES[rule]]
    return [(say(Words("Kartu lama", "Old card")), said)] if said else []


_ID = Words(
    "Cocok, tidak cocok, atau tidak diperiksa (dengan alasan)",
    "Matches, differs, or not checked (with the reason)",
)
_ID_FIRM = Words(
    "Tanpa kode klaim dan tanpa tanda tangan di ponsel penerima, KTP harus cocok; petugas menelepon penerima",
    "Without the claim code and without a signature on the recipient's phone the card must match; an officer calls",
)


def _card(policy: Policy) -> list[Words]:
    asked = ((_ID, policy.id_check), (_ID_FIRM, policy.id_match))
    return [words for words, is_so in asked if is_so]


_OR_FACTOR = Words(
    "KTP ditunjukkan dari jauh dan cocok, atau kode klaim, atau tanda tangan di ponsel penerima",
    "A matching ID card shown at a distance, or the claim code, or a signature on the recipient's phone",
)
_WITNESS = Words(
    "Menolak atau tidak bisa: saksi (nama dan hubungan) dan foto; petugas mungkin menelepon",
    "Declines or cannot: a witness (name and relation) and a photo; an officer may call",
)
_GRAB = Words("Kurir Grab: minimal {} meter", "Grab's couriers: at least {} m")
_SPOT = Words("Tempatnya dipilih: {}", "The spot is chosen: {}")


def _put_down(policy: Policy) -> list[Words]:
    ticks = [_check(policy, check) for check in policy.placed]
    if policy.door is None:
        return ticks
    spots = [SPOT_WORDS[spot] for spot in policy.door.spots]
    named = Words(_SPOT.id.format(_row(spots, "id")), _SPOT.en.format(_row(spots, "en")))
    farther = [Words(_GRAB.id.format(m), _GRAB.en.format(m)) for _, m in policy.door.partner_m]
    return [named, NEED_WORDS["photo"], *ticks, *farther, *([_OR_FACTOR] if policy.door.placed_id else [])]


def _row(words: list[Words], language: str) -> str:
    return ", ".join(getattr(one, language).lower() for one in words)


def _signing(policy: Policy) -> list[Words]:
    if policy.door is None or not policy.share_device:
        return []
    return [*(CHECK_WORDS[check] for check in policy.door.shared), _WITNESS]


def _check(policy: Policy, check: Check) -> Words:
    if check is not Check.DISTANCE:
        return CHECK_WORDS[check]
    return Words(_DISTANCE.id.format(policy.distance_m), _DISTANCE.en.format(policy.distance_m))


def shift_lines(shift: Shift | None) -> list[Words]:
    """What the courier is asked before work."""
    if shift is None:
        return []
    whole, tenth = divmod(shift.temp_max, 10)
    asked = (
        (True, Words(f"Suhu tidak di atas {whole},{tenth} °C", f"Temperature not above {whole}.{tenth} °C")),
        (shift.symptoms, Words("Tidak ada gejala", "No symptoms")),
        (shift.mask, Words("Membawa masker", "Carries masks")),
        (shift.hands, Words("Membawa pembersih tangan", "Carries sanitiser")),
    )
    return [SHIFT_MODE_WORDS[shift.mode], *(words for is_so, words in asked if is_so)]
