"""Words that wait in the database for the next page, sealed: what was typed may name a citizen."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from courier_app.evidence.vault import SealBroken, Sealed, open_, seal
from courier_app.services.ports import Ports

KIND = "note"


def seal_note(ports: Ports, note: str, *, name: str) -> str:
    """Opens again only under the same name. Letters that any text column keeps."""
    sealed = seal(ports.keks, note.encode(), object_id=name, kind=KIND)
    parts = sealed.kek_id.encode(), sealed.wrapped_dek, sealed.nonce, sealed.box
    return ".".join(urlsafe_b64encode(part).decode() for part in parts)


def open_note(ports: Ports, text: str, *, name: str) -> str | None:
    """None for a note that does not open: changed, of another name, or under a key that is gone."""
    try:
        kek_id, wrapped_dek, nonce, box = (urlsafe_b64decode(part) for part in text.split("."))
        sealed = Sealed(kek_id.decode(), wrapped_dek, nonce, box)
        return open_(ports.keks, sealed, object_id=name, kind=KIND).decode()
    except (SealBroken, ValueError):
        return None
