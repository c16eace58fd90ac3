"""A courier's phone over the real wire: a key, a session, a counter. It keeps what it froze and sends it again."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any, NoReturn, cast
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from courier_app.db import Database
from courier_app.evidence.jws import b64u
from courier_app.models import Audience, Courier, Device, Handover, LoginSession, Package
from tests.evidence import phones
from tests.evidence.phones import compact
from tests.evidence.pictures import a_file, opened
from tests.house import NOON

_numbers = count(1)
AT_HOME = {"lat_e7": -69904000, "lon_e7": 1104229000, "acc_m": 8, "fix_at": "2026-11-23T04:59:30.000Z"}
NOTHING_ASKED: dict[str, Any] = {
    "checks": {},
    "id_check": "not_done",
    "id_check_reason": None,
    "signature_status": "not_needed",
    "claim_code": None,
}
AT_THE_DOOR = NOTHING_ASKED | {
    "checks": dict.fromkeys(
        ("mask", "distance", "hands", "wiped_before", "signer_hands", "wiped_after"), True
    ),
    "id_check": "match",
    "signature_status": "signed",
}
ANSWERS = {
    "picked_up": NOTHING_ASKED,
    "delivered": AT_THE_DOOR,
    "attempt_failed": NOTHING_ASKED,
    "returned": NOTHING_ASKED,
}
WAITED: dict[str, Any] = {
    "detail": None,
    "note": None,
    "contacts": [{"way": "call", "at": "2026-11-23T04:57:00.000Z"}],
    "waited_s": 200,
}
NOBODY: dict[str, Any] = {"reason": None, "recipient": None, "contactless": None}
SAID: dict[str, dict[str, Any]] = {
    "picked_up": NOBODY,
    "delivered": {
        "reason": None,
        "recipient": {"name": "Siti Aminah", "rel": "self"},
        "contactless": {"mode": "direct", "method": "courier_phone_sign"},
    },
    "attempt_failed": NOBODY | {"reason": "not_home", "tried": WAITED},
    "returned": NOBODY,
}


@dataclass(frozen=True)
class File:
    """An evidence file on the phone, and its line in the manifest."""

    body: bytes
    line: dict[str, Any]

    @property
    def sha256(self) -> str:
        return str(self.line["sha256"])


@dataclass(frozen=True)
class Frozen:
    """A finished proof: these bytes are sent, every time."""

    proof: UUID
    body: bytes
    manifest: bytes
    files: tuple[File, ...]
    type: str = "application/jose"

    @property
    def mh(self) -> str:
        return hashlib.sha256(self.manifest).hexdigest()

    @property
    def jh(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


class Phone:
    """Signed in, its key enrolled; with a handover it is an ojol driver's, for that one trip."""

    def __init__(
        self,
        app: Flask,
        courier: Courier,
        *,
        handover: Handover | None = None,
        enrolled: bool = True,
        now: datetime = NOON,
    ) -> None:
        self._app, self.courier_id, self._now = app, courier.id, now
        self.handover_id = handover.id if handover else None
        self.key, self.cookie = phones.Phone(), secrets.token_urlsafe(32)
        self.seq, self.prev = 0, cast(str | None, None)
        house: Database = app.extensions["suratsampai_db"]
        with house.transaction() as session:
            session.add(self._session_row())
            if enrolled:
                session.add(self.device_row())
        self.client = self.new_client()

    def new_client(self) -> FlaskClient:
        """One for each thread."""
        client = self._app.test_client()
        client.set_cookie("kurir", self.cookie)
        return client

    def device_row(self) -> Device:
        x, y = (urlsafe_b64decode(text + "=") for text in (self.key.jwk.x, self.key.jwk.y))
        mine = {"courier_id": self.courier_id, "handover_id": self.handover_id, "enrolled_at": self._now}
        return Device(kid=self.key.kid, x=x, y=y, **mine)

    def _session_row(self) -> LoginSession:
        whose: dict[str, Any] = {"courier_id": self.courier_id, "handover_id": self.handover_id, "data": {}}
        now, end = self._now, self._now + timedelta(hours=12)
        times = {"created_at": now, "seen_at": now, "expires_at": end}
        id_ = hashlib.sha256(self.cookie.encode()).digest()
        return LoginSession(id=id_, audience=Audience.COURIER, **whose, **times)

    def freeze(
        self,
        package: Package,
        outcome: str = "delivered",
        *,
        files: Sequence[File] | None = None,
        **said: Any,
    ) -> Frozen:
        """Signed, and numbered in this phone's row of proofs."""
        shown = tuple(EVIDENCE[outcome]() if files is None else files)
        manifest = compact(
            self.manifest(package, outcome, shown) | self._policy(package, outcome, said) | said
        )
        self.seq, self.prev = self.seq + 1, hashlib.sha256(manifest).hexdigest()
        proof = UUID(json.loads(manifest)["proof"])
        return Frozen(proof, self.key.signed(manifest), manifest, shown)

    def freeze_unsigned(self, package: Package, outcome: str = "delivered", **said: Any) -> Frozen:
        """What a phone does that cannot keep a key."""
        frozen = self.freeze(package, outcome, **{"unsigned": "no_key"} | said)
        return replace(frozen, body=frozen.manifest, type="application/json")

    def manifest(self, package: Package, outcome: str, files: Sequence[File]) -> dict[str, Any]:
        return {
            "v": 1,
            "typ": "pod-capture",
            "salt": b64u(secrets.token_bytes(16)),
            "proof": str(uuid4()),
            "pkg": package.label_id,
            "attempt": package.attempt,
            "outcome": outcome,
            "captured_at": "2026-11-23T05:00:00.000Z",
            "mono_ms": 1000,
            "offset_ms": 0,
            "gps": AT_HOME,
            **SAID[outcome],
            "policy": None,
            "media": [file.line for file in files],
            "seen": None,
            "seq": self.seq + 1,
            "prev": self.prev,
            "app": "0.1.0+test",
        }

    def _policy(self, package: Package, outcome: str, said: dict[str, Any]) -> dict[str, Any]:
        """`answers` replaces single answers; `policy` the whole."""
        answers = ANSWERS[outcome] | said.pop("answers", {})
        return {"policy": {"id": package.policy_id, "version": package.policy_version, "answers": answers}}

    def send_media(self, file: File, *, client: FlaskClient | None = None) -> TestResponse:
        address = f"/kurir/api/media/{file.sha256}"
        return (client or self.client).put(address, data=file.body, content_type=file.line["type"])

    def send_proof(self, frozen: Frozen, *, client: FlaskClient | None = None) -> TestResponse:
        address = f"/kurir/api/proofs/{frozen.proof}"
        return (client or self.client).put(address, data=frozen.body, content_type=frozen.type)

    def send(self, frozen: Frozen) -> TestResponse:
        """Parts, then whole."""
        for file in frozen.files:
            self.send_media(file)
        return self.send_proof(frozen)


