"""What happens to a package after an attempt failed (domain.md, section 5)."""

from enum import StrEnum

from courier_app.domain.words import Words


class NextAction(StrEnum):
    NEW_ATTEMPT = "new_attempt"
    APPOINTMENT = "appointment"
    RESEND_CODE = "resend_code"
    RETURN = "return"
    HOLD = "hold"
    CORRECT_ADDRESS = "correct_address"
    OFFICE_CALLS = "office_calls"
    OFFICE_DECIDES = "office_decides"
    SEARCH = "search"
    DECLARE_LOST = "declare_lost"
    REASSIGN = "reassign"
    BACK_TO_HUB = "back_to_hub"
    REVIEW = "review"
    TO_COUNTER = "to_counter"


ACTION_WORDS = {
    NextAction.NEW_ATTEMPT: Words("Antar lagi di lain waktu", "Try again another time"),
    NextAction.APPOINTMENT: Words(
        "Buat janji atau minta surat kuasa", "Make an appointment or ask for a proxy letter"
    ),
    NextAction.RESEND_CODE: Words(
        "Kantor mengirim ulang kode klaim", "The office sends the claim code again"
    ),
    NextAction.RETURN: Words("Kembalikan ke kantor", "Return to the office"),
    NextAction.HOLD: Words("Tunda sampai bisa diantar", "Wait until it can be delivered"),
    NextAction.CORRECT_ADDRESS: Words("Kantor memperbaiki alamat", "The office corrects the address"),
    NextAction.OFFICE_CALLS: Words("Kantor menghubungi penerima", "The office calls the recipient"),
    NextAction.OFFICE_DECIDES: Words("Kantor memutuskan", "The office decides"),
    NextAction.SEARCH: Words("Cari; setelah 3 hari dinyatakan hilang", "Search; declared lost after 3 days"),
    NextAction.DECLARE_LOST: Words(
        "Dinyatakan hilang, kantor menerbitkan ulang", "Declared lost, the office reissues"
    ),
    NextAction.REASSIGN: Words("Serahkan ke kurir lain dengan pindai", "Hand to another courier by scan"),
    NextAction.BACK_TO_HUB: Words("Bawa kembali ke kantor antaran", "Take back to the delivery office"),
    NextAction.REVIEW: Words("Diperiksa petugas dalam sehari", "Reviewed by staff within a day"),
    NextAction.TO_COUNTER: Words("Bawa ke loket kantor", "Bring it to the office's counter"),
}
