"""A recipient's phone over the real wire: it opens the link of a courier's QR, signs, sends the same bytes again."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.test import TestResponse

from courier_app.domain.own_phone import link_key, read_token, short_code, write_token
from courier_app.evidence.jws import b64u
from courier_app.models import Package
from tests.house import KEY, NOON

ZIGZAG = [number for step in range(20) for number in (20 + step * 10, 60 + (step % 2) * 40)]
INK: dict[str, Any] = {"width": 320, "height": 178, "strokes": [ZIGZAG]}


@dataclass(frozen=True)
class ScannedLink:
    """What the courier's screen shows: made by his phone alone, with the key of his round."""

    label: str
    token: str

    @property
    def id(self) -> UUID:
        link = read_token(self.token)
        assert link
        return link.id


def a_link(
    package: Package, *, at: datetime = NOON, attempt: int | None = None, key: bytes = bytes.fromhex(KEY)
) -> ScannedLink:
    made_with = link_key(key, package.id, attempt or package.attempt, package.handover_id)
    return ScannedLink(package.label_id, write_token(made_with, uuid4(), at))


@dataclass
class RecipientPhone:
    """One browser: what it drew when it opened the link stays its own."""

    app: Flask
    link: ScannedLink
    visit: str = field(default_factory=lambda: b64u(secrets.token_bytes(18)))
    address: str = "203.0.113.7"

    def open(self) -> TestResponse:
        return self._post("open", {})

    def send(self, record: str) -> TestResponse:
        return self._post("signatures", {"record": record})

    def record(self, **said: Any) -> str:
        """What is signed; made once and sent as it is."""
        return json.dumps(
            {
                "v": 1,
                "typ": "own-phone",
                "salt": b64u(secrets.token_bytes(16)),
                "id": str(self.link.id),
                "pkg": self.link.label,
                "name": "Siti Aminah",
                "rel": "self",
                "consent": True,
                "ink": INK,
                "signed_at": "2026-11-23T05:00:10.000Z",
                **said,
            }
        )

    def code(self, record: str) -> str:
        link = read_token(self.link.token)
        assert link
        return short_code(link.token, record.encode())

    def _post(self, where: str, more: dict[str, Any]) -> TestResponse:
        body = {"label": self.link.label, "token": self.link.token, "visit": self.visit, **more}
        client, caller = self.app.test_client(), {"REMOTE_ADDR": self.address}
        return client.post(f"/ttd/api/{where}", json=body, environ_base=caller)
