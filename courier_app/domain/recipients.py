"""Who may receive a package, and what they are to the person named on it (domain.md 3.1, 6)."""

from enum import StrEnum

from courier_app.domain.citizen_numbers import holds_citizen_number
from courier_app.domain.evidence_classes import EvidenceClass
from courier_app.domain.names import name_tokens
from courier_app.domain.words import Words


class RecipientRule(StrEnum):
    SELF = "SELF"
    SELF_OR_KK = "SELF_OR_KK"
    KK_OR_PROXY = "KK_OR_PROXY"
    PARENT = "PARENT"
    APPLICANT = "APPLICANT"
    ADULT_AT_ADDRESS = "ADULT_AT_ADDRESS"
    OFFICER = "OFFICER"


class Relation(StrEnum):
    SELF = "self"
    SPOUSE = "spouse"
    PARENT = "parent"
    ADULT_CHILD = "adult_child"
    SIBLING = "sibling"
    KK_MEMBER = "kk_member"
    GUARDIAN = "guardian"
    PROXY = "proxy"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    RT_RW = "rt_rw"
    VILLAGE_STAFF = "village_staff"
    SECURITY_STAFF = "security_staff"
    RECEPTIONIST = "receptionist"
    COLLEAGUE = "colleague"
    OFFICER = "officer"


RULE_WORDS = {
    RecipientRule.SELF: Words("Hanya yang bersangkutan", "Only the person named"),
    RecipientRule.SELF_OR_KK: Words(
        "Yang bersangkutan atau anggota KK dewasa",
        "The person named, or an adult on the same family card",
    ),
    RecipientRule.KK_OR_PROXY: Words(
        "Yang bersangkutan, anggota KK dewasa, atau pemegang surat kuasa",
        "The person named, an adult on the same family card, or a proxy with a signed letter",
    ),
    RecipientRule.PARENT: Words("Orang tua atau wali, bukan anak", "A parent or guardian, never the child"),
    RecipientRule.APPLICANT: Words(
        "Pemohon atau pasangan yang tercantum", "The applicant, or the spouse named in the document"
    ),
    RecipientRule.ADULT_AT_ADDRESS: Words(
        "Orang dewasa yang tinggal di alamat", "Any adult living at the address"
    ),
    RecipientRule.OFFICER: Words("Petugas Disdukcapil", "An officer of the registry"),
}

RELATION_WORDS = {
    Relation.SELF: Words("Yang bersangkutan", "The person named"),
    Relation.SPOUSE: Words("Suami/Istri", "Spouse"),
    Relation.PARENT: Words("Orang tua", "Parent"),
    Relation.ADULT_CHILD: Words("Anak (dewasa)", "Adult child"),
    Relation.SIBLING: Words("Saudara kandung", "Brother or sister"),
    Relation.KK_MEMBER: Words("Anggota KK lainnya", "Another member of the family card"),
    Relation.GUARDIAN: Words("Wali", "Legal guardian"),
    Relation.PROXY: Words("Penerima kuasa", "Proxy with a signed letter"),
    Relation.RELATIVE: Words("Kerabat di luar KK", "Relative outside the family card"),
    Relation.NEIGHBOUR: Words("Tetangga", "Neighbour"),
    Relation.RT_RW: Words("Ketua RT/RW", "Head of the neighbourhood"),
    Relation.VILLAGE_STAFF: Words("Perangkat desa/kelurahan", "Village staff"),
    Relation.SECURITY_STAFF: Words("Satpam/asisten rumah tangga", "Security guard or household help"),
    Relation.RECEPTIONIST: Words("Sekretaris/resepsionis", "Secretary or receptionist"),
    Relation.COLLEAGUE: Words("Rekan kerja/pegawai", "Colleague"),
    Relation.OFFICER: Words("Petugas Disdukcapil", "Registry officer"),
}

_R = Relation
_ON_THE_KK = (_R.SELF, _R.SPOUSE, _R.PARENT, _R.ADULT_CHILD, _R.SIBLING, _R.KK_MEMBER)

# Its number is recorded, or a few words on which letter it is; it is never photographed.
NEEDS_PAPER = frozenset({_R.GUARDIAN, _R.PROXY, _R.RELATIVE})
LEAST_PAPER, LONGEST_PAPER = 3, 60
NEVER_CLASS_A = frozenset(
    {_R.NEIGHBOUR, _R.RT_RW, _R.VILLAGE_STAFF, _R.SECURITY_STAFF, _R.RECEPTIONIST, _R.COLLEAGUE}
)

_RELATIONS: dict[RecipientRule, tuple[Relation, ...]] = {
    RecipientRule.SELF: (_R.SELF,),
    RecipientRule.SELF_OR_KK: _ON_THE_KK,
    RecipientRule.KK_OR_PROXY: (*_ON_THE_KK, _R.PROXY, _R.RELATIVE),
    RecipientRule.PARENT: (_R.PARENT, _R.GUARDIAN),
    RecipientRule.APPLICANT: (_R.SELF, _R.SPOUSE),
    RecipientRule.ADULT_AT_ADDRESS: (*_ON_THE_KK, _R.RELATIVE, _R.SECURITY_STAFF),
    RecipientRule.OFFICER: (_R.OFFICER,),
}


def relations_allowed(rule: RecipientRule, evidence_class: EvidenceClass) -> tuple[Relation, ...]:
    """Who may receive, in the order a courier is offered them.

    Outsiders never receive class A, whatever the rule says.
    """
    barred = NEVER_CLASS_A if evidence_class is EvidenceClass.A else frozenset()
    return tuple(relation for relation in _RELATIONS[rule] if relation not in barred)


def is_paper(text: str | None) -> bool:
    """Enough to find the letter again; nobody's NIK."""
    said = (text or "").strip()
    return LEAST_PAPER <= len(said) <= LONGEST_PAPER and not holds_citizen_number(said)


def names_agree(typed: str, addressee: str) -> bool:
    """Whether two spellings are one name: case, titles, punctuation aside, word by word."""
    words = name_tokens(typed)
    return bool(words) and words == name_tokens(addressee)
