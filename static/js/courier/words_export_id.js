/** What the courier reads when a queue is handed over as a file, in Bahasa Indonesia. */

/** @type {Record<string, string>} */
export const words = {
  export_title: "Cadangan antrean",
  export_what:
    "Bila bukti tidak bisa terkirim, simpan di sini sebagai berkas dan kirim kepada petugas kantor Anda. Hanya kantor yang bisa membukanya.",
  export_stays: "Bukti tetap ada di ponsel ini dan tetap dicoba kirim.",
  export_count: "Bukti di dalam berkas",
  export_size: "Perkiraan ukuran",
  export_megabytes: "{n} MB",
  export_key: "Kunci kantor",
  export_key_hint: "Cocokkan dengan yang tampil di layar petugas, misalnya lewat telepon.",
  export_make: "Buat berkas",
  export_make_of: "Buat berkas {n} dari {all}",
  export_making: "Mengunci {n} dari {all}…",
  export_ready: "Berkas siap: {name}",
  export_share: "Bagikan",
  export_save: "Simpan di ponsel",
  export_saved:
    "Berkas disimpan di folder Unduhan. Kirim kepada petugas, lalu hapus dari ponsel setelah petugas bilang sudah masuk.",
  export_shared: "Berkas dibagikan. Hapus pesannya setelah petugas bilang sudah masuk.",
  export_not_shared: "Belum dibagikan. Coba lagi, atau simpan di ponsel.",
  export_left: "{n} bukti tidak ikut: fotonya hilang dari ponsel ini. Hubungi kantor.",
  export_none: "Tidak ada bukti yang menunggu.",
  export_no_key:
    "Kunci kantor belum ada di ponsel ini. Sambungkan ke internet sekali, lalu buka layar ini lagi.",
  export_failed: "Berkas belum jadi: penyimpanan ponsel penuh atau terganggu. Bukti tetap aman. Coba lagi.",
}
