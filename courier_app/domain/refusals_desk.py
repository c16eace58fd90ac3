"""What the office's own rules turn down at its desk: reasons for its officers."""

from courier_app.domain.refusal import Refusal


class FeeNotTariff(Refusal):
    """A fee that no rule of the region asks for. `tariff`: what it does ask for on this day, in rupiah."""

    code = "fee-not-tariff"
    title = "Ongkos kirim tidak sesuai aturan"
    sentence = "Ongkos kirim hanya boleh 0 (gratis) atau tarif yang berlaku di wilayah ini."


class CourierNotFit(Refusal):
    """Packages for a courier whose last word today is that he may not work."""

    code = "courier-not-fit"
    title = "Kurir menyatakan tidak sehat"
    sentence = "Kurir ini menyatakan tidak sehat hari ini. Pilih kurir lain, atau minta ia menyatakan lagi."


class ReasonNeeded(Refusal):
    """A package whose attempts are used up goes out again only for a reason. `packages`: their aliases."""

    code = "attempts-used-up"
    title = "Percobaan antar sudah habis"
    sentence = "Paket ini sudah diantar sebanyak yang diizinkan aturan. Pilih alasan mengapa diantar lagi."
