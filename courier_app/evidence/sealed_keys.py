"""The office's keys for queues that phones hand over as a file: one current, older ones for files already made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from courier_app.evidence.jws import PublicJwk, decoded, read_jwk, thumbprint
from courier_app.evidence.secret_files import UnsafeKeyFile, read_secret, replace_secret, write_secret


@dataclass(frozen=True, repr=False)
class QueueKeys:
    """Private P-256 keys by thumbprint (RFC 7638). Phones seal for `current`; every key opens."""

    current: str
    keys: Mapping[str, ECKey]


class NoSuchKey(Exception):  # noqa: N818 - named for the reason
    """Not a key of this ring, or the one that phones seal for now."""


def make_queue_keys(path: Path) -> None:
    """A ring with one new key, mode 600. FileExistsError if there is one."""
    key = _new_key()
    write_secret(path, _written(QueueKeys(_kid(key), {_kid(key): key})))


def load_queue_keys(path: Path) -> QueueKeys:
    """Raises UnsafeKeyFile when others may read the file or it is not a ring of private P-256 keys."""
    content = read_secret(path)
    try:
        said = json.loads(content)
        keys = [_private(members) for members in said["keys"]]
        ring = QueueKeys(str(said["current"]), {_kid(key): key for key in keys})
    except (JoseError, ValueError, TypeError, KeyError):
        raise UnsafeKeyFile(f"{path} is not a ring of queue keys") from None
    if ring.current not in ring.keys:
        raise UnsafeKeyFile(f"{path} does not hold its current key")
    return ring


def add_queue_key(path: Path) -> str:
    """A new current key; the older ones go on opening. Running servers read it when they start again."""
    ring, key = load_queue_keys(path), _new_key()
    replace_secret(path, _written(QueueKeys(_kid(key), {**ring.keys, _kid(key): key})))
    return _kid(key)


def drop_queue_key(path: Path, kid: str) -> None:
    """What was sealed for it opens nowhere any more. Raises NoSuchKey, also for the current key."""
    ring = load_queue_keys(path)
    if kid == ring.current or kid not in ring.keys:
        raise NoSuchKey(kid)
    left = {name: key for name, key in ring.keys.items() if name != kid}
    replace_secret(path, _written(QueueKeys(ring.current, left)))


def public_queue_key(ring: QueueKeys) -> PublicJwk:
    """What phones seal for."""
    return _public(ring.keys[ring.current])


def fingerprint(kid: str) -> str:
    """What people compare on two screens, or over the telephone: 64 bits of the thumbprint in hex, in fours."""
    letters = decoded(kid.encode())[:8].hex()
    return " ".join(letters[at : at + 4] for at in range(0, 16, 4))


def _new_key() -> ECKey:
    return ECKey.generate_key("P-256", private=True)


def _private(members: dict[str, Any]) -> ECKey:
    key = ECKey.import_key(members)
    if not key.is_private or key.curve_name != "P-256":
        raise ValueError("no private P-256 key")
    return key


def _public(key: ECKey) -> PublicJwk:
    public = key.as_dict(private=False)
    return read_jwk({name: public[name] for name in ("kty", "crv", "x", "y")})


def _kid(key: ECKey) -> str:
    return thumbprint(_public(key))


def _written(ring: QueueKeys) -> bytes:
    names = ("kty", "crv", "x", "y", "d")
    keys = [{name: key.as_dict(private=True)[name] for name in names} for key in ring.keys.values()]
    return json.dumps({"current": ring.current, "keys": keys}, indent=1).encode()
