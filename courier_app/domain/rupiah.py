"""A sum of money as people write it, the only place that does: no blank after Rp (EYD V)."""

from courier_app.domain.words import Words


def rupiah(amount: int) -> Words:
    """9000 -> "Rp9.000", in English "Rp9,000"."""
    english = f"Rp{amount:,}"
    return Words(english.replace(",", "."), english)
