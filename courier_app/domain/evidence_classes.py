"""How much a delivery must show before it counts (domain.md, section 3.2)."""

from dataclasses import dataclass
from enum import StrEnum

from courier_app.domain.proofs import EvidenceKind, Outcome
from courier_app.domain.words import Words


class EvidenceClass(StrEnum):
    A = "A"
    B = "B"
    C = "C"


class SignatureStatus(StrEnum):
    NOT_NEEDED = "not_needed"
    SIGNED = "signed"
    DECLINED = "declined"
    UNABLE = "unable"


PHOTO = EvidenceKind.PHOTO.value
SIGNATURE = EvidenceKind.SIGNATURE.value
# What only the recipient can give: the claim code, or a signature on their own phone.
FACTOR = "factor"


@dataclass(frozen=True)
class Need:
    """One thing that an outcome must show: any one of these words."""

    outcome: Outcome
    one_of: tuple[str, ...]

    @property
    def code(self) -> str:
        """The word for what is missing: `photo`, `signature-or-factor`."""
        return "-or-".join(self.one_of)


NEED_WORDS = {
    "photo": Words(
        "Foto amplop tertutup di tempat serah terima",
        "Photo of the closed envelope at the handover",
    ),
    "signature-or-factor": Words(
        "Tanda tangan atau kode klaim penerima", "Recipient's signature or claim code"
    ),
    "payment": Words("Catatan ongkos kirim: dibayar atau tidak", "A record of the fee: paid or not"),
    "saw_taken": Words("Melihat paket diambil penerima", "Seeing the recipient take the package"),
    "name_said": Words("Nama disebut penerima dengan jelas", "The recipient's name, said aloud"),
    "spot": Words("Tempat paket diletakkan", "The spot where it was put down"),
    "witness": Words("Saksi: nama dan hubungannya", "A witness: name and relation"),
    "id_shown": Words(
        "KTP yang cocok, ditunjukkan dari jauh; atau kode klaim, atau tanda tangan di ponsel penerima",
        "A matching ID card shown at a distance; or the claim code, or a signature on the recipient's phone",
    ),
    "paper": Words(
        "Nomor surat kuasa atau penetapan wali", "The number of the letter of authority or guardianship"
    ),
    "signature": Words("Tanda tangan penerima", "Recipient's signature"),
    "factor": Words("Kode klaim penerima", "Recipient's claim code"),
    "photo-or-factor": Words("Foto atau kode klaim penerima", "Photo or recipient's claim code"),
    "photo-or-signature-or-factor": Words(
        "Foto, tanda tangan, atau kode klaim penerima",
        "Photo, or recipient's signature or claim code",
    ),
}

_PHOTO = (PHOTO,)
_PHOTO_AND_PERSON = (_PHOTO, (SIGNATURE, FACTOR))

DELIVERED_NEEDS: dict[EvidenceClass, tuple[tuple[str, ...], ...]] = {
    EvidenceClass.A: _PHOTO_AND_PERSON,
    EvidenceClass.B: _PHOTO_AND_PERSON,
    EvidenceClass.C: ((PHOTO, SIGNATURE, FACTOR),),
}


def needs_of(evidence_class: EvidenceClass) -> tuple[Need, ...]:
    """What each outcome needs; `picked_up` and `returned` need no media."""
    delivered = tuple(Need(Outcome.DELIVERED, one_of) for one_of in DELIVERED_NEEDS[evidence_class])
    return (*delivered, Need(Outcome.ATTEMPT_FAILED, _PHOTO))