def promise(answer: TestResponse) -> dict[str, Any]:
    """What an acknowledgement says."""
    payload = answer.data.split(b".")[1]
    said: dict[str, Any] = json.loads(urlsafe_b64decode(payload + b"=="))
    return said


def reason(answer: TestResponse) -> str:
    """The code of a refusal."""
    return str(answer.get_json()["type"]).removeprefix("/problems/")


def power_cut(*_: object, **__: object) -> NoReturn:
    """Stands in for a step at which everything stops."""
    raise OperationalError("gone", None, ConnectionError())


def a_photo() -> File:
    """No two are alike."""
    pixels = Random(next(_numbers)).randbytes(16 * 12 * 3)
    image = Image.frombytes("RGB", (16, 12), pixels).resize((64, 48))
    return file_of(a_file(image, "JPEG", quality=80), "photo", "image/jpeg")


def a_card() -> File:
    """The old card, its number and face covered on the phone."""
    return file_of(a_photo().body, "old_card", "image/jpeg")


def a_signature() -> File:
    """Ink on nothing; no two are alike."""
    ink = Image.new("RGBA", (60, 20))
    ink.paste((0, 0, 0, 255), (5, 5, 30, 9))
    ink.putpixel((1, 1), (0, 0, *divmod(next(_numbers), 256)))
    return file_of(a_file(ink, "PNG"), "signature", "image/png")


def file_of(body: bytes, kind: str, type_: str) -> File:
    width, height = opened(body).size
    sha256 = hashlib.sha256(body).hexdigest()
    line = {"kind": kind, "sha256": sha256, "bytes": len(body), "type": type_}
    return File(body, {**line, "width": width, "height": height})


EVIDENCE: dict[str, Callable[[], tuple[File, ...]]] = {
    "picked_up": tuple,
    "delivered": lambda: (a_photo(), a_signature()),
    "attempt_failed": lambda: (a_photo(),),
    "returned": tuple,
}
