"""Everything somebody needs to check a receipt without us, in one ZIP (evidence.md 3.4)."""

import io
import zipfile
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy.orm import Session

from courier_app.models import Leaf
from courier_app.services.inclusion import proof_file
from courier_app.services.ports import Ports
from courier_app.services.receipts import GivenReceipt

PAPERS = Path(__file__).parent.parent / "evidence" / "papers"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same receipt and checkpoint give the same bytes


def receipt_zip(session: Session, ports: Ports, given: GivenReceipt) -> bytes:
    """Receipt, leaf, proof of inclusion, both public keys, the script that checks them, and how. Refuses with
    NotYetPublished."""
    index = given.says.index
    files = {
        "BACA-SAYA.txt": _paper("BACA-SAYA.txt"),
        "receipt.txt": given.text.encode("ascii"),
        "leaf.json": session.get_one(Leaf, index).entry,
        "receipt.tlog-proof": proof_file(session, index),
        "keys.policy": f"log {ports.log_key.vkey}\nquorum none\n".encode(),
        "receipt-key.pem": receipt_key_pem(ports),
        "verify.sh": _paper("verify.sh"),
    }
    return _zipped(files)


def receipt_key_pem(ports: Ports) -> bytes:
    public = ports.receipt_key.key.public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@cache
def _paper(name: str) -> bytes:
    return (PAPERS / name).read_bytes()


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            archive.writestr(entry, content)
    return out.getvalue()
