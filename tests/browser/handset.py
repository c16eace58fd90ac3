"""A courier's phone for traps: the app in a tab of a profile, and the hands that provoke what must not lose a proof."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image
from playwright.sync_api import BrowserContext, CDPSession, Page, expect
from sqlalchemy import delete, select

from courier_app.domain.packages import Status
from courier_app.models import Device, LoginSession, Office, Package, Proof, Role
from courier_app.services.devices import revoke_device
from courier_app.services.passwords import hash_password, hasher_of
from tests.browser.browsers import PATIENCE_MS
from tests.browser.line import Line
from tests.browser.people import PASSWORD, Account
from tests.town import a_courier, a_package, a_user, an_office

HERE = Path(__file__).parent
JOINED = (HERE / "joined.js").read_text(encoding="utf-8")
IN_PAGE = JOINED + (HERE / "in_page.js").read_text(encoding="utf-8")
_numbers = count(1)


@dataclass(frozen=True)
class Shift:
    """A postman with packages in hand, and nobody else's."""

    account: Account
    courier_id: UUID
    labels: tuple[str, ...]


def a_shift(line: Line, *, packages: int = 1, status: Status = Status.PICKED_UP) -> Shift:
    number = next(_numbers)
    facts = {
        "password_hash": hash_password(PASSWORD, hasher=hasher_of("quick")),
        "created_at": datetime.now(UTC),
        "partner_code": "pos",
    }
    with line.database.transaction() as session:
        office = session.scalars(select(Office)).first() or an_office(session)
        user = a_user(
            session, Role.COURIER, office=office, username=f"kurir.{number}", name=f"Kurir {number}", **facts
        )
        courier = a_courier(session, office, user_id=user.id, name=user.name)
        made = [
            a_package(session, line.ports, office, status=status, courier=courier) for _ in range(packages)
        ]
        labels = tuple(one.package.label_id for one in made)
        return Shift(Account(user.id, user.username, user.name), courier.id, labels)


def a_picture() -> bytes:
    """Sharp, bright, and never the same twice: a photo counts for one proof."""
    out = BytesIO()
    grain = Image.frombytes("L", (32, 24), secrets.token_bytes(32 * 24))
    grain.resize((1280, 960), Image.Resampling.NEAREST).save(out, "JPEG", quality=80)
    return out.getvalue()


class Handset:
    """One tab of the app. `context` is the profile; several handsets may share one."""

    def __init__(self, line: Line, context: BrowserContext, page: Page | None = None) -> None:
        self.line, self.context = line, context
        self.page = page or context.new_page()
        self.page.add_init_script(IN_PAGE)

    # Coming in

    def open(self) -> "Handset":
        self.page.goto(f"{self.line.origin}/kurir/")
        return self.ready()

    def ready(self) -> "Handset":
        """A screen is drawn and the sender has started."""
        self.page.locator("body[data-screen]").wait_for()
        self.page.locator(".alarms").wait_for(state="attached")
        return self

    def sign_in(self, account: Account) -> "Handset":
        self.page.fill("#username", account.username)
        self.page.fill("#password", account.password)
        self.page.click("button[type=submit]")
        self.page.locator("body[data-screen=putaran]").wait_for()
        return self

    def enrolled(self) -> "Handset":
        """The server has the key of this phone."""
        self.until(lambda: [row for row in self.rows("devices") if row["enrolled"]], "enrolled")
        return self

    def another_tab(self) -> "Handset":
        return Handset(self.line, self.context).open()

    # In the page

    def run(self, script: str, said: Any = None) -> Any:
        return self.page.evaluate(script, said)

    def capture(self, label: str, *, side: int = 64) -> str:
        """From the opened package to "Selesai"; the proof's id."""
        return str(self.run("([pkg, side]) => trap.capture(pkg, side)", [label, side])["proof"])

    def rows(self, store: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.run("(name) => trap.rows(name)", store)
        return found

    def waiting(self) -> dict[str, dict[str, Any]]:
        return {row["proof"]: row for row in self.rows("waiting")}

    def sent(self) -> dict[str, dict[str, Any]]:
        return {row["proof"]: row for row in self.rows("sent")}

    def send_now(self) -> None:
        """The button: parked proofs are tried again, and no wait counts. It hides as soon as nothing waits."""
        self.page.goto(f"{self.line.origin}/kurir/#/antrean")
        self.page.locator("[data-do=send-now]").evaluate("(button) => button.click()")

    def wake(self) -> None:
        """As when the courier takes the phone out of the pocket."""
        self.run("() => void dispatchEvent(new Event('focus'))")

    def until(self, true: Callable[[], Any], what: str, *, within_s: float = PATIENCE_MS / 1_000) -> Any:
        """Asks again until it is so; the page goes on meanwhile."""
        deadline = time.monotonic() + within_s
        while not (found := true()):
            assert time.monotonic() < deadline, f"never: {what}"
            self.page.wait_for_timeout(40)
        return found

    def wake_until(self, true: Callable[[], Any], what: str) -> None:
        """A waking that finds the sender at work is lost on it: the courier looks again."""

        def woken() -> Any:
            self.wake()
            self.page.wait_for_timeout(200)
            return true()

        self.until(woken, what)

    def is_sent(self, *proofs: str, within_s: float = PATIENCE_MS / 1_000) -> None:
        self.until(lambda: set(proofs) <= self.sent().keys(), "sent", within_s=within_s)
        assert not set(proofs) & self.waiting().keys()

    def says(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def protocol(self) -> CDPSession:
        return self.context.new_cdp_session(self.page)


# Behind the counter


def kept(line: Line, *labels: str) -> list[Proof]:
    """What the server holds of these packages, in the order it came."""
    found = select(Proof).join(Package, Package.id == Proof.package_id).where(Package.label_id.in_(labels))
    with line.database.reading() as session:
        return list(session.scalars(found.order_by(Proof.received_at, Proof.seq)))


def ids(proofs: list[Proof]) -> list[str]:
    return [str(proof.id) for proof in proofs]


def end_sessions(line: Line, courier_id: UUID) -> None:
    with line.database.transaction() as session:
        session.execute(delete(LoginSession).where(LoginSession.courier_id == courier_id))


def withdraw_phones(line: Line, courier_id: UUID) -> None:
    """As an officer does it on the courier's page: no key of his opens anything any more."""
    end_sessions(line, courier_id)
    with line.database.transaction() as session:
        for device in session.scalars(select(Device).where(Device.courier_id == courier_id)):
            revoke_device(session, device, now=datetime.now(UTC))
