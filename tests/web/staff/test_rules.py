"""The region's rules at the desk: from the national ones to an edition, step by step, and who may only read."""

import json
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from courier_app.domain.card_rules import CardRule
from courier_app.domain.health import Level
from courier_app.domain.kinds import KINDS
from courier_app.domain.policies import policy_for
from courier_app.domain.recipients import RecipientRule
from courier_app.domain.rulebook_json import rulebook_of
from courier_app.domain.rulebooks import NATIONAL, adjustable_kinds
from courier_app.models import Policy, Region, Role, RuleDraft, RuleEdition
from courier_app.web.courier.schemas import PackageOut, PolicyOut
from courier_app.web.staff.rule_names import rules_named
from tests.house import NOON, on_both

EXAMPLE = "/petugas/aturan/draf/layar"
LIST, DRAFT, CONFIRM, FIRST = (
    "/petugas/aturan",
    "/petugas/aturan/draf",
    "/petugas/aturan/draf/terbit",
    "/petugas/aturan/33.17/1",
)
TODAY, NEXT_WEEK, YESTERDAY = "2026-11-23", "2026-11-30", "2026-11-22"


def form(**said):
    """The national rules as the page sends them."""
    book = NATIONAL
    facts: dict[str, Any] = {
        "level": "baseline",
        "mode": "required",
        "mask": "y",
        "distance_m": "1",
        "grab_m": "2",
        "wipe": "y",
        "hands": "y",
    }
    facts |= {"share_device": "y", "cash": "y", "temp_max": "37,3", "symptoms": "y", "shift_mask": "y"}
    facts |= {
        "shift_hands": "y",
        "modes": list(map(str, book.modes)),
        "methods": list(map(str, book.methods)),
    }
    facts |= {"attempts": "2", "hold_days": "7", "fee": "none", "rupiah": "0", "langkah": "simpan"}
    facts |= {f"rule-{kind.code}": str(kind.recipient_rule) for kind in adjustable_kinds()}
    return {name: value for name, value in (facts | said).items() if value is not None}


class RuleDesk:
    def __init__(self, desk, house):
        self.desk, self.house = desk, house

    def revision(self):
        with self.house.reading() as session:
            draft = session.scalar(select(RuleDraft))
            return draft.revision if draft else 0

    def begin(self):
        return self.desk.send(LIST)

    def save(self, **said):
        return self.desk.send(DRAFT, revisi=str(self.revision()), **form(**said))

    def publish(self, begins=TODAY):
        return self.desk.send(CONFIRM, revisi=str(self.revision()), mulai=begins)

    def published(self, begins=TODAY, **said):
        self.begin()
        self.save(**said)
        return self.publish(begins)

    def draft(self):
        with self.house.reading() as session:
            return rulebook_of(session.scalars(select(RuleDraft.contents)).one())

    def example(self, query=""):
        """What the example of the courier's form is drawn from."""
        page = self.desk.get(f"{EXAMPLE}?{query}").text
        return json.loads(unescape(page.partition('data-round="')[2].partition('"')[0]))

    def editions(self):
        with self.house.reading() as session:
            return session.scalars(select(RuleEdition).order_by(RuleEdition.number)).all()


@pytest.fixture
def admin(desk_of, house):
    return RuleDesk(desk_of(Role.ADMIN), house)


def test_without_an_edition_the_page_shows_the_national_rules(admin):
    page = admin.desk.get(LIST).text
    assert "Belum ada edisi wilayah" in page
    assert "Jarak minimal" in page


def test_a_new_draft_says_what_is_in_force(admin):
    assert "Draf aturan" in admin.begin().text
    assert admin.draft() == NATIONAL


def test_what_the_page_shows_is_what_it_keeps(admin):
    admin.begin()
    admin.save()
    assert admin.draft() == NATIONAL


