"""A phone's first screens, fetched with an empty cache: which files they need, and when they answer a thumb."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.browser.browsers import Person, Street

LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 4
APP = "/kurir/"
# Drawn, painted, and a task that stood behind all others has run. What was fetched by then was needed for it.
WATCH = """(() => {
  const found = (selector) => document.querySelector(selector) !== null
  const drawn = () => found("body[data-screen] #app h1") && found("#username, #plate, .parcel")
  const watching = new MutationObserver(() => {
    if (!drawn()) return
    watching.disconnect()
    window.needed = performance.getEntriesByType("resource").map(({ name }) => name)
    requestAnimationFrame(() => setTimeout(() => (window.interactive = performance.now() / 1000)))
  })
  watching.observe(document, { subtree: true, childList: true, attributes: true })
})()"""


def a_bare_phone(street: Street, origin: str) -> Person:
    """Without a service worker: every file is asked for."""
    person = street.somebody(origin, service_workers="block", ignore_https_errors=True)
    person.page.add_init_script(WATCH)
    return person


def cold_visit(page: Page, address: str = APP) -> float:
    """Opens the courier's app with an empty cache; the seconds until it answers."""
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function("() => window.interactive !== undefined", timeout=60_000)
    return float(page.evaluate("window.interactive"))


def needed_files(page: Page) -> set[str]:
    """Addresses of page, style sheets and scripts of the visit just made; pictures do not hold it up."""
    names = [page.url.split("#")[0], *page.evaluate("window.needed")]
    return {name for name in names if name.endswith((APP, ".css", ".js", ".mjs"))}


@contextmanager
def a_slow_phone(page: Page) -> Iterator[None]:
    """A cheap one on a bad line, as Chromium imitates it."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("Network.enable")
    chromium.send("Network.emulateNetworkConditions", LINE)
    chromium.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield
    chromium.detach()
