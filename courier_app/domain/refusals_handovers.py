"""What a handover QR answers that opens no trip."""

from courier_app.domain.refusal import Refusal


class HandoverClosed(Refusal):
    """The handover QR was used, revoked or is older than its time."""

    code = "handover-closed"
    title = "QR serah terima sudah tidak berlaku"
    sentence = "QR serah terima ini sudah dipakai atau kedaluwarsa. Minta petugas menampilkan QR baru."


class HandoverTaken(Refusal):
    """The handover QR is of this very trip, and somebody has taken it over."""

    code = "handover-taken"
    title = "Tugas ini sudah diambil"
    sentence = (
        "Tugas dari QR ini sudah diambil dan tidak dapat diambil lagi. Bukan oleh Anda? Beri tahu petugas:"
        " di layarnya tertulis siapa yang mengambil, dan tombol untuk Tarik kembali, lalu buat serah terima baru."
    )
