"""The page of old cards: by courier and age, counted in by their seal, destroyed by two, printed."""

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from courier_app.domain.exchange import OldCard
from courier_app.models import Package, Role
from courier_app.services.passwords import hash_password
from courier_app.services.second_factors import begin_factor, confirm_factor, secret_in_hand
from tests.house import NOON
from tests.printing.paper import text_of
from tests.town import a_user, an_office
from tests.web.staff.desk import PASSWORD
from tests.web.staff.reading import is_said_at

PAGE = "/petugas/kartu-lama"


def code_at(secret, moment):
    """As an authenticator app makes it."""
    return TOTP(secret, 6, SHA1(), 30).generate(int(moment.timestamp())).decode()  # noqa: S303 - what every app makes


def card_of(house, package):
    with house.reading() as session:
        return session.get_one(Package, package.id).old_card


def test_an_office_without_old_cards_reads_what_would_stand_there(desk):
    assert "Tidak ada kartu lama di tangan kurir" in desk.get(PAGE).text


def test_cards_are_listed_by_age_and_the_late_ones_stand_out(desk, collect):
    collect("Ani")
    collect("Budi", days=3, seal="A-0001")
    page = desk.get(PAGE).text
    assert page.index("A-0001") < page.index("A-4711")
    assert "1 kartu lebih dari dua hari di tangan kurir" in page
    only = desk.get(f"{PAGE}?terlambat=1").text
    assert "A-0001" in only
    assert "A-4711" not in only


def test_the_list_is_narrowed_to_one_courier(desk, collect):
    mine, other = collect("Ani", seal="A-0001"), collect("Budi", seal="A-0002")
    page = desk.get(f"{PAGE}?kurir={mine.courier_id}").text
    assert ("A-0001" in page, "A-0002" in page) == (True, False)
    assert other.courier_id != mine.courier_id


def test_a_scanned_seal_counts_its_card_in(desk, collect, house):
    package = collect()
    assert "dicatat kembali" in desk.send(f"{PAGE}/kembali", segel="a-4711").text
    assert card_of(house, package) is OldCard.COUNTED_IN


@pytest.mark.parametrize("seal", ["A-4712", "", "3317011708909901"])
def test_a_seal_that_no_courier_wrote_down_counts_nothing(desk, collect, house, seal):
    package = collect()
    assert "Tidak ada kartu yang dibawa kurir" in desk.send(f"{PAGE}/kembali", segel=seal).text
    assert card_of(house, package) is OldCard.COLLECTED


def test_two_bags_under_one_number_are_told_apart_by_hand(desk, collect):
    collect(), collect()
    assert "Dua kartu memakai nomor segel ini" in desk.send(f"{PAGE}/kembali", segel="A-4711").text


def test_a_torn_seal_is_recorded_as_it_is_and_seen_afterwards(desk, collect):
    package = collect()
    page = desk.send(f"{PAGE}/kembali", paket=str(package.id), segel="", apa_adanya="ya").text
    assert "Segel lain atau rusak" in page


def test_two_officers_destroy_and_print_the_paper(desk, collect, house, second):
    package = collect(state=OldCard.COUNTED_IN)
    said = {"paket": str(package.id), "nama": second.username, "sandi": PASSWORD}
    page = desk.send(f"{PAGE}/musnahkan", **said).text
    assert "1 kartu tercatat dimusnahkan" in page
    assert card_of(house, package) is OldCard.DESTROYED
    address = page.split('href="/petugas/kartu-lama/berita-acara/')[1].split('"')[0]
    with desk.get(f"{PAGE}/berita-acara/{address}") as paper:
        words = text_of(paper.data)
    assert all(one in words for one in ("BERITA ACARA", "Dewi Kedua", "A-4711", package.alias))


def test_a_wrong_password_destroys_nothing_and_keeps_the_ticks(desk, collect, house, second):
    package = collect(state=OldCard.COUNTED_IN)
    said = {"paket": str(package.id), "nama": second.username, "sandi": "salah"}
    page = desk.send(f"{PAGE}/musnahkan", **said).text
    assert "tidak cocok" in page
    assert f'value="{package.id}" checked' in page
    assert card_of(house, package) is OldCard.COUNTED_IN


