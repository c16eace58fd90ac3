"""Files that go out with evidence: what to read, the scripts that check it without us, and the ZIP around them."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

PAPERS = Path(__file__).parent / "papers"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files give the same bytes


@cache
def paper(name: str) -> bytes:
    return (PAPERS / name).read_bytes()


def script(name: str) -> bytes:
    """One file that needs no other: the checks that all scripts share are put in."""
    return paper(name).replace(b"#CHECKS\n", paper("checks.sh"))


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
