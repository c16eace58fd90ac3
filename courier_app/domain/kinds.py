"""Every kind of document that is delivered, with its default rule and class (domain.md, section 3).

Couriers, labels and partners never see the kind.
"""

from dataclasses import dataclass
from enum import StrEnum

from courier_app.domain.card_rules import CardRule
from courier_app.domain.evidence_classes import EvidenceClass
from courier_app.domain.recipients import RecipientRule


class ChildData(StrEnum):
    YES = "yes"
    OFTEN = "often"
    NO = "no"


@dataclass(frozen=True)
class Kind:
    """`discreet`: neutral words in every message. `rule_if_adult`: if the child is of age.
    `exchange`: a new one may be given against the old one; `card_rule`: when, by the national rule."""

    code: str
    name_id: str
    name_en: str
    evidence_class: EvidenceClass
    recipient_rule: RecipientRule
    child_data: ChildData = ChildData.NO
    card: bool = False
    discreet: bool = False
    rule_if_adult: RecipientRule | None = None
    exchange: bool = False
    card_rule: CardRule = CardRule.NEVER

    @property
    def inbound(self) -> bool:
        """From the citizen to the office."""
        return self.recipient_rule is RecipientRule.OFFICER


_A, _B, _C = EvidenceClass
_SELF, _PARENT, _APPLICANT = RecipientRule.SELF, RecipientRule.PARENT, RecipientRule.APPLICANT
_KK, _PROXY, _OFFICER = RecipientRule.SELF_OR_KK, RecipientRule.KK_OR_PROXY, RecipientRule.OFFICER
_YES, _OFTEN = ChildData.YES, ChildData.OFTEN

_ROWS = (
    Kind(
        "KTP_EL",
        "KTP elektronik",
        "Electronic identity card",
        _A,
        _KK,
        card=True,
        exchange=True,
        card_rule=CardRule.ASKED,
    ),
    Kind("KIA", "Kartu Identitas Anak", "Child identity card", _A, _PARENT, _YES, card=True, exchange=True),
    Kind("KK", "Kartu Keluarga", "Family card", _B, _KK, _OFTEN),
    Kind("AKTA_LAHIR", "Akta kelahiran", "Birth certificate", _B, _PARENT, _YES, rule_if_adult=_SELF),
    Kind("AKTA_MATI", "Akta kematian", "Death certificate", _B, _PROXY),
    Kind("AKTA_KAWIN", "Akta perkawinan", "Marriage certificate", _B, _APPLICANT),
    Kind("AKTA_CERAI", "Akta perceraian", "Divorce certificate", _B, _SELF, discreet=True),
    Kind(
        "AKTA_AKU_ANAK",
        "Akta pengakuan anak",
        "Acknowledgement of a child",
        _B,
        _APPLICANT,
        _YES,
        discreet=True,
    ),
    Kind(
        "AKTA_SAH_ANAK",
        "Akta pengesahan anak",
        "Legitimation of a child",
        _B,
        _APPLICANT,
        _YES,
        discreet=True,
    ),
    Kind("BIODATA", "Biodata penduduk", "Resident biodata", _B, _KK, _OFTEN),
    Kind(
        "SK_PINDAH",
        "Surat keterangan pindah WNI (SKPWNI)",
        "Letter of move within Indonesia",
        _C,
        _KK,
        _OFTEN,
    ),
    Kind(
        "SK_DATANG",
        "Surat keterangan pindah datang",
        "Letter of arrival after a move",
        _C,
        _KK,
        _OFTEN,
    ),
    Kind(
        "SK_PINDAH_LN",
        "Surat keterangan pindah ke luar negeri",
        "Letter of move abroad",
        _C,
        _KK,
        _OFTEN,
    ),
    Kind(
        "SK_DATANG_LN",
        "Surat keterangan datang dari luar negeri",
        "Letter of arrival from abroad",
        _C,
        _KK,
        _OFTEN,
    ),
    Kind("SK_TINGGAL", "Surat keterangan tempat tinggal", "Letter of residence", _C, _KK),
    Kind("SK_LAHIR", "Surat keterangan kelahiran", "Letter of birth", _B, _PARENT, _YES),
    Kind(
        "SK_LAHIR_MATI",
        "Surat keterangan lahir mati",
        "Letter of stillbirth",
        _B,
        _PARENT,
        _YES,
        discreet=True,
    ),
    Kind(
        "SK_BATAL_KAWIN",
        "Surat keterangan pembatalan perkawinan",
        "Letter of marriage annulment",
        _B,
        _SELF,
        discreet=True,
    ),
    Kind(
        "SK_BATAL_CERAI",
        "Surat keterangan pembatalan perceraian",
        "Letter of divorce annulment",
        _B,
        _SELF,
        discreet=True,
    ),
    Kind("SK_MATI", "Surat keterangan kematian", "Letter of death", _B, _PROXY),
    Kind(
        "SK_ANGKAT_ANAK",
        "Surat keterangan pengangkatan anak",
        "Letter of adoption",
        _B,
        _APPLICANT,
        _YES,
        discreet=True,
    ),
    Kind(
        "SK_LEPAS_WN",
        "Surat keterangan pelepasan kewarganegaraan",
        "Letter of renounced citizenship",
        _B,
        _SELF,
    ),
    Kind(
        "SK_GANTI_ID",
        "Surat keterangan pengganti tanda identitas",
        "Letter in place of an identity card",
        _A,
        _KK,
    ),
    Kind(
        "SK_CAPIL",
        "Surat keterangan pencatatan sipil",
        "Civil registry letter",
        _C,
        _PROXY,
        _OFTEN,
    ),
    Kind(
        "BERKAS_MASUK",
        "Berkas persyaratan (warga ke dinas)",
        "Supporting papers",
        _B,
        _OFFICER,
        _OFTEN,
    ),
    Kind(
        "KTP_LAMA",
        "KTP-el lama yang ditarik",
        "Old card collected in exchange",
        _A,
        _OFFICER,
        card=True,
    ),
)

KINDS: dict[str, Kind] = {kind.code: kind for kind in _ROWS}