def test_a_ready_made_protocol_fills_the_steps_in(admin):
    admin.begin()
    admin.save(level="pandemi", langkah="siap-pakai")
    health = admin.draft().health
    assert (health.level, health.distance_m, health.share_device) == (Level.PANDEMI, 2, False)


def test_mistakes_are_said_beside_their_fields_and_the_draft_is_kept(admin):
    admin.begin()
    page = admin.save(distance_m="banyak", temp_max="3,73", methods=None).text
    for sentence in (
        "Tulis jarak 1 sampai 10 meter.",
        "Tulis suhu 36,0",
        "Pilih paling sedikit satu cara penerima",
    ):
        assert page.count(sentence) == 2
    assert admin.draft().methods == ()


def test_a_draft_with_mistakes_goes_no_further(admin):
    admin.begin()
    page = admin.save(attempts="0", langkah="terbit").text
    assert "Tulis 1 sampai 5 kali." in page
    assert "Ya, terbitkan" not in admin.desk.get(CONFIRM).text
    admin.publish()
    assert not admin.editions()


def test_loosening_wants_an_official_a_reason_and_an_end(admin):
    admin.begin()
    said = {"rule-KTP_EL": "KK_OR_PROXY"}
    page = admin.save(**said).text
    for sentence in (
        "nama dan jabatan pejabat yang memberi",
        "Tulis alasan kelonggaran.",
        "Pilih tanggal yang belum lewat.",
    ):
        assert sentence in page
    said |= {
        "official": "Dra. Sri, Kepala Dinas",
        "why": "Banyak warga merantau",
        "loose_until": "2026-12-31",
    }
    admin.save(**said)
    admin.publish()
    (edition,) = admin.editions()
    assert rulebook_of(edition.contents).kinds["KTP_EL"].recipient_rule is RecipientRule.KK_OR_PROXY


def test_a_reason_alone_publishes_no_empty_loosening(admin):
    page = admin.published(why="Banyak warga merantau").text
    assert not admin.editions()
    assert "Tidak ada penerima yang dilonggarkan." in admin.desk.get(DRAFT).text
    assert "Edisi 1" not in page


def test_a_loosening_must_not_be_over_when_the_edition_begins(admin):
    said = {
        "rule-KTP_EL": "KK_OR_PROXY",
        "official": "Dra. Sri",
        "why": "Merantau",
        "loose_until": "2026-11-25",
    }
    page = admin.published(NEXT_WEEK, **said).text
    assert "berakhir sebelum tanggal ini" in page
    assert not admin.editions()


@on_both
def test_two_steps_lead_to_an_edition(admin):
    admin.begin()
    page = admin.save(level="waspada", langkah="siap-pakai").text
    page = admin.desk.get(CONFIRM).text
    assert "Penerima boleh memegang ponsel kurir" in page
    assert "Jarak minimal" not in page.partition("<main")[2]
    page = admin.publish().text
    assert "Edisi 1 diterbitkan." in page
    assert "berlaku" in admin.desk.get(LIST).text


@pytest.mark.parametrize("typed", [YESTERDAY, "", "besok"], ids=["yesterday", "nothing", "words"])
def test_the_past_is_no_date_to_begin(admin, typed):
    page = admin.published(typed).text
    assert "Pilih hari ini atau hari sesudahnya." in page
    assert not admin.editions()


def test_publishing_the_same_page_twice_is_one_edition(admin):
    admin.begin()
    admin.save()
    revision = str(admin.revision())
    admin.desk.post(CONFIRM, revisi=revision, mulai=TODAY)
    assert admin.desk.post(CONFIRM, revisi=revision, mulai=TODAY).status_code == 409
    assert len(admin.editions()) == 1


def test_who_saves_an_old_copy_hears_that_it_changed(admin):
    admin.begin()
    admin.save()
    answer = admin.desk.post(DRAFT, revisi="1", **form())
    assert answer.status_code == 409
    assert "Aturan sudah berubah" in answer.text


def test_a_draft_can_be_thrown_away(admin):
    admin.begin()
    page = admin.save(langkah="buang").text
    assert "Draf dibuang." in page
    assert admin.revision() == 0


