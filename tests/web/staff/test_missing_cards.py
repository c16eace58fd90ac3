"""The page of old cards when one is not there: noted, found again by its seal, or given up by two on a paper."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.domain.exchange import OldCard
from courier_app.models import OldCardStep, Package, Role
from tests.house import NOON
from tests.web.staff.desk import PASSWORD
from tests.web.staff.reading import is_said_at

PAGE, NUMBER = "/petugas/kartu-lama", "LP/B/112/XI/2026"


def card_of(house, package):
    with house.reading() as session:
        return session.get_one(Package, package.id).old_card


@pytest.fixture
def missed(desk, collect):
    """A card that its courier took three days ago and the office did not find today."""

    def make(**said):
        package = collect(**{"days": 3} | said)
        desk.send(f"{PAGE}/tidak-ada", paket=str(package.id), sebab="empty_bag")
        return package

    return make


@pytest.fixture
def give_up(desk, second):
    def act(*packages, **said):
        typed = {"surat": "police_report", "nomor": NUMBER, "nama": second.username, "sandi": PASSWORD}
        return desk.send(f"{PAGE}/hilang", paket=[str(one.id) for one in packages], **typed | said).text

    return act


def test_a_card_that_is_not_there_is_listed_by_courier_and_age_with_the_reason(desk, missed, house):
    package = missed()
    page = desk.get(PAGE).text
    assert card_of(house, package) is OldCard.MISSING
    missing = page.split('id="missing"')[1].split('id="here"')[0]
    assert all(words in missing for words in ("Budi Santoso", "3 hari", "kartunya tidak ada di dalam"))
    assert (NOON - timedelta(days=3)).date().isoformat() in missing


def test_without_a_reason_nothing_is_noted(desk, collect, house):
    package = collect()
    page = desk.send(f"{PAGE}/tidak-ada", paket=str(package.id), sebab="").text
    assert is_said_at(page, f"sebab-{package.id}", "Pilih mengapa kartunya tidak ada.")
    assert card_of(house, package) is OldCard.COLLECTED


def test_a_card_that_came_back_in_the_meantime_is_not_missed(desk, collect, house):
    package = collect(state=OldCard.COUNTED_IN)
    page = desk.send(f"{PAGE}/tidak-ada", paket=str(package.id), sebab="no_bag").text
    assert "sudah berubah" in page
    assert card_of(house, package) is OldCard.COUNTED_IN


def test_missing_cards_are_narrowed_to_one_courier_too(desk, missed):
    mine, other = missed(name="Ani"), missed(name="Budi")
    page = desk.get(f"{PAGE}?kurir={mine.courier_id}").text
    assert (mine.alias in page, other.alias in page) == (True, False)


def test_a_missing_card_that_is_found_is_counted_in_by_scanning_its_seal(desk, missed, house):
    package = missed()
    assert "dicatat kembali" in desk.send(f"{PAGE}/kembali", segel="A-4711").text
    assert card_of(house, package) is OldCard.COUNTED_IN


def test_two_officers_give_a_card_up_on_a_police_report(missed, give_up, house):
    package = missed()
    page = give_up(package)
    assert "1 kartu dinyatakan hilang" in page
    assert card_of(house, package) is OldCard.WRITTEN_OFF
    assert all(words in page.split('id="given-up"')[1] for words in ("Laporan polisi", NUMBER, "Dewi Kedua"))


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"nomor": ""}, "nomor", "tulis nomornya"),
        ({"nomor": "3317011708909901"}, "nomor", "tulis nomornya"),
        ({"surat": ""}, "surat", "Pilih jenis suratnya"),
        ({"nama": ""}, "nama-hilang", "Tulis nama pengguna petugas kedua."),
        ({"sandi": "salah"}, "sandi-hilang", "tidak cocok"),
    ],
)
def test_no_card_is_given_up_on_less_and_what_was_ticked_stays(missed, give_up, house, changed, field, words):
    package = missed()
    page = give_up(package, **changed)
    assert is_said_at(page, field, words)
    assert f'value="{package.id}" form="give-up" checked' in page
    assert card_of(house, package) is OldCard.MISSING


def test_nothing_ticked_gives_nothing_up(give_up, missed):
    missed()
    assert is_said_at(give_up(), "pilih-hilang", "Centang sedikitnya satu kartu.")


def test_a_card_that_was_given_up_turns_up_and_is_counted_in(desk, missed, give_up, house):
    package = missed()
    give_up(package)
    desk.send(f"{PAGE}/kembali", segel="A-4711")
    assert card_of(house, package) is OldCard.COUNTED_IN


def test_the_timeline_tells_of_the_loss(desk, missed, give_up):
    package = missed()
    give_up(package)
    page = desk.get(f"/petugas/paket/{package.id}").text
    assert all(
        words in page for words in ("Kartu lama tidak ada saat dihitung", "Kartu lama dinyatakan hilang")
    )


def test_another_office_neither_sees_nor_misses_a_card(desk_of, collect, house, other_office):
    package, stranger = collect(), desk_of(Role.OFFICER, other_office)
    answer = stranger.post(f"{PAGE}/tidak-ada", paket=str(package.id), sebab="no_bag")
    assert answer.status_code == 422
    with house.reading() as session:
        noted = (OldCardStep.package_id == package.id, OldCardStep.state == OldCard.MISSING)
        assert session.scalars(select(OldCardStep).where(*noted)).first() is None


def test_an_auditor_reads_and_notes_nothing(desk_of, missed):
    package = missed()
    page = desk_of(Role.AUDITOR).get(PAGE).text
    assert f"/petugas/paket/{package.id}" in page
    assert "Nyatakan hilang yang dicentang" not in page
