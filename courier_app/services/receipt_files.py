"""Everything somebody needs to check a receipt without us, in one ZIP (evidence.md 3.4)."""

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy.orm import Session

from courier_app.evidence.paper_files import paper, script, zipped
from courier_app.models import Leaf
from courier_app.services.inclusion import proof_file
from courier_app.services.ports import Ports
from courier_app.services.receipts import GivenReceipt


def receipt_zip(session: Session, ports: Ports, given: GivenReceipt) -> bytes:
    """Receipt, leaf, proof of inclusion, both public keys, the script that checks them, and how. Refuses with
    NotYetPublished."""
    index = given.says.index
    files = {
        "BACA-SAYA.txt": paper("BACA-SAYA-receipt.txt"),
        "receipt.txt": given.text.encode("ascii"),
        "leaf.json": session.get_one(Leaf, index).entry,
        "receipt.tlog-proof": proof_file(session, index),
        "keys.policy": policy_file(ports),
        "receipt-key.pem": receipt_key_pem(ports),
        "verify.sh": script("verify-receipt.sh"),
    }
    return zipped(files)


def policy_file(ports: Ports) -> bytes:
    """Whose signatures count (C2SP tlog-policy)."""
    return f"log {ports.log_key.vkey}\n{ports.witnesses.policy.text}".encode()


def receipt_key_pem(ports: Ports) -> bytes:
    public = ports.receipt_key.key.public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
