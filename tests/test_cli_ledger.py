"""The ledger at the command line: says that all is well, or what is not, and ends accordingly."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from courier_app.cli import commands
from courier_app.domain.merkle import LeafType
from courier_app.evidence.signer import begin_state
from courier_app.evidence.signing import load_acknowledgement_key, public_jwk
from courier_app.models import Leaf
from courier_app.publisher import Publisher, open_signer
from courier_app.services.ledger_audit import Fault, Wrong
from courier_app.services.server_records import append_record
from tests.house import LOG, NOON


@pytest.fixture
def shell(settings, house, monkeypatch, tmp_path):
    """A command of this installation; a signer of its own."""
    begin_state(tmp_path / "state", LOG)
    env = {
        "SURAT_DATA_DIR": str(settings.data_dir),
        "SURAT_DATABASE_URL": settings.database_url,
        "SURAT_PUBLIC_URL": settings.public_url,
        "SURAT_SIGNER_STATE": str(tmp_path / "state"),
        **dict.fromkeys(("SURAT_SECRET_KEY", "SURAT_CLAIM_KEY", "SURAT_INDEX_KEY"), "5a" * 32),
    }
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(commands, ["ledger", *map(str, words)])


@pytest.fixture
def published(house, settings, shell, tmp_path):
    with house.transaction() as session:
        for number in range(3):
            append_record(session, LeafType.LABEL_BATCH, {"number": number}, now=NOON)
    own = replace(settings, signer_state=tmp_path / "state")
    Publisher(house, open_signer(own), LOG).publish(now=NOON)


def test_an_honest_ledger_is_said_to_be_well(shell, published):
    ended = shell("verify")
    assert (ended.exit_code, ended.output) == (
        0,
        "All is as it was logged; 3 leaves are published.\n"
        "NOT OPENED here: the sealed records of proofs, and of recipients' own phones. `vault verify`, which has the"
        " keys, compares them with the rows.\n"
        "No witness is configured: nobody outside has seen this log.\n",
    )


def test_a_changed_entry_is_said_and_the_command_fails(shell, published, house):
    with house.transaction() as session:
        session.execute(update(Leaf).where(Leaf.index == 1).values(entry=b"{}"))
    ended = shell("verify")
    assert ended.exit_code == 1
    assert "the entry of leaf 1 is not the one that was hashed" in ended.output


@pytest.fixture
def answers_key(monkeypatch, tmp_path):
    """Where the command looks for the key; nothing is there."""
    monkeypatch.setenv("SURAT_ACK_KEY_FILE", str(tmp_path / "ack-key.json"))
    return tmp_path / "ack-key.json"


UNREADABLE = {
    "gone": None,
    "no key": "{}",
    "no JSON": "key",
    "another curve": '{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}',
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_without_the_key_of_our_answers_all_else_is_checked_and_the_command_says_so(
    shell, published, answers_key, content
):
    if content is not None:
        answers_key.write_text(content)
    ended = shell("verify")
    assert (ended.exit_code, ended.output.splitlines()[:2]) == (
        0,
        [
            "NOT CHECKED: whether our answers to phones are signed by us."
            f" {answers_key} holds no key that can be read; its public half is enough.",
            "All is as it was logged; 3 leaves are published.",
        ],
    )


def test_the_public_half_of_the_key_is_enough_and_anybody_may_read_it(
    shell, published, settings, answers_key
):
    public = public_jwk(load_acknowledgement_key(settings.ack_key_file))
    answers_key.write_text(json.dumps(public))
    ended = shell("verify")
    assert (ended.exit_code, "NOT CHECKED" in ended.output) == (0, False)


def test_what_was_found_before_the_audit_broke_off_is_on_the_screen(shell, published, monkeypatch):
    def broken(*_args, **_said):
        yield Fault(Wrong.GAP, "7")
        raise ZeroDivisionError

    monkeypatch.setattr("courier_app.cli_ledger.faults_in", broken)
    ended = shell("verify")
    assert (ended.output, type(ended.exception)) == ("leaf 7 is missing\n", ZeroDivisionError)


def test_of_many_faults_the_first_fifty_are_said_and_the_others_counted(shell, published, monkeypatch):
    many = [Fault(Wrong.GAP, str(index)) for index in range(60)]
    monkeypatch.setattr("courier_app.cli_ledger.faults_in", lambda *_args, **_said: iter(many))
    ended = shell("verify")
    assert (ended.exit_code, ended.output.splitlines()[-2:]) == (1, ["leaf 49 is missing", "… and 10 more"])


def test_a_checkpoint_that_somebody_kept_is_compared(shell, published, tmp_path, house):
    assert shell("export", tmp_path / "mirror").exit_code == 0
    assert shell("verify", "--checkpoint", tmp_path / "mirror/checkpoint").exit_code == 0


def test_a_file_that_the_log_never_signed_is_refused(shell, published, tmp_path):
    (tmp_path / "note").write_text("hello\n")
    ended = shell("verify", "--checkpoint", tmp_path / "note")
    assert (ended.exit_code, "no checkpoint that this log signed" in ended.output) == (1, True)


def test_the_log_is_exported_twice_over_the_same_folder(shell, published, tmp_path):
    first, second = (shell("export", tmp_path / "mirror") for _ in range(2))
    assert first.output == second.output == f"3 leaves are in {tmp_path / 'mirror'}.\n"
    assert (tmp_path / "mirror/tile/0/000.p/3").stat().st_size == 96


def test_a_rewritten_past_is_not_exported_over_the_honest_one(shell, published, tmp_path):
    shell("export", tmp_path / "mirror")
    (tmp_path / "mirror/tile/0/000.p/3").write_bytes(b"\x00" * 96)
    ended = shell("export", tmp_path / "mirror")
    assert (ended.exit_code, "not how the log was before" in ended.output) == (1, True)


def test_before_the_server_has_published_there_is_nothing_to_export(shell, tmp_path):
    ended = shell("export", tmp_path / "mirror")
    assert (ended.exit_code, "No checkpoint is published yet" in ended.output) == (1, True)