@pytest.mark.parametrize(
    ("lacking", "field", "sentence"),
    [
        ("paket", "pilih-musnah", "Centang sedikitnya satu kartu."),
        ("nama", "nama", "Tulis nama pengguna petugas kedua."),
        ("sandi", "sandi", "Petugas kedua menulis sandinya sendiri di sini."),
    ],
)
def test_what_an_act_of_two_lacks_is_said_at_its_field(
    desk, collect, house, second, lacking, field, sentence
):
    package = collect(state=OldCard.COUNTED_IN)
    said = {"paket": str(package.id), "nama": second.username, "sandi": PASSWORD}
    page = desk.send(
        f"{PAGE}/musnahkan", **{name: text for name, text in said.items() if name != lacking}
    ).text
    assert is_said_at(page, field, sentence)
    assert card_of(house, package) is OldCard.COUNTED_IN


def test_no_password_comes_back_to_the_page(desk, collect, second):
    package = collect(state=OldCard.COUNTED_IN)
    said = {"paket": str(package.id), "nama": second.username, "sandi": "rahasia-sekali"}
    page = desk.send(f"{PAGE}/musnahkan", **said).text
    assert "rahasia-sekali" not in page
    assert f'value="{second.username}"' in page


def test_a_seal_that_is_none_is_said_at_its_row_and_stays(desk, collect, house):
    package = collect()
    page = desk.send(f"{PAGE}/kembali", paket=str(package.id), segel="?!", apa_adanya="ya").text
    assert is_said_at(page, f"segel-{package.id}", "Nomor segel berisi 4 sampai 12 huruf")
    assert 'value="?!"' in page
    assert card_of(house, package) is OldCard.COLLECTED


def test_an_auditor_is_no_second_officer_and_reads_who_is(desk, collect, house, ports, office):
    kept = hash_password(PASSWORD, hasher=ports.hasher)
    with house.transaction() as session:
        auditor = a_user(session, Role.AUDITOR, office=office, password_hash=kept)
    package = collect(state=OldCard.COUNTED_IN)
    said = {"paket": str(package.id), "nama": auditor.username, "sandi": PASSWORD}
    assert "petugas atau pengelola lain yang aktif, bukan Anda" in desk.send(f"{PAGE}/musnahkan", **said).text
    assert card_of(house, package) is OldCard.COUNTED_IN


def test_the_paper_of_another_office_is_not_there(desk, desk_of, collect, house, second):
    package = collect(state=OldCard.COUNTED_IN)
    said = {"paket": str(package.id), "nama": second.username, "sandi": PASSWORD}
    page = desk.send(f"{PAGE}/musnahkan", **said).text
    address = page.split('href="/petugas/kartu-lama/berita-acara/')[1].split('"')[0]
    with house.transaction() as session:
        elsewhere = an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
    stranger = desk_of(Role.OFFICER, elsewhere)
    assert stranger.get(f"{PAGE}/berita-acara/{address}").status_code == 404
    assert package.alias not in stranger.get(PAGE).text


def test_a_package_that_owes_a_card_is_waived_from_its_own_page(desk, collect, house):
    package = collect(state=OldCard.OWED)
    assert "Bebaskan dari kartu lama" in desk.get(f"/petugas/paket/{package.id}").text
    page = desk.send(f"{PAGE}/bebaskan", paket=str(package.id)).text
    assert "Kartu lama tidak ada" in page
    assert card_of(house, package) is OldCard.NOT_AVAILABLE


def test_the_timeline_tells_of_the_card(desk, collect):
    package = collect()
    assert "Kartu lama diambil kurir" in desk.get(f"/petugas/paket/{package.id}").text


@pytest.mark.parametrize(("code", "becomes"), [("right", OldCard.DESTROYED), ("", OldCard.COUNTED_IN)])
def test_a_second_officer_who_signs_in_with_a_code_needs_it_here_too(
    desk, collect, house, ports, second, code, becomes
):
    with house.transaction() as session:
        begin_factor(session, ports, second.id, now=NOON)
        secret = secret_in_hand(session, ports, second.id)
        paper = confirm_factor(session, ports, second.id, code_at(secret, NOON), now=NOON)
    package = collect(state=OldCard.COUNTED_IN)
    said = {"paket": str(package.id), "nama": second.username, "sandi": PASSWORD}
    desk.send(f"{PAGE}/musnahkan", **said, kode=paper[0] if code else "")
    assert card_of(house, package) is becomes
