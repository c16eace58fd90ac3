/** How the app gets onto the home screen, in Bahasa Indonesia. */

/** @type {Record<string, string>} */
export const words = {
  install_title: "Pasang di ponsel ini",
  install_why:
    "Terpasang, aplikasi terbuka lebih cepat dan simpanannya tidak dihapus oleh ponsel. Pasang sebelum bertugas.",
  install_done: "Aplikasi sudah terpasang: Anda sedang memakainya.",
  install_queue:
    "Masih ada {n} bukti yang belum terkirim. Kirim dulu: aplikasi yang terpasang bisa punya simpanan sendiri, dan antrean ini tidak ikut pindah.",
  install_to_queue: "Lihat antrean",
  install_now: "Pasang sekarang",
  install_after: "Setelah terpasang, buka dari layar utama dan masuk sekali lagi.",
  install_after_trip:
    "Setelah terpasang, buka dari layar utama. Tugas ini tidak tampil di sana? Lanjutkan di peramban ini.",
  "install_name.chrome": "Android, Chrome",
  "install_name.firefox": "Android, Firefox",
  "install_name.samsung": "Android, Samsung Internet",
  "install_name.ios26": "iPhone, iOS 26 ke atas",
  "install_name.ios": "iPhone, iOS 16.4 sampai 18",
  "install_steps.chrome":
    "Ketuk ⋮ di kanan atas|Pilih “Tambahkan ke layar utama” atau “Instal aplikasi”|Ketuk “Instal”",
  "install_steps.firefox":
    "Ketuk ⋮|Pilih “Tambahkan aplikasi ke layar utama” atau “Pasang”|Ketuk “Tambah otomatis”",
  "install_steps.samsung": "Ketuk ☰ di kanan bawah|Pilih “Tambahkan halaman ke”|Pilih “Layar depan”",
  "install_steps.ios26":
    "Buka alamat ini di Safari|Ketuk ⋯ lalu “Bagikan”|Pilih “Tambah ke Layar Utama”, biarkan “Buka sebagai App Web” menyala|Ketuk “Tambah”",
  "install_steps.ios":
    "Buka alamat ini di Safari, bukan di peramban lain|Ketuk tombol Bagikan (kotak dengan panah ke atas)|Gulir, lalu pilih “Tambah ke Layar Utama”|Ketuk “Tambah”",
}
