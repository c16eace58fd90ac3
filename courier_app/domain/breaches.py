"""What a notice of a personal-data breach says, and by when it must be out.

Source: UU 27/2022 (PDP), article 46: in writing within 3 × 24 hours, to the data subject and to the agency; at least
which data, when and how they were disclosed, and what is done about it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from courier_app.domain.words import Words

NOTIFY_WITHIN = timedelta(hours=3 * 24)


class Disclosed(StrEnum):
    """Kinds of data that somebody may have seen."""

    CONTACT = "contact"
    PHOTO = "photo"
    SIGNATURE = "signature"
    HANDOVER = "handover"
    CASE = "case"
    CODE = "code"
    PAPERS = "papers"


DISCLOSED_WORDS: dict[Disclosed, Words] = {
    Disclosed.CONTACT: Words("nama, alamat, nomor telepon", "name, address, telephone number"),
    Disclosed.PHOTO: Words("foto serah terima", "photo of the handover"),
    Disclosed.SIGNATURE: Words("tanda tangan", "signature"),
    Disclosed.HANDOVER: Words(
        "nama penerima, hubungan, waktu dan tempat serah terima",
        "name of who received it, relation, time and place of the handover",
    ),
    Disclosed.CASE: Words("isi sanggahan atau permintaan warga", "words of a citizen's case or request"),
    Disclosed.CODE: Words("kode klaim", "claim code"),
    Disclosed.PAPERS: Words("data pada kertas atau daftar antaran", "data on papers or in a courier's round"),
}

# By the word of the access log (services/looks.py). A word that is not here shows nobody's data, or is new: then it
# counts as papers, for a notice must not say less than was seen.
_OF_LOOK: dict[str, tuple[Disclosed, ...]] = {
    "recipient": (Disclosed.CONTACT,),
    "recipient_changed": (Disclosed.CONTACT,),
    "photo": (Disclosed.PHOTO,),
    "signature": (Disclosed.SIGNATURE,),
    "thumbnail": (Disclosed.SIGNATURE,),
    "blurred": (),
    "proof": (Disclosed.HANDOVER,),
    "signed_record": (Disclosed.HANDOVER,),
    "proof_imported": (Disclosed.HANDOVER,),
    "bundle": (Disclosed.HANDOVER, Disclosed.PHOTO, Disclosed.SIGNATURE),
    "own_data": (Disclosed.CONTACT, Disclosed.HANDOVER, Disclosed.CASE),
    "dispute": (Disclosed.CASE,),
    "request": (Disclosed.CONTACT, Disclosed.CASE),  # a correction begins from what is known
    "hold": (Disclosed.CASE,),
    "claim_slip": (Disclosed.CODE, Disclosed.CONTACT),
    "code_renewed": (Disclosed.CODE,),
    "handover_sheet": (),
    "cash_note": (),  # of a courier's sum, sealed under whichever package stood first that day
    "name_compared": (),
    "receipt": (Disclosed.HANDOVER,),
}


def disclosed_by(looks: Iterable[str]) -> tuple[Disclosed, ...]:
    """In the order of the enumeration, each once."""
    seen = {kind for look in looks for kind in _OF_LOOK.get(look, (Disclosed.PAPERS,))}
    return tuple(kind for kind in Disclosed if kind in seen)


def notify_by(known_at: datetime) -> datetime:
    """Seventy-two hours by the clock from when the office knew."""
    return known_at + NOTIFY_WITHIN
