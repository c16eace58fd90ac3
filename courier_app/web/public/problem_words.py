"""Each refusal in two plain sentences: what it means, and what helps."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

EXPLAINED: dict[str, tuple[LazyString, LazyString]] = {
    "evidence-missing": (
        _("Catatan serah terima sudah sampai, tetapi foto atau tanda tangannya belum."),
        _("Tidak perlu berbuat apa-apa: ponsel mengirim bagian yang kurang, lalu mencoba lagi."),
    ),
    "proof-conflict": (
        _("Nomor bukti ini sudah tersimpan dengan isi lain. Yang pertama tetap berlaku dan tidak diubah."),
        _("Simpan bukti di ponsel dan hubungi kantor. Petugas membandingkan keduanya."),
    ),
    "bad-signature": (
        _("Tanda dari ponsel tidak cocok dengan isi bukti. Isinya mungkin berubah atau rusak di jalan."),
        _("Jangan menghapus apa pun di ponsel. Hubungi kantor."),
    ),
    "unknown-device": (
        _("Bukti ini ditandatangani oleh ponsel yang belum didaftarkan pada akun kurir."),
        _("Masuk lagi di ponsel itu; pendaftarannya berjalan sendiri."),
    ),
    "rules-moved": (
        _("Draf atau edisi aturan di halaman ini sudah diubah, diterbitkan, atau mulai berlaku."),
        _("Buka lagi halaman aturan dan periksa keadaan yang terbaru."),
    ),
    "rules-refused": (
        _("Draf aturan ini memuat isian yang tidak dapat diterbitkan."),
        _("Buka drafnya; kalimat di samping isian menyebut apa yang perlu diperbaiki."),
    ),
    "unknown-package": (
        _("Kode label ini tidak ada dalam catatan kami."),
        _("Pindai labelnya sekali lagi. Bila tetap tidak dikenal, hubungi kantor."),
    ),
    "invalid": (
        _(
            "Isi kiriman tidak mengikuti aturan. Jawabannya menyebut bagian yang salah, tanpa mengulang isinya."
        ),
        _("Muat ulang aplikasi agar memakai versi terbaru. Bila tetap gagal, hubungi kantor."),
    ),
    "media-mismatch": (
        _("Foto yang sampai berbeda dari yang dikirim: terpotong atau rusak di jalan."),
        _("Kirim lagi. Ponsel melakukannya sendiri bila ada sinyal."),
    ),
    "not-a-picture": (
        _("Berkas ini bukan foto JPEG atau PNG yang bisa kami buka dengan aman."),
        _("Ambil ulang fotonya dari dalam aplikasi."),
    ),
    "too-large": (
        _("Kiriman melebihi ukuran yang diterima di alamat ini."),
        _("Ambil ulang fotonya dari dalam aplikasi, atau bagi berkasnya menjadi beberapa bagian."),
    ),
    "media-type": (
        _("Jenis berkas ini tidak diterima di alamat ini."),
        _("Kirim foto JPEG atau PNG, atau jenis yang disebut di halaman itu."),
    ),
    "handover-closed": (
        _(
            "QR serah terima hanya berlaku sekali dan sebentar. Yang ini sudah dipakai, dicabut, atau lewat waktunya."
        ),
        _("Minta petugas menampilkan QR baru."),
    ),
    "handover-taken": (
        _(
            "Satu QR bisa dibuka di lebih dari satu ponsel; yang lebih dulu menekan Mulai antar mendapat tugasnya."
        ),
        _(
            "Beri tahu petugas. Di layarnya tertulis nama, nomor HP, dan pelat yang mengambil;"
            " ia menekan Tarik kembali, lalu buat serah terima baru."
        ),
    ),
    "not-allowed": (
        _("Akun ini tidak berhak melakukan hal itu, atau tidak untuk paket itu."),
        _("Bila seharusnya boleh, hubungi pengelola di kantor Anda."),
    ),
    "sign-in-needed": (
        _("Tidak ada sesi yang berlaku. Sesi berakhir bila lama tidak dipakai."),
        _("Masuk lagi. Bukti yang belum terkirim tetap aman di ponsel."),
    ),
    "bad-credentials": (
        _("Nama pengguna dan kata sandi tidak cocok, atau akunnya sudah ditutup."),
        _("Ketik ulang. Lupa kata sandi? Minta yang baru di kantor."),
    ),
    "too-many-tries": (
        _("Percobaan terlalu sering dalam waktu singkat, jadi dihentikan sebentar."),
        _("Tunggu beberapa menit, lalu coba lagi."),
    ),
    "foreign-origin": (
        _("Permintaan yang mengubah sesuatu hanya diterima dari halaman kami sendiri."),
        _("Buka halaman kami langsung, lalu ulangi dari sana."),
    ),
    "form-expired": (
        _("Formulir ini dibuka sebelum Anda masuk, atau sudah terlalu lama terbuka."),
        _("Muat ulang halamannya, lalu kirim lagi."),
    ),
    "form-used": (
        _("Formulir yang sama dikirim dua kali. Paketnya sudah terdaftar pada kiriman pertama."),
        _("Cari paketnya di daftar; tidak ada yang terdaftar dua kali."),
    ),
    "challenge-over": (
        _(
            "Pendaftaran ponsel memakai kode sekali pakai yang berlaku lima menit. Yang ini sudah terpakai atau lewat."
        ),
        _("Coba lagi; ponsel meminta kode baru sendiri."),
    ),
    "device-refused": (
        _("Kunci ponsel ini sudah dicabut, atau terdaftar untuk kurir lain."),
        _("Hubungi kantor. Data di ponsel tetap aman."),
    ),
    "not-an-export": (
        _("Berkas yang dipilih bukan cadangan antrean yang dibuat aplikasi kurir."),
        _("Minta kurir membagikan lagi berkas dari layar Antrean, lalu pilih berkas itu tanpa mengubahnya."),
    ),
    "sealed-for-other": (
        _("Cadangan antrean dikunci untuk satu kantor. Kunci yang cocok tidak ada di server ini."),
        _("Bandingkan sidik kunci di ponsel dan di halaman impor. Berbeda? Hubungi operator."),
    ),
    "sealed-damaged": (
        _("Isi cadangan berubah atau rusak di jalan. Bagian yang rusak tidak dapat dibuka oleh siapa pun."),
        _("Bukti masih ada di ponsel kurir. Minta ia membuat cadangan baru dan mengirimnya lagi."),
    ),
    "export-incomplete": (
        _("Berkas cadangan berakhir sebelum semua foto dan tanda tangan bukti ini."),
        _("Minta kurir mengirim berkasnya lagi; yang sudah masuk tidak masuk dua kali."),
    ),
    "export-too-large": (
        _("Bagian cadangan ini melebihi ukuran yang dapat dibuat aplikasi kurir."),
        _("Pilih berkas yang benar. Tidak ada yang diimpor."),
    ),
    "sender-unproven": (
        _(
            "Bukti ini dibuat tanpa kunci ponsel, dan tanda dari server yang menyebut kurirnya tidak ada atau salah."
        ),
        _("Bukti masih ada di ponsel kurir. Kirim dari ponsel itu sendiri setelah masuk lagi."),
    ),
    "other-office": (
        _("Setiap kantor hanya mengimpor bukti dari kurirnya sendiri."),
        _("Teruskan berkasnya kepada petugas kantor kurir itu."),
    ),
    "wrong-status": (
        _(
            "Langkah ini tidak berlaku untuk keadaan paket sekarang. Mungkin orang lain baru saja mengubahnya."
        ),
        _("Muat ulang halaman untuk melihat keadaan terbaru."),
    ),
    "not-yet-published": (
        _("Setiap bukti masuk ke log terbuka, biasanya dalam beberapa detik."),
        _("Kembali, lalu unduh sekali lagi."),
    ),
    "already-reviewed": (
        _("Satu bukti mendapat satu putusan. Putusan yang pertama berlaku dan tidak diubah."),
        _("Muat ulang halaman buktinya untuk membaca putusan dan alasannya."),
    ),
    "signing-link-closed": (
        _("Satu kode QR berlaku 30 menit, untuk satu ponsel, dan untuk satu tanda tangan."),
        _("Minta kurir menekan “Kode QR baru”, lalu pindai lagi. Bisa juga menyebutkan kode klaim."),
    ),
    "case-closed": (
        _(
            "Satu sanggahan mendapat satu putusan. Warga dapat juga mengakhirinya dengan menjawab sudah menerima."
        ),
        _("Muat ulang halaman sanggahan itu untuk membaca bagaimana sanggahannya selesai."),
    ),
    "delivery-contested": (
        _("Warga menyatakan belum menerima. Tanda terima menunggu putusan kantor; buktinya tetap disimpan."),
        _(
            "Baca perkembangannya di halaman paket, dengan kode klaim. Sudah ketemu? Jawab di sana: sudah saya terima."
        ),
    ),
    "delivery-overturned": (
        _(
            "Putusan kantor menyatakan penerima tidak menerima yang dicatat kurir. Catatan dan buktinya tetap ada."
        ),
        _(
            "Putusan dan alasannya ada di halaman paket, dengan kode klaim. Tanyakan langkah berikutnya ke kantor."
        ),
    ),
    "card-owed": (
        _(
            "Untuk paket ini KTP-el yang lama harus kembali. Tanpa kartu lama, kartu baru belum boleh dianggap sampai."
        ),
        _(
            "Buka halaman Kartu lama: catat kartu yang dibawa ke kantor, atau bebaskan paket ini dengan alasan."
        ),
    ),
    "card-moved": (
        _("Petugas lain lebih dulu mencatat kartu ini, atau kartunya belum sampai pada langkah itu."),
        _("Muat ulang halaman Kartu lama dan lihat keadaan kartunya sekarang."),
    ),
    "seal-differs": (
        _("Kurir mencatat nomor segel di depan penerima. Nomor di kantong yang kembali harus sama."),
        _(
            "Cocokkan sekali lagi. Bila memang lain atau rusak, centang pilihannya: perbedaannya ikut tercatat."
        ),
    ),
    "second-officer-needed": (
        _(
            "Satu orang saja tidak boleh memusnahkan kartu atau menyatakannya hilang. Harus dua petugas kantor ini."
        ),
        _("Minta rekan mengisi nama pengguna dan sandinya sendiri di halaman yang sama."),
    ),
    "card-rule": (
        _(
            "Aturan wilayah menentukan dokumen mana yang ditukar dengan kartu lamanya. Aturan itu bisa berganti edisi."
        ),
        _("Muat ulang formulir pendaftaran. Aturan yang berlaku ada di halaman Aturan wilayah."),
    ),
    "fee-not-tariff": (
        _(
            "Dokumen kependudukan gratis menurut undang-undang; hanya ongkos kirim yang ditetapkan wilayah boleh ada."
        ),
        _(
            "Isi 0, atau tarif yang tertulis di formulir. Tarif diubah lewat edisi baru di halaman Aturan wilayah."
        ),
    ),
    "courier-not-fit": (
        _(
            "Kurir menyatakan hari ini bahwa ia belum boleh bertugas. Alasannya tidak disimpan dan tidak ditampilkan."
        ),
        _("Serahkan paketnya kepada kurir lain. Bila ia sudah sehat, ia menyatakannya lagi di aplikasinya."),
    ),
    "attempts-used-up": (
        _("Aturan wilayah membatasi berapa kali sebuah paket diantar sebelum menunggu diambil di kantor."),
        _("Pilih alasan di formulir serah terima, atau biarkan paketnya menunggu diambil."),
    ),
    "package-held": (
        _(
            "Data ini masih dibutuhkan: ada sanggahan, pemeriksaan, permintaan, atau penahanan yang belum selesai."
        ),
        _("Halaman paketnya menyebut apa yang menahannya. Selesaikan itu lebih dulu."),
    ),
    "too-early": (
        _("Tanggal di tabel paket tidak sama dengan tanggal di buku besar; buku besar yang berlaku."),
        _("Minta pengelola sistem menjalankan ledger verify."),
    ),
    "request-closed": (
        _("Satu permintaan mendapat satu jawaban. Yang sudah dijawab tidak dapat diubah."),
        _("Muat ulang halamannya untuk membaca jawabannya. Perlu yang lain? Ajukan permintaan baru."),
    ),
    "wrong-claim-code": (
        _("Nomor paket dan kode klaim tidak cocok, atau kodenya sudah lima kali salah."),
        _("Periksa kertas atau pesan dari kantor. Untuk kode baru, hubungi kantor."),
    ),
}