def test_an_edition_that_has_not_begun_is_withdrawn(admin):
    page = admin.published(NEXT_WEEK).text
    assert "belum berlaku" in page
    assert "ditarik" in admin.desk.send(FIRST).text
    assert admin.editions()[0].withdrawn_at == NOON


def test_an_edition_in_force_offers_no_withdrawal(admin):
    page = admin.published().text
    assert "Tarik edisi ini" not in page
    assert admin.desk.post(FIRST).status_code == 409


def test_two_editions_are_compared_in_words(admin):
    admin.published(level="waspada", langkah="siap-pakai")
    page = admin.desk.get(f"{FIRST}?banding=0").text
    assert "Tingkat protokol" in page.partition("compare-title")[2]
    assert "Isinya sama." in admin.desk.get(f"{FIRST}?banding=1").text


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("KTP_EL", "Cocok, tidak cocok, atau tidak diperiksa"), ("SK_PINDAH", "Foto atau kode klaim penerima")],
    ids=["card", "letter"],
)
def test_the_preview_says_what_the_courier_is_asked(admin, kind, sentence):
    admin.begin()
    admin.save(level="pandemi", langkah="siap-pakai")
    page = admin.desk.get(f"{DRAFT}?jenis={kind}").text.partition("preview-title")[2]
    assert sentence in page
    assert "Jarak minimal 2 meter dijaga" in page
    assert "Tanda tangan di ponsel kurir" not in page


def test_the_draft_frames_the_couriers_form_for_the_kind_that_was_chosen(admin):
    admin.begin()
    page = admin.desk.get(f"{DRAFT}?jenis=KK&kurir=grab").text
    assert f'src="{EXAMPLE}?jenis=KK&amp;kurir=grab&amp;tanggal={TODAY}"' in page


def test_saving_keeps_the_example_that_is_looked_at(admin):
    admin.begin()
    page = admin.save(jenis="KK", kurir="grab", tanggal=TODAY).text
    assert f'src="{EXAMPLE}?jenis=KK&amp;kurir=grab' in page


@on_both
def test_the_examples_rules_are_those_that_phones_get_once_the_draft_is_published(admin):
    said = {"methods": ["sign_own_phone", "code_spoken"], "extra-KTP_EL": ["photo", "factor"]}
    admin.begin()
    admin.save(**said)
    (shown,) = admin.example("jenis=KTP_EL")["round"]["policies"]
    admin.publish()
    with admin.house.reading() as session:
        kept = session.get_one(Policy, (shown["id"], shown["version"]))
        assert (json.loads(kept.rules), kept.version) == (shown, 1)


def test_the_examples_package_is_one_that_a_phone_would_take(admin):
    admin.begin()
    admin.save(**{"card-KTP_EL": "always"})
    found = admin.example("jenis=KTP_EL")["round"]
    (parcel,), (policy,) = found["packages"], found["policies"]
    assert PackageOut.model_validate(parcel).old_card
    assert PolicyOut.model_validate(policy).id == parcel["policy"]["id"]


@pytest.mark.parametrize(
    ("query", "comes_back"), [("", False), ("kartu=y", True)], ids=["kept", "comes back"]
)
def test_where_an_officer_is_asked_for_the_old_card_the_example_has_both(admin, query, comes_back):
    admin.begin()
    admin.save(**{"card-KTP_EL": "asked"})
    (parcel,) = admin.example(f"jenis=KTP_EL&{query}")["round"]["packages"]
    assert parcel["old_card"] is comes_back
    assert "Kartu lamanya harus kembali" in admin.desk.get(f"{DRAFT}?jenis=KTP_EL").text


