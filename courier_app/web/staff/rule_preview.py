"""What the courier's screen will ask under a rule book, in the order of the door (static/js/courier/needs.js)."""

from flask import request

from courier_app.domain.checks import CHECK_WORDS, Check
from courier_app.domain.contactless import METHODS, MODE_WORDS
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
        "preview": parts_of(policy),
        "preview_kind": code,
        "preview_name": kind_name(code),
        "kinds": outbound_kinds(),
    }


def parts_of(policy: Policy) -> list[Part]:
    """Heading and lines of each part of the screen; a part that asks nothing is not there."""
    parts = [
        (Words("Sebelum menerima paket", "Before taking packages"), shift_lines(policy.shift)),
        (Words("Penerima", "Recipient"), [RELATION_WORDS[relation] for relation in policy.relations]),
        (Words("Protokol kesehatan", "Health protocol"), [_check(policy, check) for check in policy.checks]),
        (Words("Anjuran kesehatan", "Health advice"), [_check(policy, check) for check in policy.advice]),
        (Words("Periksa KTP", "ID card"), [_ID] if policy.id_check else []),
        (
            Words("Bukti wajib", "Required evidence"),
            [NEED_WORDS[need.code] for need in policy.needs_for(Outcome.DELIVERED)],
        ),
        (Words("Cara serah terima", "Way to hand over"), [MODE_WORDS[mode] for mode in policy.modes]),
        (
            Words("Bila paket diletakkan", "When it is put down"),
            [_check(policy, check) for check in policy.placed],
        ),
        (
            Words("Cara penerima memastikan", "How the recipient confirms"),
            [METHODS[one].words for one in policy.methods],
        ),
    ]
    return [(say(title), [say(words) for words in said]) for title, said in parts if said]


_ID = Words(
    "Cocok, tidak cocok, atau tidak diperiksa (dengan alasan)",
    "Matches, differs, or not checked (with the reason)",
)


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
