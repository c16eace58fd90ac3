"""Registering a package in a form, and the claim code that is shown once."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from courier_app.domain.card_rules import CardRule, CardWhy
from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import Status
from courier_app.domain.rulebook_json import rulebook_text
from courier_app.domain.rulebooks import Rulebook
from courier_app.models import Look, Package, PackageEvent, Role, RuleDraft
from courier_app.services.packages import is_claim_code
from courier_app.services.recipients import Recipient, open_recipient
from courier_app.services.rulebooks import DraftInHand, publish
from tests.house import NOON, on_both
from tests.printing.paper import text_of
from tests.town import a_user
from tests.web.staff.reading import claim_code_on, found

FILLED = {
    "kind": "KTP_EL",
    "request_number": "470/12/2026",
    "name": "Siti Aminah",
    "address": "Jl. Melati 3 RT 02/RW 05\r\nRembang",
    "phone": "0812-3456 7890",
    "note": "Pagar hijau",
    "place": "-6.70461, 111.34482",
    "fee_rupiah": "0",
    "old_card": "none",
}
NO_NIK = "Jangan tulis NIK atau nomor KK."


@pytest.fixture
def form(desk):
    """The form as the officer's page gave it, filled in."""
    return fresh(desk)


def fresh(desk):
    page = desk.get("/petugas/paket/baru").text
    return {**FILLED, "form_key": found(r'name="form_key"[^>]*value="([0-9a-f]{32})"', page)[1]}


def register(desk, form, **changes):
    return desk.send("/petugas/paket/baru", **{**form, **changes})


def register_all_the_same(desk, form, **changes):
    """With a yes to the question about what is registered already."""
    asked = found(r'name="serupa" value="([^"]+)"', register(desk, form, **changes).text)[1]
    return register(desk, form, serupa=asked, **changes)


def packages(house):
    with house.reading() as session:
        return session.scalars(select(Package)).all()


def test_a_filled_form_registers_a_package_of_my_office(desk, form, house, ports, office):
    assert "Paket terdaftar" in register(desk, form).text
    (package,) = packages(house)
    assert (package.office_id, package.kind, package.status) == (office.id, "KTP_EL", Status.REGISTERED)
    with house.reading() as session:
        known = open_recipient(session, ports, session.get(Package, package.id))
        events = session.scalars(select(PackageEvent.user_id)).all()
    assert known == Recipient(
        "Siti Aminah",
        "Jl. Melati 3 RT 02/RW 05\nRembang",
        "081234567890",
        "Pagar hijau",
        -67046100,
        1113448200,
    )
    assert events == [package.registered_by]
    assert package.registered_by is not None


def test_only_kind_name_and_address_are_asked_for(desk, form, house):
    emptied = dict.fromkeys(("request_number", "phone", "note", "place", "fee_rupiah"), "")
    assert "Paket terdaftar" in register(desk, form, **emptied).text
    assert packages(house)[0].fee_rupiah == 0


def test_the_claim_code_is_shown_and_is_the_right_one(desk, form, house, ports):
    page = register(desk, form).text
    assert is_claim_code(ports, packages(house)[0], claim_code_on(page))


def test_the_claim_code_is_on_no_other_page(desk, form, house):
    code = claim_code_on(register(desk, form).text)
    (package,) = packages(house)
    for path in ("/petugas/", f"/petugas/paket/{package.id}", f"/petugas/label?paket={package.id}"):
        assert f"{code[:3]}</span> <span>{code[3:]}" not in desk.get(path).text


def test_registering_again_keeps_the_kind(desk, form):
    page = register(desk, form).text
    again = found(r'href="(/petugas/paket/baru\?jenis=KTP_EL)"', page)[1]
    assert '<option value="KTP_EL" selected>' in desk.get(again).text


@on_both
def test_pressing_twice_registers_once_and_shows_the_same_code(desk, form, house):
    first, second = register(desk, form), register(desk, form)
    assert claim_code_on(first.text) == claim_code_on(second.text)
    assert len(packages(house)) == 1


