"""The signer's key in a token (SoftHSM): signs the same notes, cannot be read out, is refused when it is not there."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pkcs11
import pytest
from click.testing import CliRunner
from pkcs11 import Attribute, ObjectClass

from courier_app.domain.notes import Note
from courier_app.evidence.hardware_key import Token, load_hardware_key, make_hardware_key
from courier_app.evidence.log_keys import known_key, open_note
from courier_app.evidence.secret_files import UnsafeKeyFile, write_secret
from courier_app.evidence.signer import Signer, SigningRefused, begin_state, read_state
from courier_app.signer import HARDWARE, commands
from tests.evidence.test_signer import FORGED, growth

ORIGIN = "surat.example.go.id/log"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
PIN = "471100"


@pytest.fixture(scope="session")
def soft_token(tmp_path_factory):
    """One for the process: a module reads its settings once."""
    module = next((Path(one) for one in MODULES if Path(one).exists()), None)
    assert module, "install softhsm2 from the distribution, or run make test"
    folder = tmp_path_factory.mktemp("hsm")
    (folder / "tokens").mkdir()
    (folder / "conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "conf")
    new = ["--init-token", "--free", "--label", "surat", "--pin", PIN, "--so-pin", "918273"]
    subprocess.run(["softhsm2-util", *new], check=True, capture_output=True)
    write_secret(folder / "pin", f"{PIN}\n".encode())
    return Token(module, "surat", folder / "pin")


@pytest.fixture
def token(soft_token):
    """Emptied after each test."""
    yield soft_token
    with soft_token.session() as session:
        for found in list(session.get_objects({Attribute.LABEL: ORIGIN})):
            found.destroy()


@pytest.fixture
def signer(token, tmp_path):
    begin_state(tmp_path / "state", ORIGIN)
    return Signer(make_hardware_key(token, ORIGIN), tmp_path / "state")


def test_a_key_in_a_token_signs_an_honest_growth(signer):
    asked = growth(0, 7)
    note = Note(asked.checkpoint.decode(), (signer.sign(asked),))
    assert open_note(note.written(), [known_key(signer.key.vkey)]) == note


def test_the_rules_of_the_signer_hold_with_a_token(signer):
    signer.sign(growth(0, 7))
    with pytest.raises(SigningRefused) as no:
        signer.sign(growth(7, 9, root=FORGED))
    assert (no.value.status, read_state(signer.state, ORIGIN).size) == (422, 7)


def test_the_key_is_found_again_under_the_name_of_its_log(token, signer):
    assert load_hardware_key(token, ORIGIN).vkey == signer.key.vkey


def test_the_key_cannot_be_read_out(token, signer):
    with token.session() as session:
        key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=ORIGIN)
        assert (key[Attribute.SENSITIVE], key[Attribute.EXTRACTABLE]) == (True, False)
        with pytest.raises(pkcs11.AttributeSensitive):
            key[Attribute.VALUE]


def test_a_key_is_never_replaced(token, signer):
    with pytest.raises(FileExistsError):
        make_hardware_key(token, ORIGIN)


def test_a_token_without_the_key_signs_nothing(token):
    with pytest.raises(UnsafeKeyFile, match="no single Ed25519 key"):
        load_hardware_key(token, "other.example/log")


@contextmanager
def with_pin(tmp_path, pin):
    write_secret(tmp_path / "pin", pin)
    yield tmp_path / "pin"


def test_a_wrong_pin_is_said_without_the_pin(token, signer, tmp_path):
    with with_pin(tmp_path, b"999999") as pin, pytest.raises(UnsafeKeyFile) as problem:
        load_hardware_key(Token(token.module, token.label, pin), ORIGIN)
    assert "999999" not in str(problem.value)


def test_a_pin_that_others_may_read_is_refused(token, tmp_path):
    (tmp_path / "pin").write_text(PIN)
    with pytest.raises(UnsafeKeyFile, match="read by others"):
        load_hardware_key(Token(token.module, token.label, tmp_path / "pin"), ORIGIN)


def test_a_token_that_is_not_there_is_said(token):
    with pytest.raises(UnsafeKeyFile, match="does not sign"):
        load_hardware_key(Token(token.module, "gone", token.pin_file), ORIGIN)


@pytest.fixture
def desk(token, tmp_path, monkeypatch):
    said = (token.module, token.label, token.pin_file, ORIGIN)
    for name, value in zip(HARDWARE, said, strict=True):
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("SURAT_SIGNER_STATE", str(tmp_path / "last-tree"))
    monkeypatch.setenv("SURAT_SIGNER_SOCKET", str(tmp_path / "socket"))
    return lambda *words: CliRunner().invoke(commands, [str(word) for word in words])


def test_the_signers_command_makes_a_key_in_the_token_and_shows_its_public_half(desk, token, tmp_path):
    made = desk("new", ORIGIN)
    assert made.output.strip() == load_hardware_key(token, ORIGIN).vkey
    assert read_state(tmp_path / "last-tree", ORIGIN).size == 0


def test_a_key_has_the_name_of_its_log(desk):
    ended = desk("new", "other.example/log")
    assert (ended.exit_code, "a key has the name of its log" in ended.output) == (1, True)


def test_half_of_the_settings_is_named(desk, monkeypatch):
    monkeypatch.delenv("SURAT_PKCS11_PIN_FILE")
    assert "SURAT_PKCS11_PIN_FILE" in str(desk("new", ORIGIN).exception or desk("new", ORIGIN).output)
