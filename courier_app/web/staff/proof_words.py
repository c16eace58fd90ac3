"""What the auditor reads: outcomes, marks and flags with what to do about them, and the points of the second check."""

from flask_babel import lazy_gettext as _

from courier_app.domain.proofs import EvidenceKind, Flag, Mark, Outcome
from courier_app.services.rechecks import Point

Sentence = object  # a lazy text: it becomes words in the language of the page

OUTCOMES: dict[Outcome, tuple[Sentence, str, str]] = {
    Outcome.PICKED_UP: (_("Diambil kurir"), "way", "handover"),
    Outcome.DELIVERED: (_("Diserahkan"), "good", "check-circle"),
    Outcome.ATTEMPT_FAILED: (_("Gagal antar"), "warn", "alert"),
    Outcome.RETURNED: (_("Dikembalikan"), "neutral", "return"),
}
EVIDENCE: dict[EvidenceKind, Sentence] = {
    EvidenceKind.PHOTO: _("Foto serah terima"),
    EvidenceKind.SIGNATURE: _("Tanda tangan penerima"),
    EvidenceKind.OLD_CARD: _("Foto kartu lama"),
}
MARKS: dict[Mark, tuple[Sentence, Sentence]] = {
    Mark.NOT_YOUR_PACKAGE: (
        _("Pengirim bukti bukan kurir yang memegang paket ini."),
        _("Tanyakan siapa yang membawa paketnya, lalu betulkan serah terimanya."),
    ),
    Mark.PACKAGE_CLOSED: (
        _("Paket ini sudah selesai ketika buktinya tiba."),
        _("Bandingkan dengan bukti yang lebih dulu; salah satunya mungkin keliru paket."),
    ),
    Mark.WRONG_ORDER: (
        _("Langkah ini tidak cocok dengan status paket saat itu."),
        _("Lihat perjalanan paket di bawah; mungkin ada langkah yang belum tercatat."),
    ),
    Mark.EVIDENCE_INCOMPLETE: (
        _("Bukti yang diwajibkan aturan paket ini belum lengkap."),
        _("Lihat bagian aturan di bawah, lalu hubungi penerima untuk memastikan."),
    ),
    Mark.RELATION_NOT_ALLOWED: (
        _("Hubungan penerima tidak diperbolehkan untuk paket ini."),
        _("Hubungi penerima yang namanya ada di paket dan pastikan dokumennya sampai."),
    ),
    Mark.POLICY_UNKNOWN: (
        _("Bukti mengikuti aturan yang bukan aturan paket ini."),
        _("Minta kurir memperbarui aplikasinya, lalu nilai buktinya dari foto dan tanda tangan."),
    ),
    Mark.DEVICE_REVOKED: (
        _("Ponsel yang menandatangani sudah dicabut izinnya, atau akun kurirnya sudah ditutup."),
        _("Tanyakan kepada kurir kapan ponselnya hilang atau diganti, atau mengapa akunnya ditutup."),
    ),
    Mark.PHOTO_SEEN_BEFORE: (
        _("Foto atau tanda tangan yang sama sudah dipakai di bukti lain."),
        _("Bandingkan kedua bukti. Ini tanda kuat bahwa fotonya bukan dari tempat kejadian."),
    ),
    Mark.TRIP_OVER: (
        _("Perjalanan pengemudi ini sudah berakhir atau ditarik."),
        _("Pastikan paketnya benar diserahkan, lalu buat serah terima baru bila perlu."),
    ),
    Mark.CLAIM_CODE_WRONG: (
        _("Kode klaim yang diketik kurir salah."),
        _("Hubungi penerima: mungkin salah dengar, mungkin bukan orangnya."),
    ),
    Mark.IDENTITY_MISMATCH: (
        _("Kurir mencatat bahwa KTP penerima tidak cocok."),
        _("Paket seharusnya tidak diserahkan. Hubungi kurir dan penerima hari ini juga."),
    ),
    Mark.METHOD_NOT_ALLOWED: (
        _("Cara serah terima ini tidak diperbolehkan untuk paket ini."),
        _("Lihat bagian aturan di bawah, lalu ingatkan kurir."),
    ),
    Mark.COURIER_UNFIT: (
        _("Kurir menyatakan tidak boleh bertugas, lalu tetap mengambil paket."),
        _("Hubungi kurir sekarang. Minta paketnya kembali atau alihkan kepada kurir lain."),
    ),
    Mark.CARD_OWED: (
        _("Kartu lama tidak diambil: tidak ada foto dan nomor segelnya, dan tidak ada alasan yang cukup."),
        _(
            "Tanyakan kurir di mana kartunya. Catat di halaman Kartu lama, atau bebaskan, sebelum menerima bukti ini."
        ),
    ),
}
FLAGS: dict[Flag, tuple[Sentence, Sentence]] = {
    Flag.UNSIGNED: (
        _("Tanpa tanda tangan perangkat."),
        _("Ponsel kurir tidak dapat menyimpan kunci. Nilai dari foto, tanda tangan dan jawaban warga."),
    ),
    Flag.CLOCK_SKEW: (
        _("Jam ponsel berbeda lebih dari 10 menit."),
        _("Pakai waktu yang sudah dikoreksi, bukan jam ponsel."),
    ),
    Flag.NO_PLACE: (
        _("Lokasi tidak tercatat."),
        _("Perhatikan bila kurir yang sama sering begini."),
    ),
    Flag.FAR_FROM_ADDRESS: (
        _("Jauh dari alamat, lebih dari 200 meter."),
        _("Bandingkan dengan foto. Alamatnya mungkin belum tepat di peta."),
    ),
    Flag.NAME_DIFFERS: (
        _("Mengaku yang bersangkutan, tetapi namanya berbeda."),
        _("Bandingkan kedua nama di bawah; hubungi penerima bila ragu."),
    ),
    Flag.SEQUENCE_GAP: (
        _("Urutan bukti dari ponsel ini terputus."),
        _("Satu bukti mungkin belum terkirim atau hilang. Tanyakan kepada kurir."),
    ),
    Flag.IDENTITY_NOT_CHECKED: (
        _("KTP penerima tidak diperiksa."),
        _("Aturan paket ini memintanya. Ingatkan kurir."),
    ),
    Flag.BEFORE_HANDOVER: (
        _("Waktunya sebelum paket diserahkan kepada kurir."),
        _("Tidak mungkin benar: jam ponsel keliru, atau buktinya dibuat lebih dulu. Tanyakan kepada kurir."),
    ),
    Flag.AFTER_TRIP: (
        _("Waktunya sesudah perjalanan pengemudi berakhir."),
        _("Bandingkan dengan waktu diterima server; tanyakan kepada pengemudi."),
    ),
    Flag.OLD_PLACE: (
        _("Lokasinya tidak diambil saat bukti dibuat; selisihnya lebih dari 5 menit."),
        _("Jarak ke alamat dihitung dari lokasi itu, jadi nilai dari fotonya."),
    ),
    Flag.OWN_PHONE_AWAITED: (
        _("Tanda tangan di ponsel penerima belum tiba ketika bukti ini diterima."),
        _(
            "Selain itu buktinya lengkap. Begitu tanda tangannya tiba dan cocok, bukti ini sah dengan sendirinya."
        ),
    ),
    Flag.OWN_PHONE_OTHER: (
        _("Tanda tangan di ponsel penerima bukan yang disebut bukti ini."),
        _("Hubungi penerima. Kurir mungkin salah ketik kode konfirmasi, atau mengarangnya."),
    ),
    Flag.SAME_NETWORK: (
        _("Ponsel penerima dan ponsel kurir memakai alamat jaringan yang sama."),
        _("Bisa wajar: satu Wi-Fi, atau satu operator. Perhatikan bila kurir yang sama sering begini."),
    ),
    Flag.RECIPIENT_DIFFERS: (
        _("Nama atau hubungan yang dicatat kurir berbeda dari yang ditulis penerima."),
        _("Bandingkan keduanya di bawah; hubungi penerima bila ragu."),
    ),
    Flag.SHIFT_NOT_DECLARED: (
        _("Kurir mengambil paket tanpa pernyataan sehat hari itu."),
        _("Aturan wilayah memintanya. Ingatkan kurir untuk mengisinya sebelum menerima paket."),
    ),
    Flag.CALL_BACK: (
        _("Perlu ditelepon: penyerahannya hanya menurut kurir."),
        _(
            "Tanpa kode klaim dan tanpa tanda tangan di ponsel penerima. Telepon penerima, dan catat jawabannya."
        ),
    ),
    Flag.EXTRA_ATTEMPT: (
        _("Diantar lagi setelah percobaan terakhir yang diizinkan aturan."),
        _("Buktinya tetap dihitung. Ingatkan kurir: sesudah percobaan terakhir paketnya dibawa ke loket."),
    ),
    Flag.NUMBER_WRITTEN: (
        _("Kurir menulis NIK atau nomor KK; di layar ditutup."),
        _("Catatan aslinya tetap utuh dan tersegel. Ingatkan kurir: NIK tidak boleh ditulis."),
    ),
    Flag.CHECKS_INCOMPLETE: (
        _("Protokol kesehatan tidak dicentang semua."),
        _("Ingatkan kurir; ini pernyataan kurir, bukan bukti."),
    ),
}
# In place of Flag.CALL_BACK once somebody was rung up: nobody was reached, or "not received" was said.
CALL_AGAIN: tuple[Sentence, Sentence] = (
    _("Perlu ditelepon: penyerahannya hanya menurut kurir."),
    _("Belum ada yang terhubung. Telepon lagi di jam lain, dan catat jawabannya."),
)
CALL_DENIED: tuple[Sentence, Sentence] = (
    _("Perlu ditindaklanjuti: penyerahannya hanya menurut kurir."),
    _(
        "Penerima sudah ditelepon: katanya belum menerima. Tindak lanjuti: tanyakan kepada kurir, minta warga "
        "menyatakannya di halamannya, atau batalkan serah terimanya."
    ),
)
# In place of Flag.CALL_BACK where nobody has to ring up (any more).
ON_WORD_ALONE: tuple[Sentence, Sentence] = (
    _("Penyerahannya hanya menurut kurir."),
    _("Tanpa kode klaim dan tanpa tanda tangan di ponsel penerima. Sekarang tidak ada yang perlu menelepon."),
)
# (fits, does not fit, nothing to check)
POINTS: dict[Point, tuple[Sentence, Sentence, Sentence]] = {
    Point.RECORD: (
        _("Catatan dari ponsel masih utuh, byte demi byte."),
        _("Catatan dari ponsel rusak atau diubah setelah diterima."),
        _("Catatan sudah dihapus atas permintaan; isinya tidak dapat dibaca lagi."),
    ),
    Point.SIGNATURE: (
        _("Tanda tangan perangkat kurir cocok."),
        _("Tanda tangan perangkat kurir TIDAK cocok."),
        _("Tidak ada tanda tangan perangkat untuk diperiksa."),
    ),
    Point.MANIFEST: (
        _("Isi catatan sama dengan sidik yang disimpan ketika diterima."),
        _("Isi catatan BERBEDA dari sidik yang disimpan ketika diterima."),
        _("Isi catatan tidak dapat diperiksa lagi."),
    ),
    Point.ROWS: (
        _("Yang tampil di halaman ini sama dengan catatan dari ponsel."),
        _("Yang tampil di halaman ini BERBEDA dari catatan dari ponsel."),
        _("Isi halaman tidak dapat dibandingkan lagi dengan catatan dari ponsel."),
    ),
    Point.FILES: (
        _("Semua foto dan tanda tangan yang tercatat ada, tidak kurang dan tidak lebih."),
        _("Daftar foto dan tanda tangan BERBEDA dari yang dicatat ponsel."),
        _("Daftar foto tidak dapat dibandingkan lagi."),
    ),
    Point.FILE: (
        _("%(file)s cocok dengan yang ditandatangani."),
        _("%(file)s TIDAK cocok: hilang, rusak, atau diganti."),
        _("%(file)s tidak dapat diperiksa lagi."),
    ),
    Point.OWN_PHONE: (
        _("Tanda tangan di ponsel penerima utuh, tercatat di buku besar, dan itulah yang disebut bukti ini."),
        _("Tanda tangan di ponsel penerima TIDAK cocok: rusak, diubah, atau bukan yang disebut bukti ini."),
        _("Tanda tangan di ponsel penerima belum tiba, jadi belum dapat diperiksa."),
    ),
    Point.ANSWER: (
        _("Jawaban server kepada kurir asli dan cocok."),
        _("Jawaban server kepada kurir rusak atau tidak cocok."),
        _("Jawaban server tidak dapat diperiksa."),
    ),
    Point.LEDGER: (
        _("Tercatat di buku besar dan cocok."),
        _("Catatan di buku besar hilang atau tidak cocok."),
        _("Buku besar tidak dapat diperiksa."),
    ),
}
