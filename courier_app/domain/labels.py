"""Label ids and label addresses: make, check, read (security.md, section 8)."""

import re
import secrets
from collections.abc import Callable, Collection

from courier_app.domain.typed_text import Unreadable, squeezed

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: without I, L, O and U
BODY_LENGTH = 16
URL_LENGTH_LIMIT = 96

_CHECK_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RANDOM_BYTES = 10  # 80 bits are sixteen characters of five bits
_ENTRY_LENGTH_LIMIT = 64
_LOOK_ALIKES = str.maketrans("ILO", "110")
_LABEL_ID = re.compile(f"[{ALPHABET}]{{17}}")
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?"
_LABEL_URL = re.compile(rf"[Hh][Tt][Tt][Pp][Ss]://({_HOST})/P/([{ALPHABET}]{{17}})")


class BadLabel(Unreadable):
    """`reason`: `form` is no label, `host` a label of somebody else, `check` a wrong character."""

    what = "label"


def new_label_id(rand: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Seventeen characters; `rand(n)` gives n random bytes.

    Drawn again while the check character is I, L, O or U: only so is it safe to correct these
    in manual entry.
    """
    while True:
        body = _characters(rand(_RANDOM_BYTES))
        check = check_character(body)
        if check in ALPHABET:
            return body + check


def check_character(body: str) -> str:
    """ISO 7064 MOD 37,36 over the sixteen random characters."""
    product = 36
    for character in body:
        total = (product + _CHECK_VALUES.index(character)) % 36 or 36
        product = total * 2 % 37
    return _CHECK_VALUES[(37 - product) % 36]


def parse_label_id(text: str) -> str:
    """The id that a person typed. Forgives case, spaces, hyphens, I and L for 1, O for 0.

    Refuses other scripts before changing case: a dotless i becomes I.
    """
    if len(text) > _ENTRY_LENGTH_LIMIT:
        raise BadLabel("form")
    typed = squeezed(text)
    if not typed.isascii():
        raise BadLabel("form")
    return _checked(typed.upper().translate(_LOOK_ALIKES))


def label_url(host: str, label_id: str) -> str:
    """What the QR holds, all upper case for its alphanumeric mode. `host` may name a port.

    Refuses a host that `parse_label_url` would not read back.
    """
    url = f"HTTPS://{host}/P/{label_id}".upper()
    parse_label_url(url, (host,))
    return url


def parse_label_url(text: str, hosts: Collection[str]) -> str:
    """The id in a scanned text, when the whole text is an address of ours; nothing is repaired.

    A host in `hosts` with a port matches with that port only, one without matches without.
    """
    if len(text) > URL_LENGTH_LIMIT or not text.isascii():
        raise BadLabel("form")
    found = _LABEL_URL.fullmatch(text)
    if not found:
        raise BadLabel("form")
    host = found[1].lower()
    if "xn--" in host or host not in {ours.lower() for ours in hosts}:
        raise BadLabel("host")
    return _checked(found[2])


def grouped(label_id: str) -> str:
    """For print and for reading aloud: `7K2M 9QX4 T1B8 ZC3D A`."""
    return " ".join(label_id[start : start + 4] for start in range(0, len(label_id), 4))


def _characters(random: bytes) -> str:
    number = int.from_bytes(random)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(BODY_LENGTH))


def _checked(label_id: str) -> str:
    if not _LABEL_ID.fullmatch(label_id):
        raise BadLabel("form")
    if check_character(label_id[:BODY_LENGTH]) != label_id[BODY_LENGTH]:
        raise BadLabel("check")
    return label_id
