"""Keys of keys change, data stay, and what no longer opens is named."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from courier_app.cli import commands
from courier_app.domain.packages import Status
from courier_app.evidence.vault import KekRing, SealBroken, add_kek, drop_kek, load_kek_ring, make_kek_file
from courier_app.models import Media, Package, PackageKey
from courier_app.services.evidence_files import Unopenable, keep_small, make_small, open_original
from courier_app.services.recipients import open_recipient
from courier_app.services.vault_care import Broken, keys_named
from courier_app.vault_rounds import all_broken, rewrap_all
from tests.house import NOON, on_both
from tests.phone import Phone
from tests.town import SITI, a_courier, a_package, an_office

NEW = "kek-new"


@pytest.fixture
def filled(app, house, ports):
    """A recipient, a photo, a signature and a small picture in the vault; the package."""
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        package = a_package(session, ports, office, status=Status.PICKED_UP, courier=courier).package
    phone = Phone(app, courier)
    assert phone.send(phone.freeze(package)).status_code == 201
    small = make_small(ports, a_file(house))
    with house.transaction() as session:
        keep_small(session, ports, small, now=NOON)
    return package


def a_file(house):
    with house.reading() as session:
        return session.scalars(select(Media).where(Media.type == "image/jpeg")).one()


@pytest.fixture
def rotated(ports):
    """The same vault with a new current key."""
    return replace(ports, keks=KekRing(NEW, {**ports.keks.keys, NEW: b"\x07" * 32}))


def without_old(ports):
    return replace(ports, keks=KekRing(NEW, {NEW: ports.keks.keys[NEW]}))


@on_both
def test_after_rotation_everything_opens_without_the_old_key(house, filled, rotated):
    assert rewrap_all(house, rotated) == 4
    with house.reading() as session:
        name = open_recipient(session, without_old(rotated), session.get_one(Package, filled.id)).name
        assert keys_named(session) == {NEW: 4}
    assert name == SITI.name
    assert list(all_broken(house, without_old(rotated))) == []


def test_the_old_key_alone_opens_nothing_any_more(house, ports, filled, rotated):
    rewrap_all(house, rotated)
    with pytest.raises(Unopenable):
        open_original(ports, a_file(house))


def test_objects_in_the_store_are_not_touched(house, ports, filled, rotated):
    name = a_file(house).object_name
    before = ports.store.fetch(name)
    rewrap_all(house, rotated)
    assert ports.store.fetch(name) == before


def test_a_second_rotation_finds_nothing_to_do(house, filled, rotated):
    rewrap_all(house, rotated)
    assert rewrap_all(house, rotated) == 0


def test_a_key_that_does_not_unwrap_stops_the_rotation_and_keeps_its_row(house, filled, rotated):
    with house.transaction() as session:
        session.execute(update(PackageKey).values(kek_id="kek-lost"))
    with pytest.raises(SealBroken):
        rewrap_all(house, rotated)
    with house.reading() as session:
        assert keys_named(session)["kek-lost"] == 1


@on_both
def test_a_sound_vault_has_nothing_broken(house, ports, filled):
    assert list(all_broken(house, ports)) == []


def test_a_lost_object_is_named(house, ports, filled):
    file = a_file(house)
    ports.store.remove(file.object_name)
    assert list(all_broken(house, ports)) == [Broken("file", file.id)]


def test_another_files_object_in_its_place_is_named(house, ports, filled):
    with house.transaction() as session:
        one, other = session.scalars(select(Media)).all()
        one_name, other_name = one.object_name, other.object_name
        for row, name in ((one, "0" * 32), (other, one_name), (one, other_name)):
            row.object_name = name
            session.flush()
        ids = {one.id, other.id}
    assert {broken.id for broken in all_broken(house, ports)} == ids


def test_recipient_data_moved_to_another_package_are_named(house, ports, filled):
    with house.transaction() as session:
        office = session.get_one(Package, filled.id).office
        other = a_package(session, ports, office).package
        session.flush()
        other.recipient_sealed = session.get_one(Package, filled.id).recipient_sealed
    assert list(all_broken(house, ports)) == [Broken("recipient", other.id)]


def test_a_ring_grows_by_a_key_and_loses_an_older_one(tmp_path):
    make_kek_file(tmp_path / "kek")
    first = load_kek_ring(tmp_path / "kek")
    second = add_kek(tmp_path / "kek")
    assert load_kek_ring(tmp_path / "kek").current == second
    drop_kek(tmp_path / "kek", first.current)
    assert set(load_kek_ring(tmp_path / "kek").keys) == {second}


def test_the_current_key_is_never_dropped(tmp_path):
    make_kek_file(tmp_path / "kek")
    with pytest.raises(KeyError):
        drop_kek(tmp_path / "kek", load_kek_ring(tmp_path / "kek").current)


@pytest.fixture
def shell(settings, monkeypatch, tmp_path, ports):
    """Commands beside the server, over a copy of its ring."""
    ring = tmp_path / "kek.json"
    ring.write_bytes(settings.kek_file.read_bytes())
    ring.chmod(0o600)
    env = {
        "SURAT_DATA_DIR": str(settings.data_dir),
        "SURAT_DATABASE_URL": settings.database_url,
        "SURAT_MEDIA_URL": f"file://{tmp_path / 'media'}",
        "SURAT_PUBLIC_URL": settings.public_url,
        "SURAT_KEK_FILE": str(ring),
        **dict.fromkeys(("SURAT_SECRET_KEY", "SURAT_CLAIM_KEY", "SURAT_INDEX_KEY"), "5a" * 32),
    }
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(commands, ["vault", *words])


@pytest.fixture
def recipient(house, ports):
    with house.transaction() as session:
        return a_package(session, ports, an_office(session)).package


def test_rotation_at_the_command_line_takes_two_steps(shell, recipient, ports):
    assert shell("rotate").output.startswith("New key: kek-")
    assert "1 keys are under kek-" in shell("rotate").output
    assert shell("drop-key", ports.keks.current).output == "Dropped. Start the server again.\n"
    assert shell("verify").output == "Everything opens, and every sealed record says what the rows say.\n"


def test_a_key_that_rows_name_is_not_dropped(shell, recipient, ports):
    shell("rotate")
    ended = shell("drop-key", ports.keks.current)
    assert (ended.exit_code, "1 rows still name it" in ended.output) == (1, True)


def test_the_list_shows_which_key_is_used_how_much(shell, recipient, ports):
    shell("rotate")
    lines = shell("keys").output.splitlines()
    assert f"  {ports.keks.current}  1 rows" in lines
    assert sum(line.startswith("*") for line in lines) == 1


def test_what_does_not_open_is_said_and_the_command_fails(shell, recipient, house):
    with house.transaction() as session:
        session.execute(update(Package).values(recipient_sealed=b"\x00" * 40))
    ended = shell("verify")
    assert (ended.exit_code, f"recipient {recipient.id} does not open" in ended.output) == (1, True)
