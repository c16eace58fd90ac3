"""Reasons not to erase, and not to take a citizen's request; refusals.py has them with all others."""

from courier_app.domain.refusal import Refusal


class PackageHeld(Refusal):
    """An open case, a proof that waits for its verdict, or an officer's word keeps the data. `by`: which of them."""

    code = "package-held"
    title = "Data paket ini ditahan"
    sentence = (
        "Data paket ini ditahan dan tidak boleh dihapus. Selesaikan sanggahan atau pemeriksaannya, "
        "atau cabut penahanannya."
    )


class TooEarly(Refusal):
    """What nobody ordered is erased only when its time is over by the ledger's own dates."""

    code = "too-early"
    title = "Belum waktunya dihapus"
    sentence = "Menurut catatan buku besar, masa simpan data paket ini belum habis."


class RequestClosed(Refusal):
    """A request is answered once, and a package has room for so many."""

    code = "request-closed"
    title = "Permintaan sudah dijawab"
    sentence = (
        "Permintaan ini sudah dijawab, atau sudah terlalu banyak. Muat ulang halamannya, atau telepon kantor."
    )
