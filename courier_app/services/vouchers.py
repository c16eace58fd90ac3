"""What a phone without a key shows instead of a signature when its queue comes as a file: a word of our own."""

import hmac
from hashlib import sha256
from uuid import UUID

from courier_app.evidence.jws import b64u
from courier_app.services.ports import Ports
from courier_app.services.senders import Sender

BETWEEN = "."


def voucher_for(ports: Ports, sender: Sender) -> str:
    """Given with a session and kept on the phone; it says whose session that was, and opens nothing."""
    whose = BETWEEN.join((sender.courier_id.hex, sender.handover_id.hex if sender.handover_id else ""))
    return f"{whose}{BETWEEN}{_mac(ports, whose)}"


def sender_vouched(ports: Ports, voucher: str) -> Sender | None:
    """None for whatever we did not write."""
    whose, _, mac = voucher.rpartition(BETWEEN)
    if not hmac.compare_digest(mac.encode(), _mac(ports, whose).encode()):
        return None
    courier, _, handover = whose.partition(BETWEEN)
    return Sender(UUID(courier), UUID(handover) if handover else None)


def _mac(ports: Ports, whose: str) -> str:
    return b64u(hmac.digest(ports.index_key, f"queue-voucher/v1|{whose}".encode(), sha256))
