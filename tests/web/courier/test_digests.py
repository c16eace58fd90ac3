"""A proof whose bytes were damaged on the way is told apart from one that will never be taken (RFC 9530)."""

from base64 import b64encode
from hashlib import sha256

import pytest

from courier_app.models import Proof
from tests.phone import reason


def digest(body: bytes) -> dict[str, str]:
    return {"Content-Digest": f"sha-256=:{b64encode(sha256(body).digest()).decode()}:"}


@pytest.mark.parametrize("arrived", [b"", b"eyJ"], ids=["empty", "cut"])
def test_damaged_bytes_are_refused_as_damaged_and_taken_whole_later(door, arrived):
    frozen = door.phone.freeze(door.package())
    for file in frozen.files:
        door.phone.send_media(file)
    said = {"headers": digest(frozen.body), "content_type": frozen.type}
    address = f"/kurir/api/proofs/{frozen.proof}"
    answer = door.phone.client.put(address, data=arrived, **said)
    assert (answer.status_code, reason(answer)) == (422, "media-mismatch")
    assert door.count(Proof) == 0
    assert door.phone.client.put(address, data=frozen.body, **said).status_code == 201


def test_a_phone_that_says_no_digest_is_heard_as_before(door):
    assert door.phone.send(door.phone.freeze(door.package())).status_code == 201
