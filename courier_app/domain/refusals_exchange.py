"""What the exchange leg turns down: reasons for people at the office."""

from courier_app.domain.refusal import Refusal


class CardOwed(Refusal):
    """No verdict makes a delivery count while its old card is neither here nor excused."""

    code = "card-owed"
    title = "Kartu lama belum ada"
    sentence = (
        "Paket ini hanya diserahkan bila kartu lamanya kembali. Catat dulu kartunya, atau bebaskan paketnya."
    )


class CardMoved(Refusal):
    """The card is not where the page showed it. `packages`: the aliases concerned."""

    code = "card-moved"
    title = "Kartu lama sudah dicatat lain"
    sentence = "Keadaan kartu lama ini sudah berubah. Muat ulang halamannya, lalu lihat lagi."


class SealDiffers(Refusal):
    """The number on the bag is not the one that the courier wrote down at the door."""

    code = "seal-differs"
    title = "Nomor segel tidak sama"
    sentence = "Nomor segel ini bukan nomor yang dicatat kurir. Periksa kantongnya, lalu catat apa adanya."


class SecondOfficerNeeded(Refusal):
    """Two different officers of the same office destroy a card or give it up, each with their own password."""

    code = "second-officer-needed"
    title = "Perlu petugas kedua"
    sentence = (
        "Ini dilakukan dua petugas kantor ini. Yang kedua memakai nama pengguna dan sandinya sendiri: petugas atau "
        "pengelola lain yang aktif, bukan Anda, dan bukan pemeriksa."
    )


class CardRuleBroken(Refusal):
    """A package is registered against the region's rule on old cards."""

    code = "card-rule"
    title = "Kartu lama tidak sesuai aturan"
    sentence = (
        "Aturan wilayah tidak meminta kartu lama untuk dokumen ini. Muat ulang formulirnya, lalu isi lagi."
    )