@on_both
def test_eight_presses_at_once_register_once(app, desk, form, house):
    cookie = desk.client.get_cookie("petugas").value

    def press(_number):
        hand = app.test_client()
        hand.set_cookie("petugas", cookie)
        return hand.post(
            "/petugas/paket/baru", data={"csrf_token": desk.token, **form}, follow_redirects=True
        )

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(press, range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert len({claim_code_on(answer.text) for answer in answers}) == 1
    assert len(packages(house)) == 1


def test_going_back_and_typing_another_person_registers_another_package(desk, form, house):
    first = register(desk, form)
    second = register(desk, form, name="Budi Santoso", request_number="471/12/2026")
    assert len(packages(house)) == 2
    assert claim_code_on(first.text) != claim_code_on(second.text)


def test_two_forms_with_the_same_words_are_two_packages(desk, form, house):
    register(desk, form)
    register_all_the_same(desk, fresh(desk))
    assert len(packages(house)) == 2


def test_two_officers_never_share_a_form(desk, desk_of, form, house):
    register(desk, form)
    register_all_the_same(desk_of(), form)
    assert len(packages(house)) == 2


def test_the_same_form_after_a_new_code_was_given_shows_no_dead_code(desk, form, house):
    register(desk, form)
    desk.post(f"/petugas/paket/{packages(house)[0].id}/kode-klaim", sebab="lost", periksa="card_seen")
    answer = register(desk, form)
    assert answer.status_code == 409
    assert len(packages(house)) == 1


MISTAKES = {
    "kind": ("", "Pilih jenis dokumen."),
    "kind ": ("KTP_LAMA", "Pilih jenis dokumen."),
    "name": ("   ", "Isi nama penerima."),
    "name ": ("...", "Tulis nama dengan huruf, seperti di dokumen."),
    "address": ("", "Isi alamat pengantaran."),
    "address ": ("Rembang", "Tulis alamat lengkap"),
    "phone": ("12345", "Nomor telepon berisi 8 sampai 15 angka"),
    "note": ("x" * 161, "Paling panjang 160 huruf."),
    "place": ("111.34482, -6.70461", "Terbalik: tulis lintang dulu"),
    "fee_rupiah": ("sembilan ribu", "Tulis dengan angka saja"),
    "form_key": ("x", "Formulir ini tidak utuh."),
    "for_adult": ("y", "Centang ini hanya untuk akta kelahiran."),
}


@pytest.mark.parametrize("field", MISTAKES, ids=MISTAKES)
def test_a_mistake_is_named_beside_its_field_and_nothing_is_lost(desk, form, house, field):
    value, sentence = MISTAKES[field]
    answer = register(desk, form, **{field.strip(): value})
    assert sentence in answer.text
    assert "Pagar hijau" in answer.text or field == "note"
    assert packages(house) == []


@pytest.mark.parametrize("field", ["request_number", "name", "address", "phone", "note", "place"])
def test_a_nik_is_refused_in_every_field(desk, form, house, field):
    for nik in ("3317011708909901", "NIK 331701 170890 9901"):
        answer = register(desk, form, **{field: nik})
        assert NO_NIK in answer.text
    assert packages(house) == []


def test_an_adult_receives_their_own_birth_certificate(desk, form, house):
    register(desk, form, kind="AKTA_LAHIR")
    register_all_the_same(desk, form, kind="AKTA_LAHIR", for_adult="y")
    assert [package.policy_id for package in packages(house)] == ["b-parent", "b-self"]


def test_invisible_characters_and_double_blanks_are_tidied(desk, form, house, ports):
    register(desk, form, name="Siti\u202e \t Aminah\x00")
    with house.reading() as session:
        package = session.scalars(select(Package)).one()
        assert open_recipient(session, ports, package).name == "Siti Aminah"


def test_markup_in_a_name_stays_text(desk, form):
    page = register(desk, form, name="<script>x()</script> Siti", kind="").text
    assert "<script>x()" not in page
    assert "&lt;script&gt;x()" in page


def test_nothing_personal_is_logged(desk, form, caplog):
    caplog.set_level(logging.DEBUG)
    register(desk, form)
    register(desk, form, phone="12")
    assert not re.search("Aminah|Melati|08123", caplog.text)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DPO, Role.PROVINCE, Role.PARTNER])
def test_only_officers_and_admins_register(desk_of, form, house, role):
    answer = register(desk_of(role), form)
    assert answer.status_code == 403
    assert packages(house) == []


def test_a_form_without_its_token_registers_nothing(desk, form, house):
    desk.token = "x"
    assert register(desk, form).status_code == 403
    assert packages(house) == []


