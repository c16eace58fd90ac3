"""The phone's own code under Node, judged by a library that the product does not use; and the other way round."""

import json
import subprocess
from pathlib import Path

import pytest
from jwcrypto.common import JWException
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from courier_app.domain.refusals import Refusal
from courier_app.evidence.jws import thumbprint
from courier_app.evidence.sealed import TYP, unseal
from courier_app.evidence.sealed_keys import load_queue_keys, make_queue_keys, public_queue_key

ROOT = Path(__file__).parents[2]
PLAINS = ["", "x", "{}", "é ☕", "a" * 2_000_000]
SEAL = """
import { lockOf, sealed } from "./static/js/courier/seal.js"
import { readFileSync } from "node:fs"
const { jwk, plains } = JSON.parse(readFileSync(0, "utf8"))
const lock = await lockOf(jwk)
const lines = []
for (const plain of plains) lines.push(await sealed(new TextEncoder().encode(plain), "image/jpeg", lock))
console.log(JSON.stringify({ kid: lock.kid, lines }))
"""


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    file = tmp_path_factory.mktemp("keys") / "queue-keys.json"
    make_queue_keys(file)
    return load_queue_keys(file)


@pytest.fixture(scope="module")
def judge(keys):
    return JWK(**next(iter(keys.keys.values())).as_dict(private=True))


@pytest.fixture(scope="module")
def phone(keys):
    """What the phone's code made for this office of each of PLAINS."""
    said = json.dumps({"jwk": public_queue_key(keys).as_dict(), "plains": PLAINS})
    command = ["node", "--input-type=module", "--eval", SEAL]
    made = subprocess.run(command, cwd=ROOT, input=said, capture_output=True, check=True, text=True)
    return json.loads(made.stdout)


def judged(line, judge):
    box = JWE()
    box.deserialize(line, judge)
    return box.payload


def test_both_sides_call_the_key_by_the_same_name(keys, phone):
    assert phone["kid"] == keys.current == thumbprint(public_queue_key(keys))


def test_a_library_of_others_opens_what_the_phone_sealed(phone, judge):
    assert [judged(line, judge).decode() for line in phone["lines"][1:]] == PLAINS[1:]


def test_the_office_opens_what_the_phone_sealed(keys, phone):
    whole = [(line, plain) for line, plain in zip(phone["lines"], PLAINS, strict=True) if plain]
    assert [unseal(keys, line.encode()).plain.decode() for line, _ in whole] == [plain for _, plain in whole]


def test_the_office_opens_nothing_empty(keys, phone):
    """A proof has no empty piece: a line with nothing in it was not made by a phone."""
    with pytest.raises(Refusal):
        unseal(keys, phone["lines"][0].encode())


def test_the_phones_header_says_everything_and_no_more(phone):
    box = JWE()
    box.deserialize(phone["lines"][1])
    header = json.loads(box.objects["protected"])
    assert set(header) == {"alg", "cty", "enc", "epk", "kid", "typ"}
    assert (header["alg"], header["enc"], header["typ"]) == ("ECDH-ES", "A256GCM", TYP)
    assert set(header["epk"]) == {"crv", "kty", "x", "y"}


def test_every_changed_letter_of_the_phones_line_is_refused_by_the_office(keys, phone):
    line = phone["lines"][2].encode()
    for at, letter in enumerate(line):
        changed = line[:at] + (b"A" if letter != ord("A") else b"B") + line[at + 1 :]
        with pytest.raises(Refusal):
            unseal(keys, changed)


def test_the_judge_refuses_a_changed_box_too(phone, judge):
    """Control: what we call the judge does judge."""
    head, wrapped, nonce, box, tag = phone["lines"][2].split(".")
    changed = ".".join([head, wrapped, nonce, ("A" if box[0] != "A" else "B") + box[1:], tag])
    with pytest.raises(JWException):
        judged(changed, judge)
