"""What is printed about money: the document is free by law, only its transport may cost."""

from courier_app.printing.fonts import unbroken


def fee_notice(delivery_fee: int, report_number: str) -> tuple[str, str]:
    """Headline and sentence. `delivery_fee` in rupiah (Adminduk law, art. 79A; domain.md, 1)."""
    number = unbroken(report_number)
    if delivery_fee == 0:
        return "DOKUMEN INI GRATIS", f"Laporkan bila diminta biaya: {number}"
    return (
        f"ONGKOS KIRIM {rupiah(delivery_fee)}",
        f"Dokumen ini GRATIS. Laporkan biaya lain: {number}",
    )


def rupiah(amount: int) -> str:
    """9000 -> "Rp9.000"."""
    return f"Rp{amount:,}".replace(",", ".")
