"""Why a delivery attempt failed, and what the courier shows for it (domain.md, section 5)."""

from dataclasses import dataclass
from enum import StrEnum

from courier_app.domain.next_actions import NextAction
from courier_app.domain.proofs import EvidenceKind
from courier_app.domain.words import Words


class Reason(StrEnum):
    NOT_HOME = "not_home"
    NOT_ELIGIBLE = "not_eligible"
    IDENTITY_MISMATCH = "identity_mismatch"
    CODE_FAILED = "code_failed"
    REFUSED = "refused"
    OLD_CARD_MISSING = "old_card_missing"
    ADDRESS_NOT_FOUND = "address_not_found"
    MOVED = "moved"
    DECEASED = "deceased"
    UNREACHABLE = "unreachable"
    RESCHEDULE = "reschedule"
    ACCESS_BLOCKED = "access_blocked"
    WEATHER = "weather"
    UNSAFE = "unsafe"
    HEALTH_PROTOCOL = "health_protocol"
    PACKAGING_DAMAGED = "packaging_damaged"
    SEAL_BROKEN = "seal_broken"
    NOT_ON_HAND = "not_on_hand"
    LOST_OR_STOLEN = "lost_or_stolen"
    VEHICLE = "vehicle"
    COURIER_UNFIT = "courier_unfit"
    NOT_ATTEMPTED = "not_attempted"
    FEE_UNPAID = "fee_unpaid"
    PROOF_IMPOSSIBLE = "proof_impossible"
    RECALLED = "recalled"
    OTHER = "other"


@dataclass(frozen=True)
class FailedDelivery:
    """`ask` is said on the courier's screen; without the media in `evidence` it is incomplete (demands.py: all else).

    `place`: the position should be there; a missing one is recorded and never blocks.
    """

    words: Words
    ask: Words
    next_action: NextAction
    counts_as_attempt: bool = False
    evidence: frozenset[str] = frozenset()
    place: bool = False


def fits(reason: str, *, due: int, exchange: bool) -> bool:
    """Where no fee is due none is unpaid; where no old card comes back none is missing. The phone offers neither."""
    unfit = {Reason.FEE_UNPAID.value: due == 0, Reason.OLD_CARD_MISSING.value: not exchange}
    return not unfit.get(reason, False)


_PHOTO = frozenset({EvidenceKind.PHOTO.value})

