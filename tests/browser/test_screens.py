"""Every screen, in both languages, on a phone and on a desk, by day and by night: whole, quiet, open to all."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask

from tests.browser.browsers import DESKTOP, PHONE, Street
from tests.browser.eyes import SCHEMES, SIZES, Scheme, breaches, layout_troubles, set_view
from tests.browser.screens import LANGUAGES, SCREENS, Language, Screen, Visitors
from tests.browser.town import Town, running_town

NOWHERE = ("tidak-ada", "petugas-tidak-ada")
ANY_ID: dict[str, str] = defaultdict(lambda: str(UUID(int=1)))
NO_PAGE = {
    "static",
    "api.contract",
    "public.favicon",
    "public.health",
    "public.robots",
    "public.style_guide",
    "citizen.own_phone_in_lower_case",
    "citizen.package_in_lower_case",
    "citizen.receipt_files",
    "citizen.receipt_pdf",
    "citizen.back_to_mine",
    "courier.get_questions",
    "courier.get_round",
    "courier.manifest",
    "courier.own_phone",
    "courier.scan_worker",
    "courier.service_worker",
    "courier.session_now",
    "public.log_checkpoint",
    "public.log_proof",
    "public.log_tile",
    "staff.back_from_bundle",
    "staff.back_to_handover",
    "staff.back_to_labels",
    "staff.back_to_package",
    "staff.back_to_counter",
    "staff.back_to_courier",
    "staff.back_to_dispute",
    "staff.counter_receipt",
    "staff.time_left",
    "staff.back_to_proof",
    "staff.back_to_old_cards",
    "staff.back_to_request",
    "staff.back_from_request",
    "staff.back_to_hold",
    "staff.erasure_certificate",
    "staff.destruction_sheet",
    "public.log_growth",
    "citizen.my_data",
    "staff.citizen_request",  # "permintaan-satu" ends there
    # Reached from a form, and looked at there: "paket-dicari", "paket-terdaftar", "paket-kode-baru", "paket-penerima",
    # "aturan-draf", "aturan-layar", "aturan-terbit", "aturan-edisi".
    "staff.confirm_rules",
    "staff.revealed_proof",
    "staff.set_up_factor",
    # Only after a password of somebody with a second factor, once, or with one to take away: tests of the pages walk
    # there (tests/web/staff/test_second_factor.py).
    "staff.second_step",
    "staff.recovery_codes",
    "staff.ask_to_remove_factor",
    "staff.back_to_account",
    "staff.corrected_recipient",
    "staff.draft_rules",
    "staff.edition",
    "staff.rule_phone",
    "staff.fees_file",
    "staff.found",
    "staff.handover_sheet",
    "staff.handover_state",
    "staff.media",
    "staff.media_small",
    "staff.proof_answer",
    "staff.proof_jws",
    "staff.proof_manifest",
    "staff.registered",
    "staff.renewed_code",
    "staff.shown_recipient",
}
NARROWEST = (320, 740)  # WCAG 1.4.10: nothing scrolls sideways
# Nothing stands elsewhere by night, so one scheme shows the layout. axe takes long: two views hold both sizes and both
# schemes. English changes neither; it is listened to where people read it, and officers read Indonesian.
LISTENED: dict[Language, tuple[tuple[tuple[int, int], Scheme], ...]] = {
    "id": ((PHONE, "light"), (DESKTOP, "dark")),
    "en": ((PHONE, "dark"),),
}
ENGLISH_READERS = frozenset({"visitor", "citizen", "contesting", "upheld", "courier"})


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(tmp_path_factory.mktemp("town"), contested=True) as found:
        yield found


@pytest.fixture(scope="module")
def visitors(chromium: Street, town: Town) -> Iterator[Visitors]:
    chromium.camera.point_at(None)
    yield Visitors(chromium, town)
    chromium.everybody_leaves()


def test_axe_finds_what_is_wrong(street: Street) -> None:
    page = street.somebody("http://localhost").page
    page.set_content(
        '<html lang="id"><title>x</title><h1>Judul</h1><input><p style="color:#ccc">pucat</p></html>'
    )
    assert {said.split(":")[0] for said in breaches(page)} == {"label", "color-contrast"}


def test_a_page_too_wide_or_without_a_heading_is_noticed(street: Street) -> None:
    page = street.somebody("http://localhost").page
    page.set_content('<div style="width:2000px">lebar</div>')
    assert len(layout_troubles(page)) == 2


def test_words_that_stick_out_of_the_margin_are_noticed(street: Street) -> None:
    page = street.somebody("http://localhost").page
    page.set_content(
        '<h1>Judul</h1><main style="width:200px;padding:20px">'
        '<p style="width:215px">keluar</p><div style="overflow:auto"><p style="width:300px">boleh</p></div></main>'
    )
    assert layout_troubles(page) == ["sticks out: ['keluar']"]


def test_buttons_of_different_widths_under_each_other_are_noticed_on_a_phone_alone(street: Street) -> None:
    page = street.somebody("http://localhost").page
    page.set_content(
        '<h1>Judul</h1><form class="card"><button class="button" style="width:90px;display:block">Ya</button>'
        '<button class="button" style="width:120px;display:block">Tidak</button></form>'
    )
    found = []
    for edges in SIZES.values():
        set_view(page, edges, "light")
        found.append(layout_troubles(page))
    assert found == [["ragged buttons: ['90, 120']"], []]


def test_every_page_of_the_house_is_among_the_screens(app: Flask) -> None:
    """A new page gets a line in screens.py; what is no page, or leads on to one, gets one here."""
    doors = app.url_map.bind("localhost")
    shown = {
        doors.match(urlsplit(screen.address.format_map(ANY_ID)).path)[0]
        for screen in SCREENS
        if screen.name not in NOWHERE
    }
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods and "GET" in rule.methods}
    assert asked - shown == NO_PAGE


def listened_to(screen: Screen, language: Language) -> Collection[tuple[tuple[int, int], Scheme]]:
    return LISTENED[language] if language == "id" or screen.who in ENGLISH_READERS else ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_is_whole_in_every_view(visitors: Visitors, screen: Screen, language: Language) -> None:
    person, listened = visitors.show(screen, language), listened_to(screen, language)
    troubles = []
    for size in (NARROWEST, *SIZES.values()):
        for scheme in SCHEMES:
            look, listen = scheme == "light", (size, scheme) in listened
            if look or listen:
                set_view(person.page, size, scheme)
            found = (layout_troubles(person.page) if look else []) + (breaches(person.page) if listen else [])
            troubles += [f"{size} {scheme}: {trouble}" for trouble in found]
    assert troubles == []
    assert person.page.evaluate("() => document.documentElement.lang") == language
    assert person.complaints.unexpected() == []
