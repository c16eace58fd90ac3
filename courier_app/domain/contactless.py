"""How a package changes hands without a shared pen, and how its recipient confirms."""

from dataclasses import dataclass
from enum import StrEnum

from courier_app.domain.words import Words


class HandoverMode(StrEnum):
    """There is no `left_unattended`: no document kind may be left alone."""

    DIRECT = "direct"
    PLACED_AND_WATCHED = "placed_and_watched"
    OFFICE_PICKUP = "office_pickup"


class ConfirmationMethod(StrEnum):
    SIGN_OWN_PHONE = "sign_own_phone"
    CODE_OWN_PHONE = "code_own_phone"
    CODE_SPOKEN = "code_spoken"
    ID_AT_DISTANCE = "id_at_distance"
    COURIER_PHONE_SIGN = "courier_phone_sign"
    PAPER_SLIP = "paper_slip"
    NAME_SPOKEN = "name_spoken"


class Strength(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class Method:
    """`own_phone`: needs the recipient's own phone. `factor`: only the recipient can give it."""

    words: Words
    strength: Strength
    own_phone: bool = False
    factor: bool = False


MODE_WORDS = {
    HandoverMode.DIRECT: Words("Diserahkan langsung", "Hand to hand"),
    HandoverMode.PLACED_AND_WATCHED: Words("Diletakkan dan dilihat diambil", "Put down and seen taken"),
    HandoverMode.OFFICE_PICKUP: Words("Diambil di loket", "Collected at the counter"),
}

METHODS = {
    ConfirmationMethod.SIGN_OWN_PHONE: Method(
        Words("Tanda tangan di ponsel penerima", "Signed on the recipient's phone"),
        Strength.HIGH,
        own_phone=True,
        factor=True,
    ),
    ConfirmationMethod.CODE_OWN_PHONE: Method(
        Words("Kode klaim diketik di ponsel penerima", "Claim code typed on the recipient's phone"),
        Strength.HIGH,
        own_phone=True,
        factor=True,
    ),
    ConfirmationMethod.CODE_SPOKEN: Method(
        Words("Kode klaim diucapkan", "Claim code said aloud"), Strength.MEDIUM, factor=True
    ),
    ConfirmationMethod.ID_AT_DISTANCE: Method(
        Words("KTP ditunjukkan dari jauh", "Identity card shown at a distance"), Strength.MEDIUM
    ),
    ConfirmationMethod.COURIER_PHONE_SIGN: Method(
        Words("Tanda tangan di ponsel kurir", "Signed on the courier's phone"), Strength.MEDIUM
    ),
    ConfirmationMethod.PAPER_SLIP: Method(
        Words("Kertas dan pena sendiri, difoto", "Own pen and paper, photographed"), Strength.LOW
    ),
    ConfirmationMethod.NAME_SPOKEN: Method(Words("Nama diucapkan", "Name said aloud"), Strength.LOW),
}
