"""A log of ten thousand leaves, published at three sizes and exported at each, for judges that are not ours."""

from pathlib import Path

from courier_app.db import Database
from courier_app.evidence.log_keys import load_log_key, make_log_key, read_known_key, write_known_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.log_mirror import export
from courier_app.models import Leaf
from courier_app.publisher import Publisher
from courier_app.services.ledger import append_leaf
from tests.house import LOG, NOON

LEAVES = 10_300


def published_log(house: Database, folder: Path) -> None:
    """Key, public key, the signer's memory and `mirror` are in the folder then."""
    make_log_key(folder / "key", LOG)
    key = load_log_key(folder / "key")
    write_known_key(folder / "key.pub", key)
    begin_state(folder / "state", LOG)
    publisher = Publisher(house, Signer(key, folder / "state"), LOG)
    for size in (300, 4_096, LEAVES):
        grow(house, size)
        publisher.publish(now=NOON)
        export(house, read_known_key(folder / "key.pub"), folder / "mirror")


def grow(house: Database, size: int) -> None:
    with house.transaction() as session:
        for number in range(session.query(Leaf).count(), size):
            append_leaf(session, f"surat-{number}".encode())


def vkey_of(folder: Path) -> str:
    return load_log_key(folder / "key").vkey
