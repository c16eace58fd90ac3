"""What `make run` does before the server: everything once, nothing twice, for its owner's eyes only."""

import json
import os
import shutil
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, func, select, text

from courier_app import cli, create_app, installation
from courier_app.db import Database
from courier_app.demo_town.story import plan
from courier_app.evidence.secret_files import read_secret
from courier_app.models import Courier, Device, Office, Package, Policy, Region, User
from courier_app.services.passwords import verify
from scripts.free_port import problem_with, why_not
from tests.house import NOON

Run = Callable[..., Result]
SMALL = ("prepare", "--packages", "40")


def _environment(folder: Path) -> dict[str, str]:
    return {
        "SURAT_DATA_DIR": str(folder),
        "SURAT_PUBLIC_URL": "http://localhost:8000",
        "SURAT_ENVIRONMENT": "test",
        "SURAT_ARGON2_COST": "quick",
    }


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return _environment(tmp_path / "data")


@pytest.fixture
def data(env: dict[str, str]) -> Path:
    return Path(env["SURAT_DATA_DIR"])


@pytest.fixture
def run(env: dict[str, str]) -> Run:
    """The command line; environment variables may be said otherwise, None takes one away."""

    def command(*words: str, **said: str | None) -> Result:
        before = os.umask(0o022)
        try:
            return CliRunner(env={**env, **said}).invoke(cli.commands, words)
        finally:
            os.umask(before)

    return command


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared folder with a small town, made once for all tests that only need one."""
    folder = tmp_path_factory.mktemp("made") / "data"
    done(CliRunner(env=_environment(folder)).invoke(cli.commands, SMALL))
    return folder


@pytest.fixture
def town(made_once: Path, data: Path) -> Path:
    """This test's own copy."""
    shutil.copytree(made_once, data)
    return data


def done(result: Result) -> Result:
    assert result.exit_code == 0, result.output
    return result


def count(data: Path, model: type[Any]) -> int:
    database = Database(f"sqlite:///{data / 'suratsampai.db'}")
    with database.reading() as session:
        found = session.scalar(select(func.count()).select_from(model)) or 0
    database.engine.dispose()
    return found


def the_user(data: Path, username: str) -> User:
    database = Database(f"sqlite:///{data / 'suratsampai.db'}")
    with database.reading() as session:
        found = session.scalars(select(User).where(User.username == username)).one()
    database.engine.dispose()
    return found


def modes(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in (folder, *folder.rglob("*"))
    }


def test_a_new_folder_gets_secrets_tables_reference_data_and_one_town(run, data) -> None:
    done(run(*SMALL))
    found = {model: count(data, model) for model in (Region, Policy, Office, Package, Courier)}
    assert found == {Region: 35, Policy: found[Policy], Office: 3, Package: 40, Courier: 6}


def test_the_second_time_nothing_is_made_again(run, town) -> None:
    kept = {path.name: path.read_bytes() for path in (town / "secrets").iterdir()}
    done(run(*SMALL))
    assert {path.name: path.read_bytes() for path in (town / "secrets").iterdir()} == kept
    assert count(town, Package) == 40


def test_both_times_the_logins_and_claim_codes_are_shown(run) -> None:
    first, second = done(run(*SMALL)).stdout, done(run(*SMALL)).stdout
    assert "petugas.rembang" in first
    assert "pos.rembang" in first
    assert first == second


def test_the_page_names_the_address_of_this_start(run, town) -> None:
    assert "https://192.0.2.7:9000/kurir/" in run(*SMALL, SURAT_PUBLIC_URL="https://192.0.2.7:9000").stdout


def test_nobody_else_may_read_what_was_made(run, data) -> None:
    done(run(*SMALL))
    open_to_others = {name: oct(mode) for name, mode in modes(data).items() if mode & 0o077}
    assert open_to_others == {}


