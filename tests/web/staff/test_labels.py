"""Label sheets: the right packages, the right record, and paper that a camera reads."""

import io
import re
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import func, select

from courier_app.domain.packages import Status
from courier_app.models import Look, Package, PackageEvent, PackageKey, Role
from courier_app.printing.labels import print_labels
from courier_app.printing.sheets import SHEETS
from tests.house import NOON
from tests.printing.paper import one_line, pages_of, picture_of, text_of
from tests.town import a_courier, a_package

QR_ONLY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@pytest.fixture
def three(house, ports, office):
    """Two never printed, one ready."""
    with house.transaction() as session:
        made = [a_package(session, ports, office).package for _ in range(2)]
        return [*made, a_package(session, ports, office, status=Status.READY).package]


def print_(desk, **form):
    answer = desk.post("/petugas/label", **{"pilihan": "new", "lembar": "a4-2x4", "alamat": "ya", **form})
    answer.get_data()
    answer.close()
    return answer


def addresses(pdf):
    return [
        found.text
        for page in pages_of(pdf)
        for found in zxingcpp.read_barcodes(picture_of(page, dpi=150), formats=QR_ONLY)
    ]


def statuses(house, packages):
    with house.reading() as session:
        return [session.get(Package, package.id).status for package in packages]


def looks(house):
    with house.reading() as session:
        return sorted(session.scalars(select(Look.what)).all())


def test_the_printed_labels_are_read_as_the_packages_own(desk, three):
    answer = print_(desk)
    assert answer.mimetype == "application/pdf"
    wanted = {f"HTTPS://SURAT.EXAMPLE.GO.ID/P/{package.label_id}" for package in three[:2]}
    assert set(addresses(answer.data)) == wanted


def test_the_file_is_named_for_the_day_and_kept_nowhere(desk, three):
    answer = print_(desk)
    assert answer.headers["Content-Disposition"] == "attachment; filename=label-20261123.pdf"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_first_label_makes_a_package_ready_by_this_officer(desk, three, house):
    print_(desk)
    assert set(statuses(house, three)) == {Status.READY}
    with house.reading() as session:
        who = session.scalars(
            select(PackageEvent.user_id).where(PackageEvent.package_id == three[0].id)
        ).all()
    assert who[-1] is not None


def test_labels_with_addresses_are_looks_and_labels_without_are_not(desk, three, house):
    print_(desk, pilihan="these", paket=str(three[0].id))
    assert looks(house) == ["label_with_address"]
    print_(desk, pilihan="these", paket=str(three[1].id), alamat="tidak")
    assert looks(house) == ["label_with_address"]


def test_a_label_without_address_has_no_name_on_it(desk, three):
    assert "Aminah" in one_line(text_of(print_(desk, pilihan="these", paket=str(three[0].id)).data))
    paper = one_line(text_of(print_(desk, pilihan="these", paket=str(three[1].id), alamat="tidak").data))
    assert "Aminah" not in paper
    assert "Melati" not in paper


def test_nothing_leaves_when_the_look_cannot_be_kept(desk, three, house, monkeypatch):
    def fail(*_said, **_more):
        raise RuntimeError("disk full")

    monkeypatch.setattr("courier_app.web.staff.labels.record_printing", fail)
    answer = print_(desk)
    assert answer.status_code == 500
    assert answer.mimetype == "text/html"
    assert statuses(house, three[:1]) == [Status.REGISTERED]


def test_printing_a_label_again_is_on_record(desk, three, house):
    print_(desk, pilihan="these", paket=str(three[2].id), alamat="tidak")
    assert looks(house) == ["label_again"]
    assert statuses(house, three[2:]) == [Status.READY]


def test_a_heap_of_one_day_is_printed_again(desk, three, house):
    with house.transaction() as session:
        session.get(Package, three[0].id).registered_at = NOON - timedelta(days=1)
    assert len(addresses(print_(desk, pilihan="day", hari="2026-11-23").data)) == 2


def test_the_first_free_place_of_a_begun_sheet_is_used(desk, three):
    page = pages_of(print_(desk, pilihan="these", paket=str(three[0].id), mulai="8").data)[0]
    ((found,), picture) = (
        zxingcpp.read_barcodes(picture := picture_of(page, dpi=100), formats=QR_ONLY),
        picture,
    )
    height, width = picture.shape
    assert found.position.top_left.x > width / 2
    assert found.position.top_left.y > height * 3 / 4


@pytest.mark.parametrize("code", sorted(SHEETS))
def test_every_sheet_prints(desk, three, code):
    assert len(addresses(print_(desk, lembar=code).data)) == 2