def slip_of(desk, page, **changes):
    hidden = dict(re.findall(r'<input type="hidden" name="(paket|kode)" value="([^"]+)"', page))
    answer = desk.post("/petugas/slip", **{**hidden, **changes})
    answer.get_data()
    answer.close()
    return answer


def test_the_slip_carries_alias_and_code_and_no_name(desk, form, house):
    page = register(desk, form).text
    answer = slip_of(desk, page)
    paper = re.sub(r"\s+", "", text_of(answer.data))
    assert answer.mimetype == "application/pdf"
    assert "filename=kode-klaim-20261123.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert packages(house)[0].alias in paper
    assert claim_code_on(page) in paper
    assert "Aminah" not in paper


def test_printing_the_slip_is_on_record(desk, form, house):
    slip_of(desk, register(desk, form).text)
    with house.reading() as session:
        assert session.scalars(select(Look.what)).all() == ["claim_slip"]


def test_a_wrong_code_prints_no_slip(desk, form):
    page = register(desk, form).text
    wrong = f"{(int(claim_code_on(page)) + 1) % 1_000_000:06d}"
    assert slip_of(desk, page, kode=wrong).status_code == 422
    assert slip_of(desk, page, kode="abc").status_code == 422


def test_codes_cannot_be_tried_out_on_a_package_that_this_session_did_not_just_register(
    desk, desk_of, form, house
):
    page = register(desk, form).text
    stranger = desk_of()
    assert slip_of(stranger, page).status_code == 403
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Look)) == 0


def test_codes_of_slips_cannot_be_guessed_without_end(desk, form):
    page = register(desk, form).text
    wrong = f"{(int(claim_code_on(page)) + 1) % 1_000_000:06d}"
    assert [slip_of(desk, page, kode=wrong).status_code for _ in range(20)] == [422] * 20
    assert slip_of(desk, page).status_code == 429


def test_slips_with_the_right_code_use_up_no_tries(desk, form):
    page = register(desk, form).text
    assert {slip_of(desk, page).status_code for _ in range(25)} == {200}


def test_an_identity_card_is_not_registered_before_the_old_one_was_asked_for(desk, form, house):
    page = register(desk, form, old_card="").text
    assert "Pilih apakah kartu lama ditukar" in page
    assert packages(house) == []


def test_a_damaged_card_comes_back_and_the_page_says_why(desk, form, house):
    page = register(desk, form, old_card="damaged").text
    assert packages(house)[0].card_why is CardWhy.DAMAGED
    assert "Kartunya rusak (aturan nasional)" in page


def test_a_document_that_is_no_card_is_not_asked_for_an_old_one(desk, form, house):
    assert "Paket terdaftar" in register(desk, form, kind="KK", old_card="").text
    assert packages(house)[0].old_card is None


@pytest.mark.parametrize("kind", ["KIA", "KK"])
def test_what_was_chosen_for_a_card_before_the_kind_was_changed_says_nothing(desk, form, house, kind):
    assert "Paket terdaftar" in register(desk, form, kind=kind, old_card="damaged").text
    assert [(one.old_card, one.card_why) for one in packages(house)] == [(None, None)]


@pytest.fixture
def always(house, office):
    """The region demands the old card back for every identity card."""
    contents = rulebook_text(Rulebook(cards={"KTP_EL": CardRule.ALWAYS}))
    facts = {"region_code": office.region_code, "contents": contents, "changed_at": NOON}
    with house.transaction() as session:
        admin = a_user(session, Role.ADMIN, office=office)
        session.add(RuleDraft(user_id=admin.id, based_on=0, revision=1, **facts))
        session.flush()
        publish(session, DraftInHand(office.region_code, admin.id, 1), NOON, now=NOON)


def test_where_the_card_always_comes_back_no_reason_is_kept_that_nobody_gave(desk, form, always, house):
    register(desk, form, old_card="damaged")
    assert packages(house)[0].card_why is CardWhy.BY_RULE


@pytest.mark.parametrize("said", ["", "none"])
def test_where_the_card_always_comes_back_the_form_says_so_and_nobody_can_say_otherwise(
    desk, always, house, said
):
    form = fresh(desk)
    page = desk.get("/petugas/paket/baru").text
    assert "Aturan wilayah edisi 1: selalu, untuk KTP elektronik" in page
    assert 'name="old_card"' not in page
    assert "Aturan wilayah (aturan edisi 1)" in register(desk, form, old_card=said).text
    assert packages(house)[0].old_card is OldCard.OWED
