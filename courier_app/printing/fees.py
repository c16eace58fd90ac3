"""What is printed about money: the document is free by law, only its transport may cost."""

from courier_app.domain.rupiah import rupiah
from courier_app.printing.fonts import unbroken


def fee_notice(delivery_fee: int, report_number: str, *, said: str = "") -> tuple[str, str]:
    """Headline and sentence. `delivery_fee` in rupiah (Adminduk law, art. 79A; domain.md, 1); `said`: whether it was
    paid, on a receipt."""
    number = unbroken(report_number)
    if delivery_fee == 0:
        return "DOKUMEN INI GRATIS", f"Laporkan bila diminta biaya: {number}"
    return (
        f"ONGKOS KIRIM {rupiah(delivery_fee).id}" + (f": {said.upper()}" if said else ""),
        f"Dokumen ini GRATIS. Laporkan biaya lain: {number}",
    )