def test_the_database_writes_ahead_before_a_worker_comes(run, town) -> None:
    engine = create_engine(f"sqlite:///{town / 'suratsampai.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    engine.dispose()


def test_the_application_starts_with_what_prepare_made(run, env, town) -> None:
    app = create_app(installation.prepare(env, now=NOON))
    assert app.test_client().get("/kesehatan").status_code == 200
    app.extensions["suratsampai_db"].engine.dispose()


def test_a_town_broken_off_leaves_nothing_and_is_made_whole_next_time(run, data, monkeypatch) -> None:
    def broken(done: int, of: int) -> None:
        if done > of * 0.7:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(cli, "_progress", broken)
        assert run(*SMALL).exit_code == 1
    assert (count(data, Office), count(data, Package)) == (0, 0)
    assert [path for path in (data / "media").rglob("*") if path.is_file()] == []
    done(run(*SMALL))
    assert count(data, Package) == 40


def test_production_gets_no_town_and_is_told_how_to_begin(run, data) -> None:
    told = done(run("prepare", SURAT_ENVIRONMENT="production", SURAT_ARGON2_COST="small")).stdout
    assert "add-office" in told
    assert (count(data, Office), count(data, User)) == (0, 0)


def test_production_refuses_to_seed(run) -> None:
    refused = run("seed", SURAT_ENVIRONMENT="production", SURAT_ARGON2_COST="small")
    assert refused.exit_code == 1
    assert "known passwords" in refused.output


def test_seed_refuses_where_somebody_works(run, data) -> None:
    done(run("seed", "--packages", "40"))
    refused = run("seed", "--packages", "40")
    assert refused.exit_code == 1
    assert "works here already" in refused.output
    assert count(data, Package) == 40


@pytest.mark.parametrize("name", ["SURAT_DATA_DIR", "SURAT_PUBLIC_URL"])
def test_a_missing_setting_stops_the_start_and_is_named(run, name) -> None:
    stopped = run("prepare", **{name: ""})
    assert stopped.exit_code != 0
    assert name in stopped.output


@pytest.mark.parametrize("lost", ["env", "kek.json", "ack-key.json"])
def test_a_lost_secret_of_a_database_in_use_is_never_made_anew(run, town, lost) -> None:
    (town / "secrets" / lost).unlink()
    stopped = run(*SMALL)
    assert stopped.exit_code != 0
    assert "backup" in stopped.output
    assert not (town / "secrets" / lost).exists()


def test_a_key_that_others_may_read_stops_the_start(run, town) -> None:
    (town / "secrets" / "kek.json").chmod(0o644)
    stopped = run(*SMALL)
    assert stopped.exit_code == 1
    assert "chmod 600" in stopped.output


def test_a_secret_in_the_environment_stands_above_the_file(run, env, town) -> None:
    assert installation.with_secrets({**env, "SURAT_CLAIM_KEY": "ab" * 32})["SURAT_CLAIM_KEY"] == "ab" * 32


def test_every_secret_is_another(run, town) -> None:
    values = [line.split("=")[1] for line in read_secret(town / "secrets" / "env").decode().splitlines()]
    assert len(set(values)) == len(installation.SECRETS)
    assert all(len(bytes.fromhex(value)) == 32 for value in values)


def test_the_first_administrator_can_sign_in_with_the_password_shown(run, data) -> None:
    production = {"SURAT_ENVIRONMENT": "production", "SURAT_ARGON2_COST": "small"}
    done(run("prepare", **production))
    office = ("--name", "Disdukcapil", "--address", "Jl. A", "--phone", "1", "--report-phone", "2")
    done(run("add-office", "33.17", *office, **production))
    asked = ("add-user", "admin.rembang", "Rina", "--role", "admin", "--office", "33.17")
    shown = done(run(*asked, **production)).stdout
    password = shown.split("Password:")[1].split()[0]
    assert verify(the_user(data, "admin.rembang").password_hash, password)


def test_a_new_password_replaces_the_old_one(run, town) -> None:
    shown = done(run("reset-password", "petugas.rembang")).stdout
    kept = the_user(town, "petugas.rembang").password_hash
    assert verify(kept, shown.split("Password:")[1].split()[0])
    assert not verify(kept, "surat-sampai-demo")


ENROLLED = "AbCdEfGh  enrolled 2026-11-23 05:00 UTC"


def enrol_a_phone(data: Path, username: str) -> None:
    mine = select(Courier.id).join(User, User.id == Courier.user_id).where(User.username == username)
    database = Database(f"sqlite:///{data / 'suratsampai.db'}")
    with database.transaction() as session:
        key = {"kid": "AbCdEfGh" + "-" * 35, "x": b"", "y": b"", "enrolled_at": NOON}
        session.add(Device(courier_id=session.scalars(mine).one(), **key))
    database.engine.dispose()


@pytest.mark.parametrize("words", [("revoke-devices",), ("reset-password", "--lost-phone")], ids=" ".join)
def test_a_lost_phone_is_revoked_and_named(run, town, words) -> None:
    enrol_a_phone(town, "pos.rembang")
    assert ENROLLED in done(run(*words, "pos.rembang")).stdout


def test_a_forgotten_password_revokes_no_phone(run, town) -> None:
    enrol_a_phone(town, "pos.rembang")
    assert ENROLLED not in done(run("reset-password", "pos.rembang")).stdout
    assert ENROLLED in done(run("revoke-devices", "pos.rembang")).stdout


def test_a_closed_account_is_closed(run, town) -> None:
    done(run("close-account", "pos.rembang"))
    assert not the_user(town, "pos.rembang").active


def test_a_courier_with_an_account_gets_a_round_of_his_own(run, town) -> None:
    asked = ("add-user", "pos.baru", "Warno", "--role", "courier", "--office", "33.17", "--partner", "pos")
    done(run(*asked))
    assert count(town, Courier) == 7


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add-user", "petugas.rembang", "X", "--role", "officer", "--office", "33.17"), "taken"),
        (("add-user", "x y", "X", "--role", "officer", "--office", "33.17"), "small letters"),
        (("add-user", "abc", "X", "--role", "officer"), "office"),
        (("add-user", "abc", "X", "--role", "officer", "--office", "33.01"), "no office"),
        (("add-user", "abc", "X", "--role", "courier", "--office", "33.17"), "partner"),
        (
            ("add-office", "33.17", *(f"--{n}=x" for n in ("name", "address", "phone", "report-phone"))),
            "already",
        ),
        (
            ("add-office", "99.99", *(f"--{n}=x" for n in ("name", "address", "phone", "report-phone"))),
            "region",
        ),
        (("reset-password", "nobody"), "Nobody"),
        (("reset-password", "petugas.rembang", "--lost-phone"), "no courier"),
        (("close-account", "nobody"), "Nobody"),
        (("revoke-devices", "petugas.rembang"), "no courier"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(run, words, why, town) -> None:
    refused = run(*words)
    assert refused.exit_code == 1
    assert why in refused.output


def test_the_guide_holds_no_more_than_it_shows(run, town) -> None:
    kept = json.loads((town / "demo-town.json").read_text())
    assert sorted(kept) == ["delivered", "on_the_way"]


def test_the_labels_of_todays_round_are_printed_for_todays_address(run, town) -> None:
    run(*SMALL, SURAT_PUBLIC_URL="http://localhost:9000")
    pages = pdfium.PdfDocument(town / "demo-labels.pdf")
    read = [code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    pages.close()
    assert read
    assert all(text.startswith("HTTPS://LOCALHOST:9000/P/") for text in read)


def test_a_town_too_small_for_every_status_is_refused() -> None:
    with pytest.raises(ValueError, match="40"):
        plan(NOON, size=39, seed=1)


def test_a_taken_port_is_said_before_anything_is_set_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        said = why_not("127.0.0.1", other.getsockname()[1])
    assert said is not None
    assert "PORT=9000 make run" in said


def test_a_free_port_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    assert why_not("127.0.0.1", port) is None


@pytest.mark.parametrize("port", ["abc", "99999", "0", "-1", "", "80 80", "\u0668\u0660\u0668\u0660"])
def test_what_is_no_port_is_said_in_a_sentence(port: str) -> None:
    assert str(problem_with(f"127.0.0.1:{port}")).splitlines() == [
        f"{port!r} is no port: a number from 1 to 65535.",
        "For instance:  PORT=9000 make run",
    ]