@pytest.mark.parametrize(("day", "allowed"), [("2026-12-31", True), ("2027-01-01", False)])
def test_a_loosening_ends_in_the_example_on_its_day(admin, day, allowed):
    admin.begin()
    said = {"official": "Dra. Sri", "why": "Merantau", "loose_until": "2026-12-31"}
    page = admin.save(**said, **{"rule-KTP_EL": "KK_OR_PROXY"}).text
    assert "Pada tanggal" in page
    (policy,) = admin.example(f"jenis=KTP_EL&tanggal={day}")["round"]["policies"]
    assert (policy["recipient_rule"] == "KK_OR_PROXY") is allowed


def test_what_delivery_costs_stands_in_the_example_until_the_tariff_ends(admin):
    admin.begin()
    admin.save(fee="cod_to_carrier", rupiah="9000", basis="Perbup 1/2026", fee_until="2026-12-31")
    fees = [admin.example(f"tanggal={day}")["round"]["packages"][0]["fee"] for day in (TODAY, "2027-01-01")]
    assert fees == [{"free": False, "amount": 9000}, {"free": True, "amount": 0}]


def test_the_example_shows_a_draft_that_is_still_wrong(admin):
    admin.begin()
    admin.save(distance_m="banyak", methods=None, modes=None)
    assert admin.example()["round"]["policies"][0]["modes"] == []


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.DPO], ids=str)
def test_colleagues_read_and_are_offered_nothing_else(admin, desk_of, role):
    admin.published(NEXT_WEEK)
    desk = desk_of(role)
    assert "Draf baru" not in desk.get(LIST).text
    assert "Tarik edisi ini" not in desk.get(FIRST).text
    assert desk.post(FIRST).status_code == 403


def test_the_province_reads_every_region(admin, desk_of):
    admin.published()
    desk = desk_of(Role.PROVINCE, None)
    assert "Edisi 1" in desk.get(f"{LIST}?wilayah=33.17").text
    assert "Isi aturan" in desk.get(FIRST).text


def test_another_office_sees_its_own_region_alone(admin, desk_of, other_office):
    admin.published()
    desk = desk_of(Role.ADMIN, other_office)
    assert "Edisi 1" not in desk.get(f"{LIST}?wilayah=33.17").text
    assert desk.get(FIRST).status_code == 404


def test_the_history_says_what_was_replaced(admin, clock):
    admin.published()
    clock.pass_(minutes=5)
    admin.published()
    page = admin.desk.get(LIST).text
    assert ("sudah diganti" in page, page.count("Edisi 2")) == (True, 1)


def test_the_rule_on_old_cards_is_drafted_previewed_and_published(admin):
    admin.begin()
    page = admin.save(**{"card-KTP_EL": "always", "card-KIA": "asked"}).text
    assert "Kartu lama diambil" in page
    assert admin.draft().cards == {"KTP_EL": CardRule.ALWAYS, "KIA": CardRule.ASKED}
    page = admin.publish().text
    assert "Kartu lama: KTP elektronik" in page
    assert "selalu harus kembali" in page


def test_the_preview_shows_when_no_card_comes_back(admin):
    admin.begin()
    admin.save(**{"card-KTP_EL": "never"})
    assert "Kartu lama diambil" not in admin.desk.get(f"{DRAFT}?jenis=KTP_EL").text


def test_the_next_edition_leaves_the_rule_of_the_one_before_as_it_was(admin):
    admin.published(**{"card-KIA": "always"})
    admin.published(NEXT_WEEK, **{"card-KIA": "never"})
    first, second = (rulebook_of(one.contents).cards for one in admin.editions())
    assert (first, second) == ({"KIA": CardRule.ALWAYS}, {})


def test_a_proofs_rules_are_called_by_region_edition_and_day(admin, app, house, office):
    admin.published()
    followed = replace(policy_for(KINDS["KK"]), regional=True, version=1)
    with house.reading() as session, app.test_request_context():
        named = rules_named(session, followed, office.id)
        region = session.get_one(Region, office.region_code).name
    assert named.words == f"Aturan {region}, edisi 1, berlaku sejak 23 November 2026"
    assert (named.region, named.edition) == (office.region_code, 1)
