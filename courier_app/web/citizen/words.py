"""Every status in words that need no explanation: what is happening, and what comes next. No word names a document."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from courier_app.domain.packages import Status
from courier_app.domain.recipients import RELATION_WORDS, Relation
from courier_app.web.moments import written


@dataclass(frozen=True)
class Told:
    """`leg` is the present step of the journey (prepared, carried, received); none when it left that road."""

    title: str
    happening: str
    following: str
    leg: int | None


TOLD: dict[Status, Told] = {
    Status.REGISTERED: Told(
        _("Sedang disiapkan"),
        _("Kantor sedang menyiapkan dokumen ini."),
        _("Setelah siap, dokumen diserahkan ke kurir."),
        0,
    ),
    Status.READY: Told(
        _("Siap dikirim"),
        _("Dokumen sudah di dalam amplop tertutup, menunggu kurir di kantor."),
        _("Berikutnya kurir mengambil amplop ini."),
        0,
    ),
    Status.BOOKED: Told(
        _("Kurir sudah dipesan"),
        _("Amplop masih di kantor."),
        _("Berikutnya kurir mengambil amplop ini."),
        0,
    ),
    Status.ASSIGNED: Told(
        _("Kurir sudah ditunjuk"),
        _("Amplop masih di kantor."),
        _("Berikutnya kurir mengambil amplop ini, lalu mengantarnya."),
        0,
    ),
    Status.PICKED_UP: Told(
        _("Sudah dibawa kurir"),
        _("Kurir sudah mengambil amplop ini dari kantor."),
        _("Berikutnya kurir mengantarnya. Siapkan KTP dan kode klaim."),
        1,
    ),
    Status.IN_TRANSIT: Told(
        _("Dalam perjalanan"),
        _("Amplop sedang dibawa ke kantor antaran."),
        _("Dari sana amplop diantar ke alamat penerima."),
        1,
    ),
    Status.AT_HUB: Told(
        _("Tiba di kantor antaran"),
        _("Amplop sudah di kantor antaran yang dekat dengan penerima."),
        _("Berikutnya kurir mengantarnya. Siapkan KTP dan kode klaim."),
        1,
    ),
    Status.OUT_FOR_DELIVERY: Told(
        _("Sedang diantar"),
        _("Kurir sedang menuju alamat penerima."),
        _("Siapkan KTP dan kode klaim. Pastikan amplopnya masih tertutup."),
        1,
    ),
    Status.ON_HOLD: Told(
        _("Ditunda sebentar"),
        _("Amplop belum bisa diantar. Amplopnya aman."),
        _("Kurir mengantarnya lagi begitu bisa."),
        1,
    ),
    Status.ATTEMPT_FAILED: Told(
        _("Belum berhasil diantar"),
        _("Kurir sudah datang, tetapi amplop belum bisa diserahkan. Amplopnya aman."),
        _("Kurir akan mencoba lagi, atau kantor menghubungi penerima."),
        1,
    ),
    Status.HELD_FOR_PICKUP: Told(
        _("Bisa diambil di kantor"),
        _("Amplop menunggu penerimanya di loket kantor."),
        _("Datang dengan KTP atau KK asli, dan kode klaim bila masih ada."),
        None,
    ),
    Status.REPORTED_DELIVERED: Told(
        _("Kabarnya sudah sampai"),
        _("Ada laporan bahwa amplop sudah diserahkan, tetapi buktinya belum ada pada kami."),
        _("Kantor sedang menunggu buktinya. Belum Anda terima? Beri tahu kami dengan kode klaim."),
        1,
    ),
    Status.DELIVERED: Told(
        _("Sudah diterima"),
        _("Kurir sudah menyerahkan amplop ini, dan buktinya tersimpan."),
        _("Belum Anda terima? Beri tahu kami dengan kode klaim."),
        3,
    ),
    Status.RETURNING: Told(
        _("Sedang dibawa kembali"),
        _("Amplop sedang dibawa kembali ke kantor."),
        _("Kantor akan menghubungi penerima."),
        None,
    ),
    Status.RETURNED: Told(
        _("Sudah kembali di kantor"),
        _("Amplop sudah kembali di kantor. Amplopnya aman."),
        _("Kantor akan menghubungi penerima untuk mengatur pengiriman lagi."),
        None,
    ),
    Status.CANCELLED: Told(
        _("Pengiriman dibatalkan"),
        _("Dokumen tidak jadi dikirim dan ada di kantor."),
        _("Hubungi kantor bila Anda menunggunya."),
        None,
    ),
    Status.LOST: Told(
        _("Hilang di perjalanan"),
        _("Amplop ini tidak ditemukan. Kami minta maaf."),
        _("Kantor akan menghubungi penerima dan membuatkan penggantinya tanpa biaya."),
        None,
    ),
}
UNKNOWN = Told(
    _("Tidak dikenal"),
    _("Kode label ini tidak ada dalam catatan kami."),
    _(
        "Bila label ini ada pada amplop yang Anda terima, hubungi kantor Disdukcapil sebelum menyerahkan apa pun."
    ),
    None,
)
REPLACED = Told(
    _("Label ini sudah diganti"),
    _("Amplopnya pernah kembali ke kantor dan dikirim lagi dengan label dan kode klaim baru."),
    _("Bila label ini masih ada pada amplop yang Anda terima, hubungi kantor pengirimnya."),
    None,
)
MISTYPED = Told(
    _("Salah ketik?"),
    _("Ada huruf atau angka yang tidak cocok pada kode label ini."),
    _("Pindai kotak QR di amplop sekali lagi, atau ketik ulang kodenya."),
    None,
)
# Nothing was given at the door that only the recipient can give, and the recipient has not been heard yet.
UNCONFIRMED = Told(
    _("Menurut kurir sudah diterima"),
    _("Kurir mencatat amplop ini sudah diserahkan. Kabar dari penerimanya sendiri belum ada."),
    _("Sudah Anda terima, atau belum? Beri tahu kami dengan kode klaim."),
    2,
)
# Only after the claim code. The label's page says no more than of anything that comes back.
RECALLED = Told(
    _("Sedang dibawa kembali"),
    _("Kantor meminta amplop ini dibawa kembali."),
    _("Jangan memberikan kode klaim kepada kurir. Kantor akan menghubungi penerima."),
    None,
)
# The citizen's own word stands above the courier's until staff have looked.
DENIED = Told(
    _("Anda belum menerimanya"),
    _("Amplop ini tercatat sudah diserahkan, dan Anda melaporkan belum menerimanya."),
    _("Petugas sedang memeriksa. Kabarnya ada di halaman ini."),
    None,
)


def moment(at: datetime) -> str:
    """Semarang's time, as it is written: `23 November 2026, 12.00`."""
    return written(at, "d MMMM y, HH.mm")


def relation_words(relation: Relation) -> str:
    words = RELATION_WORDS[relation]
    return words.en if str(get_locale()) == "en" else words.id
