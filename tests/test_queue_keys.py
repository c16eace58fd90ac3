"""The operator's commands for the keys of queues as files, and what set-up does with a ring that is not there."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from courier_app import cli, installation
from courier_app.evidence.sealed import RECORD, unseal
from courier_app.evidence.sealed_keys import fingerprint, load_queue_keys
from tests.sealing import sealed


@pytest.fixture
def env(tmp_path):
    return {
        "SURAT_DATA_DIR": str(tmp_path / "data"),
        "SURAT_PUBLIC_URL": "http://localhost:8000",
        "SURAT_ENVIRONMENT": "test",
        "SURAT_ARGON2_COST": "quick",
    }


@pytest.fixture
def prepared(env):
    """Set up once, or again; the file of the ring."""

    def prepare():
        with installation.alone_in(installation.data_folder(env)):
            return installation.prepare(env, now=datetime.now(UTC)).queue_keys_file

    return prepare


@pytest.fixture
def run(env, prepared):
    prepared()
    return lambda *words: CliRunner(env=env).invoke(cli.commands, ["queue-keys", *words])


def test_set_up_makes_the_ring_once(prepared):
    file = prepared()
    before = file.read_bytes()
    assert prepared().read_bytes() == before


def test_an_installation_from_before_gets_a_ring(prepared):
    """A new release finds a database in use and no ring: that is no lost key, and the server starts."""
    prepared().unlink()
    assert load_queue_keys(prepared()).keys


def test_the_list_shows_what_phones_show(run, prepared):
    ring = load_queue_keys(prepared())
    assert run("list").output == f"* {fingerprint(ring.current)}  {ring.current}\n"


def test_a_new_key_is_the_current_one_and_the_old_one_still_opens(run, prepared):
    old = load_queue_keys(prepared())
    line = sealed(old, b"isi", RECORD)
    said = run("new").output
    new = load_queue_keys(prepared())
    assert fingerprint(new.current) in said
    assert unseal(new, line).plain == b"isi"
    assert [row[0] for row in run("list").output.splitlines()] == [" ", "*"]


def test_an_old_key_can_be_dropped_and_the_current_one_not(run, prepared):
    old = load_queue_keys(prepared()).current
    assert run("drop", old).exit_code == 1
    run("new")
    assert run("drop", old).exit_code == 0
    assert old not in load_queue_keys(prepared()).keys
    assert run("drop", "tidak-ada").exit_code == 1


def test_a_name_that_begins_with_a_dash_is_a_name(run, prepared):
    prepared()
    said = run("drop", "-6p-es61OWz4dzEXwpDvhNW_pTXzLLbd4W4EBbbg-mo")
    assert said.exit_code == 1
    assert "Not an older key" in said.output
