"""Looks at personal data in the words of the officers' screens."""

from flask_babel import gettext

from courier_app.domain.call_backs import CALL_WORDS, CallAnswer
from courier_app.domain.looks import REVEAL_WORDS, RevealWhy
from courier_app.web.words import say


def what_words() -> dict[str, str]:
    return {
        "recipient": gettext("Membuka data penerima"),
        "recipient_changed": gettext("Memperbaiki data penerima"),
        "photo": gettext("Membuka foto bukti"),
        "blurred": gettext("Melihat foto yang dikaburkan"),
        "signature": gettext("Membuka tanda tangan"),
        "thumbnail": gettext("Melihat foto kecil"),
        "proof": gettext("Membuka halaman bukti, nama tertutup"),
        "proof_revealed": gettext("Membuka nama, tempat, dan foto jelas dari bukti"),
        "signed_record": gettext("Mengunduh catatan bertanda tangan"),
        "label_with_address": gettext("Mencetak label dengan alamat"),
        "label_again": gettext("Mencetak ulang label"),
        "claim_slip": gettext("Mencetak slip kode klaim"),
        "code_renewed": gettext("Menerbitkan kode klaim baru"),
        "handover_sheet": gettext("Mencetak daftar serah terima"),
        "round": gettext("Melihat daftar antaran"),
        "proof_imported": gettext("Mengimpor bukti dari cadangan antrean"),
        "request": gettext("Membuka permintaan warga"),
        "own_data": gettext("Mengambil berkas data warga"),
        "hold": gettext("Membuka alasan penahanan data"),
        "dispute": gettext("Membuka sanggahan"),
        "courier_phone": gettext("Membuka nomor telepon kurir"),
        "called_back": gettext("Menelepon penerima, dan mencatat jawabannya"),
        "call_taken_back": gettext("Mencoret catatan telepon yang keliru"),
        "name_compared": gettext("Mencocokkan nama di loket, paket tidak diserahkan"),
        "money_report": gettext("Membuka laporan permintaan uang"),
        "cash_note": gettext("Membaca catatan hitungan uang kurir"),
        "receipt": gettext("Mengunduh tanda terima"),
        "bundle": gettext("Mengambil berkas bukti untuk pihak luar"),
    }


def look_words(what: str) -> str:
    """What somebody looked at; a word that this page does not know yet is shown as it is."""
    return str(what_words().get(what, what))


def why_words(reason: str | None) -> str:
    if reason in set(CallAnswer):
        return say(CALL_WORDS[CallAnswer(str(reason))])
    return say(REVEAL_WORDS[RevealWhy(reason)]) if reason in set(RevealWhy) else ""
