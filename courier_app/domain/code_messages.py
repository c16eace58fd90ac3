"""A message with a claim code that an officer sends from the office's own phone: nothing personal but the code."""

import re
from dataclasses import dataclass

_MOBILE = re.compile(r"(?:\+?62|0)(8[0-9]{7,12})")


def international(phone: str) -> str | None:
    """`0812-3456-7890` becomes `6281234567890`; None for what is no Indonesian mobile number."""
    found = _MOBILE.fullmatch(re.sub(r"[\s().-]", "", phone))
    return f"62{found[1]}" if found else None


def message(*, office: str, alias: str, code: str, check_address: str) -> str:
    """In Bahasa Indonesia, as all papers for citizens. No name, no kind of document."""
    return (
        f"{office}: kode klaim baru untuk paket {alias} adalah {code}. Kode lama tidak berlaku lagi. "
        f"Periksa di {check_address}. Sebutkan kode hanya setelah Anda melihat amplop tertutup. "
        "Dokumennya GRATIS. Kami tidak pernah meminta kode ini lewat telepon."
    )


@dataclass(frozen=True)
class Ready:
    """What the officer copies and where it goes. The links open an app of this very machine: they carry no code, and
    the number reaches no website (`https://wa.me/…` would tell the browser's history, a proxy and Meta)."""

    text: str
    number: str

    @property
    def whatsapp(self) -> str:
        return f"whatsapp://send?phone={self.number}"

    @property
    def sms(self) -> str:
        return f"sms:+{self.number}"


def ready(phone: str, text: str) -> Ready | None:
    """None without a mobile number."""
    number = international(phone)
    return Ready(text, number) if number else None