REASONS: dict[Reason, FailedDelivery] = {
    Reason.NOT_HOME: FailedDelivery(
        Words("Tidak ada orang di alamat", "Nobody at the address"),
        Words(
            "Tunggu 3 menit, hubungi sekali, lalu foto pagar atau pintu tertutup tanpa orang.",
            "Wait 3 minutes, call once, then photograph the closed gate or door without people.",
        ),
        NextAction.NEW_ATTEMPT,
        counts_as_attempt=True,
        evidence=_PHOTO,
        place=True,
    ),
    Reason.NOT_ELIGIBLE: FailedDelivery(
        Words("Ada orang, tetapi tidak berhak menerima", "Somebody is there who may not receive it"),
        Words(
            "Tunjukkan aturan penerima di layar dan pilih hubungannya.",
            "Show the rule and choose the relation.",
        ),
        NextAction.APPOINTMENT,
        counts_as_attempt=True,
    ),
    Reason.IDENTITY_MISMATCH: FailedDelivery(
        Words("Identitas tidak cocok", "Identity does not match"),
        Words(
            "Pilih apa yang tidak cocok. Jangan memotret kartu.",
            "Choose what differs. Never photograph the card.",
        ),
        NextAction.RETURN,
        counts_as_attempt=True,
    ),
    Reason.CODE_FAILED: FailedDelivery(
        Words("Kode klaim salah atau habis", "Claim code wrong or used up"),
        Words(
            "Kantor akan mengirim ulang kode lewat saluran lain.",
            "The office will send the code another way.",
        ),
        NextAction.RESEND_CODE,
        counts_as_attempt=True,
    ),
    Reason.REFUSED: FailedDelivery(
        Words("Penerima menolak", "The recipient refuses"),
        Words(
            "Pilih alasan penerima. Tanda tangan boleh, tidak wajib.",
            "Choose their reason. A signature is optional.",
        ),
        NextAction.RETURN,
        counts_as_attempt=True,
    ),
    Reason.OLD_CARD_MISSING: FailedDelivery(
        Words("KTP-el lama tidak diserahkan", "The old identity card was not handed over"),
        Words(
            "Catat: hilang, lupa, atau menolak; juga nomor surat kehilangan. Simpan kartu baru.",
            "Note: lost, forgotten or refused; a loss letter's number. Keep the new card.",
        ),
        NextAction.OFFICE_DECIDES,
        counts_as_attempt=True,
    ),
    Reason.ADDRESS_NOT_FOUND: FailedDelivery(
        Words("Alamat tidak ditemukan", "Address not found"),
        Words(
            "Hubungi sekali, lalu foto jalan atau papan RT/RW.",
            "Call once, then photograph the street or its sign.",
        ),
        NextAction.CORRECT_ADDRESS,
        counts_as_attempt=True,
        evidence=_PHOTO,
        place=True,
    ),
    Reason.MOVED: FailedDelivery(
        Words("Penerima sudah pindah", "The recipient has moved"),
        Words(
            "Pilih siapa yang memberi tahu: keluarga, tetangga, RT.",
            "Choose who said so: family, neighbour, RT.",
        ),
        NextAction.RETURN,
        counts_as_attempt=True,
    ),
    Reason.DECEASED: FailedDelivery(
        Words("Penerima meninggal dunia", "The recipient has died"),
        Words(
            "Pilih siapa yang memberi tahu. Tidak perlu yang lain.",
            "Choose who said so. Nothing else is needed.",
        ),
        NextAction.RETURN,
    ),
    Reason.UNREACHABLE: FailedDelivery(
        Words("Tidak bisa dihubungi", "Cannot be reached"),
        Words("Hubungi dua kali lewat dua saluran.", "Try twice on two channels."),
        NextAction.OFFICE_CALLS,
    ),
    Reason.RESCHEDULE: FailedDelivery(
        Words("Penerima minta jadwal lain", "The recipient asks for another time"),
        Words(
            "Catat jadwal baru; warga membalas untuk memastikan.",
            "Note the new time; the citizen confirms by reply.",
        ),
        NextAction.HOLD,
    ),
    Reason.ACCESS_BLOCKED: FailedDelivery(
        Words(
            "Akses tertutup (portal, banjir, longsor, demo)",
            "Way blocked (gate, flood, landslide, protest)",
        ),
        Words("Foto penghalang dari tempat aman.", "Photograph the obstacle from a safe place."),
        NextAction.HOLD,
        evidence=_PHOTO,
        place=True,
    ),
    Reason.WEATHER: FailedDelivery(
        Words("Cuaca buruk", "Bad weather"),
        Words("Kantor memastikan untuk daerah ini.", "The office confirms for the area."),
        NextAction.HOLD,
    ),
    Reason.UNSAFE: FailedDelivery(
        Words("Lokasi tidak aman", "The place is not safe"),
        Words(
            "Menjauh dulu. Tulis catatan singkat dan hubungi kantor.",
            "Leave first. Write a short note and call.",
        ),
        NextAction.OFFICE_DECIDES,
    ),
    Reason.HEALTH_PROTOCOL: FailedDelivery(
        Words("Terkendala protokol kesehatan", "Health protocol in the way"),
        Words(
            "Cukup pilih alasan ini. Jangan menulis penyakit.",
            "Choosing this is enough. Write no diagnosis.",
        ),
        NextAction.HOLD,
    ),
    Reason.PACKAGING_DAMAGED: FailedDelivery(
        Words("Kemasan rusak", "Packaging damaged"),
        Words("Foto amplopnya.", "Photograph the envelope."),
        NextAction.RETURN,
        evidence=_PHOTO,
    ),
    Reason.SEAL_BROKEN: FailedDelivery(
        Words("Segel terbuka", "Seal broken"),
        Words(
            "Foto segel dan label. Jangan membuka amplop.",
            "Photograph seal and label. Do not open the envelope.",
        ),
        NextAction.RETURN,
        evidence=_PHOTO,
    ),
    Reason.NOT_ON_HAND: FailedDelivery(
        Words("Paket tidak ada pada kurir", "The courier does not have the package"),
        Words("Pindai semua paket yang ada pada Anda.", "Scan every package that you have."),
        NextAction.SEARCH,
    ),
    Reason.LOST_OR_STOLEN: FailedDelivery(
        Words("Hilang atau dicuri", "Lost or stolen"),
        Words(
            "Tulis di mana dan kapan. Nomor laporan polisi bisa menyusul.",
            "Write where and when. Police number later.",
        ),
        NextAction.DECLARE_LOST,
    ),
    Reason.VEHICLE: FailedDelivery(
        Words("Kendaraan bermasalah", "Vehicle trouble"),
        Words("Tulis catatan singkat.", "Write a short note."),
        NextAction.REASSIGN,
    ),
    Reason.COURIER_UNFIT: FailedDelivery(
        Words("Kurir tidak dapat bertugas", "The courier cannot work"),
        Words("Cukup pilih alasan ini.", "Choosing this is enough."),
        NextAction.REASSIGN,
    ),
    Reason.NOT_ATTEMPTED: FailedDelivery(
        Words("Belum sempat diantar", "Not tried yet"),
        Words("Tidak perlu bukti. Jujur lebih baik.", "No evidence needed. Honesty is welcome."),
        NextAction.BACK_TO_HUB,
    ),
    Reason.FEE_UNPAID: FailedDelivery(
        Words("Ongkos kirim tidak dibayar", "Delivery fee not paid"),
        Words(
            "Tunjukkan tarif. Ingatkan: dokumennya GRATIS.",
            "Show the tariff. Say that the document is FREE.",
        ),
        NextAction.HOLD,
        counts_as_attempt=True,
    ),
    Reason.PROOF_IMPOSSIBLE: FailedDelivery(
        Words("Bukti wajib tidak dapat dibuat", "Required evidence could not be made"),
        Words(
            "Pilih yang gagal: kamera, lokasi, penyimpanan.",
            "Choose what failed: camera, location, storage.",
        ),
        NextAction.NEW_ATTEMPT,
    ),
    Reason.RECALLED: FailedDelivery(
        Words("Ditarik oleh Disdukcapil", "Recalled by the office"),
        Words("Catat nomor perintahnya.", "Note the order's number."),
        NextAction.RETURN,
    ),
    Reason.OTHER: FailedDelivery(
        Words("Lainnya", "Something else"),
        Words(
            "Tulis sedikitnya 15 huruf dan buat satu foto.",
            "Write at least 15 letters and take one photo.",
        ),
        NextAction.REVIEW,
        evidence=_PHOTO,
    ),
}