def test_a_closed_package_and_a_foreign_one_get_no_label(desk, house, ports, office, other_office):
    with house.transaction() as session:
        closed = a_package(session, ports, office, status=Status.CANCELLED).package
        foreign = a_package(session, ports, other_office).package
    answer = print_(desk, pilihan="these", paket=[str(closed.id), str(foreign.id)])
    assert "Tidak ada label yang bisa dicetak" in desk.get(answer.location).text
    assert statuses(house, [foreign]) == [Status.REGISTERED]


def test_a_torn_label_is_replaced_while_the_courier_has_the_package(desk, house, ports, office):
    with house.transaction() as session:
        away = a_package(
            session, ports, office, status=Status.PICKED_UP, courier=a_courier(session, office)
        ).package
    assert print_(desk, pilihan="these", paket=str(away.id)).status_code == 200
    assert statuses(house, [away]) == [Status.PICKED_UP]


def test_a_package_cancelled_while_the_paper_was_drawn_gets_no_label(desk, three, house, monkeypatch):
    draw = print_labels

    def cancel_meanwhile(faces, out, **said):
        draw(faces, out, **said)
        with house.transaction() as other:
            other.get(Package, three[0].id).status = Status.CANCELLED

    monkeypatch.setattr("courier_app.web.staff.labels.print_labels", cancel_meanwhile)
    monkeypatch.setattr("courier_app.services.labels.BATCH", 1)
    assert print_(desk).status_code == 409
    assert statuses(house, three[1:2]) == [Status.REGISTERED]


def test_an_erased_recipient_still_gets_a_label(desk, three, house):
    with house.transaction() as session:
        session.delete(session.get(PackageKey, three[0].id))
    assert len(addresses(print_(desk).data)) == 2


def test_ticked_packages_come_to_the_print_page(desk, three):
    page = desk.send("/petugas/label/pilih", paket=[str(package.id) for package in three[:2]]).text
    assert "2 paket yang dipilih" in page
    assert len(re.findall('type="hidden" name="paket"', page)) == 2


def test_another_sheet_keeps_what_was_chosen(desk, three):
    form = {"paket": str(three[0].id), "pilihan": "these", "alamat": "tidak", "lembar": "a4-2x4"}
    page = desk.send("/petugas/label/pilih", **form, lembar_lain="a4-2x6").text
    assert 'name="lembar" value="a4-2x6"' in page
    assert 'value="tidak" checked' in page
    assert page.count('name="mulai"') == 12


def test_the_package_page_s_link_chooses_that_package(desk, three):
    assert "1 paket yang dipilih" in desk.get(f"/petugas/label?paket={three[0].id}").text


def test_nonsense_in_the_form_counts_as_not_said(desk, three):
    assert (
        desk.send("/petugas/label/pilih", paket=["x", "y"], lembar="z", mulai="-1", hari="x").status_code
        == 200
    )
    assert print_(desk, pilihan="day", hari="x").status_code == 303


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DPO, Role.PROVINCE])
def test_only_the_office_prints(desk_of, three, house, office, role):
    assert print_(desk_of(role, None if role is Role.PROVINCE else office)).status_code == 403
    assert looks(house) == []


def test_hundreds_of_labels_are_recorded_in_batches(desk, house, ports, office, monkeypatch):
    monkeypatch.setattr("courier_app.services.labels.BATCH", 40)
    with house.transaction() as session:
        for _ in range(100):
            a_package(session, ports, office)
    answer = print_(desk)
    assert len(pypdfium2.PdfDocument(io.BytesIO(answer.data))) == 13
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Look)) == 100
        assert set(session.scalars(select(Package.status)).all()) == {Status.READY}


def test_the_paper_says_how_many_labels_it_holds(desk, three):
    assert print_(desk).headers["X-Labels"] == "2"


def test_the_next_page_says_that_labels_were_made_where_no_script_did(desk, three):
    print_(desk)
    assert "2 label sudah dibuat." in desk.get("/petugas/serah-terima").text
    assert "2 label sudah dibuat." not in desk.get("/petugas/serah-terima").text


def test_the_page_whose_script_said_it_says_it_once(desk, three):
    desk.client.environ_base["HTTP_SEC_FETCH_DEST"] = "empty"
    print_(desk)
    assert "label sudah dibuat." not in desk.get("/petugas/serah-terima").text


def test_a_package_says_when_its_label_was_printed(desk, three, clock):
    path = f"/petugas/paket/{three[0].id}"
    assert "belum dicetak" in desk.get(path).text
    print_(desk)
    assert "Dicetak 23 Nov 2026, 12.00" in desk.get(path).text
    clock.pass_(minutes=5)
    print_(desk, pilihan="these", paket=str(three[0].id))
    assert "Dicetak 23 Nov 2026, 12.05" in desk.get(path).text


def test_labels_of_a_server_without_https_say_what_they_are_good_for(desk):
    assert "Server ini berjalan tanpa HTTPS" in desk.get("/petugas/label").text
