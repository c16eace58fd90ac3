"""Codes of the rules in the words of the officers' screens."""

from flask_babel import gettext

from courier_app.domain.code_renewals import CHECKED_WORDS, CODE_WHY_WORDS
from courier_app.domain.evidence_classes import NEED_WORDS
from courier_app.domain.kinds import KINDS, Kind
from courier_app.domain.policies import Policy
from courier_app.domain.proofs import Outcome
from courier_app.domain.recipients import RULE_WORDS
from courier_app.domain.words import Words
from courier_app.web.words import say

FAMILY_AND_CARDS = ("KTP_EL", "KIA", "KK")


def kind_name(code: str) -> str:
    kind = KINDS[code]
    return say(Words(kind.name_id, kind.name_en))


def outbound_kinds() -> dict[str, list[tuple[str, str]]]:
    """Groups of (code, name) for a choice; the office sends these, others come in."""
    groups: dict[str, list[tuple[str, str]]] = {
        gettext("Kartu"): [],
        gettext("Akta"): [],
        gettext("Surat dan biodata"): [],
    }
    for kind in KINDS.values():
        if not kind.inbound:
            list(groups.values())[_group_of(kind)].append((kind.code, kind_name(kind.code)))
    return groups


def _group_of(kind: Kind) -> int:
    if kind.code in FAMILY_AND_CARDS:
        return 0
    return 1 if kind.code.startswith("AKTA_") else 2


def who_may_receive(policy: Policy) -> str:
    return say(RULE_WORDS[policy.recipient_rule])


def what_is_needed(policy: Policy) -> list[str]:
    """What a delivery must show before it counts."""
    needs = [say(NEED_WORDS[need.code]) for need in policy.needs_for(Outcome.DELIVERED)]
    card = (
        gettext("Kode klaim, tanda tangan di ponsel penerima, atau KTP yang cocok")
        if policy.id_match
        else gettext("Hasil pencocokan KTP")
    )
    return [*needs, card] if policy.id_check else needs


def sheet_words(code: str) -> tuple[str, str]:
    """Name of a label sheet, and what it is good for."""
    beside, plain = gettext("Kertas stiker A4"), gettext("Kertas biasa A4, dipotong")
    thermal = gettext("Printer termal")
    words = {
        "a4-2x4": (beside, gettext("8 label, 99,1 × 67,7 mm (L7165). Pilihan umum.")),
        "a4-2x5": (beside, gettext("10 label, 99,1 × 57 mm (L7173).")),
        "a4-2x6": (
            beside,
            gettext("12 label, 99,1 × 42,3 mm (L7177). Untuk alamat pendek atau tanpa alamat."),
        ),
        "a4-2x2": (beside, gettext("4 label besar, 99,1 × 139 mm (L7169).")),
        "a4-potong": (plain, gettext("8 label; gunting di garis putus-putus.")),
        "a4-satuan": (plain, gettext("1 label, 150 × 100 mm.")),
        "termal-100x150": (thermal, gettext("Label 100 × 150 mm.")),
        "termal-62": (thermal, gettext("Gulungan 62 mm.")),
    }
    return words[code]


def renewal_words() -> dict[str, list[tuple[str, str]]]:
    """What the form on the package's page offers."""
    return {
        "code_whys": [(why.value, say(words)) for why, words in CODE_WHY_WORDS.items()],
        "code_checks": [(how.value, say(words)) for how, words in CHECKED_WORDS.items()],
    }
