"""What pages weigh and how soon they answer a thumb: the demo town on the production server, in real Chromium.

`*_kb` are thousands of bytes over the wire. First screens, capture code and citizens' pages count as gzip -9; the whole
install as Brotli, since that is what Chromium asks for and gets over HTTPS and on localhost, the only places where an
install can happen; `*_gzip_kb` and `*_br_kb` say the other. `capture_kb` is every script that loads between the round
and "Selesai" of a handover whose label is met by the scanner, the QR engine's loader and worker among it (`engine_kb`);
`failed_kb` is what a failed attempt adds.
`interactive_s`: from asking for the sign-in page until it is drawn and its script answers, with an empty cache, over
HTTP/2, 400 kb/s, 400 ms before every answer and a CPU four times slower; DNS, TCP and TLS are not in it (about
three times 400 ms, once). Beside it the same for a driver's QR, for a round whose cache was lost, and for sign-in
over HTTP/1.1.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, Request

from bench.first_screen import APP, a_bare_phone, a_slow_phone, cold_visit, needed_files
from bench.http2 import over_http2
from bench.weights import Sent, kilobytes, packed
from tests.browser.browsers import Person, Street, a_street
from tests.browser.pages.courier import Phone
from tests.browser.screens import SCREENS, Visitors, package_in_hand
from tests.browser.town import Town, running_town, who
from tests.chromium import chromium_path

RUNS = 7
GOALS = {"courier_first_kb": 45, "capture_kb": 30, "install_kb": 500, "citizen_kb": 25, "interactive_s": 2.5}
POSTMAN = "pos.rembang"
WORKER = "() => document.getElementById('app').dataset.worker"
CITIZENS = ("depan", "bahasa", "cek", "label-diterima", "label-di-jalan", "warga-paket", "warga-belum")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        figures = measured(Path(name))
    met = all(figures[name] <= goal for name, goal in GOALS.items())
    print(json.dumps({"bench": "pages", "n": RUNS, "figures": figures, "goals": GOALS, "met": met}))
    return 0 if met else 1


def measured(folder: Path) -> dict[str, float]:
    rooms = folder / "camera", folder / "town"
    for room in rooms:
        room.mkdir()
    with a_street(rooms[0], chromium_path()) as street, running_town(rooms[1]) as town:
        database = town.server.database.engine.url.render_as_string(hide_password=False)
        with over_http2(rooms[1], database) as over_tls:
            return weights(street, town) | times(street, town, over_tls)


def weights(street: Street, town: Town) -> dict[str, float]:
    sent = Sent(town.server.origin)
    first, background, capture, failed = courier_files(a_bare_phone(street, town.server.origin), town)
    install = sent.install()
    engine = {address for address in capture if is_engine(address)}
    sizes = {
        "courier_first_kb": sent.gzip(first),
        "background_kb": sent.gzip(background),
        "capture_kb": sent.gzip(capture),
        "capture_br_kb": sent.brotli(capture),
        "engine_kb": sent.gzip(engine),
        "failed_kb": sent.gzip(failed),
        "install_kb": sent.brotli(install),
        "install_gzip_kb": sent.gzip(install),
        "citizen_kb": max(citizen_sizes(street, sent, town)),
    }
    return {name: kilobytes(size) for name, size in sizes.items()}


def courier_files(person: Person, town: Town) -> tuple[set[str], set[str], set[str], set[str]]:
    """The two first screens; what follows them by itself; what a handover adds, and then a failed attempt."""
    phone, page, asked = Phone(person), person.page, set[str]()
    person.context.on("request", lambda request: asked.add(request.url) if is_code(request) else None)
    cold_visit(page)
    first = needed_files(page)
    phone.sign_in(who(POSTMAN))
    page.wait_for_load_state("networkidle")
    asked.clear()
    cold_visit(page)
    first |= needed_files(page)
    page.wait_for_load_state("networkidle")
    # A worker's own script is not always told of, and some days it starts before the first package: it counts anyway.
    engine = {urljoin(page.url, page.evaluate(WORKER))}
    background = asked - first - engine
    a_handover(phone, town)
    capture = (asked | engine) - first - background
    a_failed_attempt(phone)
    return first, background, capture, asked - first - background - capture


def a_handover(phone: Phone, town: Town) -> None:
    package_in_hand(phone.person, town)
    phone.fill_in(photo=phone.take_any_photo)
    phone.review()
    phone.done()
    phone.page.wait_for_load_state("networkidle")


def a_failed_attempt(phone: Phone) -> None:
    phone.page.goto(f"/kurir/#/gagal/{phone.label_to_deliver()}")
    phone.is_on("gagal")
    phone.page.wait_for_load_state("networkidle")


def is_code(request: Request) -> bool:
    """Also what a worker loads; the wasm itself has a line of its own in the budget."""
    return request.url.endswith((".css", ".js", ".mjs")) or "worker.js" in request.url


def is_engine(address: str) -> bool:
    """What is of no use without the wasm, and comes with it (docs/decisions/0022)."""
    return "zxing-wasm" in address or "scan-worker.js" in address


def citizen_sizes(street: Street, sent: Sent, town: Town) -> Iterator[int]:
    """The page itself, asked for once more by the same person, with every style sheet and script that it names."""
    visitors, asked = Visitors(street, town), set[str]()
    for screen in SCREENS:
        if screen.name in CITIZENS:
            person = visitors.show(screen, "id")
            person.context.on("request", lambda request: asked.add(request.url) if is_code(request) else None)
            asked.clear()
            person.page.reload(wait_until="networkidle")
            yield sent.gzip(asked) + packed(person.context.request.get(person.page.url).body())


def times(street: Street, town: Town, over_tls: str) -> dict[str, float]:
    """Medians of cold visits: who signs in, a driver with a handover QR, and a round that lost its cache."""
    visitor = a_bare_phone(street, over_tls).page
    courier = a_bare_phone(street, over_tls)
    Phone(courier).sign_in(who(POSTMAN))
    http1 = a_bare_phone(street, town.server.origin).page
    return {
        "interactive_s": median_visit(visitor),
        "interactive_trip_s": median_visit(visitor, town.handover_address()),
        "interactive_round_s": median_visit(courier.page),
        "interactive_http1_s": median_visit(http1),
    }


def median_visit(page: Page, address: str = APP) -> float:
    with a_slow_phone(page):
        return round(statistics.median(cold_visit(page, address) for _ in range(RUNS)), 2)


if __name__ == "__main__":
    sys.exit(main())
