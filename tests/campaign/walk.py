"""One shift walked from sign-in to an empty queue, with everything that its plan says going wrong on the way."""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from courier_app.db import Database
from courier_app.services.ports import Ports
from tests.campaign.hands import Hands
from tests.campaign.history import Begun, History, Look, Said
from tests.campaign.house import House
from tests.campaign.pictures import a_photo, a_signature, a_stroke, ink_of
from tests.campaign.plan import Capture, Cut, Do, Shift, Step
from tests.campaign.pocket import Pocket
from tests.campaign.town import Hired, forget_session
from tests.campaign.waiting import TooLate, came
from tests.campaign.weather import Weather

STRIKE_S = 3.0  # a plan to strike at the next upload gives up when none comes
SENT_S = 3.0
MOST_GIVEN_UP = 3
# What a dying browser never says, and a cut line neither ("Failed to fetch"): three failed attempts of twelve were
# dropped unseen while in_page.js asked the product for less than it takes.
MISTAKE = re.compile(r"ReferenceError|is not a function|Cannot (read|set) properties|not complete:")
SHIFT_S = 600.0
ROUND_S = 20.0


@dataclass(frozen=True)
class Street:
    """Where every shift happens: the server, what is behind it, the line to it, and the campaign's own memory."""

    house: House
    database: Database
    ports: Ports
    weather: Weather
    history: History
    photos: set[str] = field(default_factory=set)


@dataclass
class Walk:
    """`counts` are for the report: captures by how they were made, interruptions by what came of them."""

    street: Street
    pocket: Pocket
    hired: Hired
    shift: Shift
    counts: Counter[str] = field(default_factory=Counter)
    online: bool = True

    def __post_init__(self) -> None:
        self.weather, self.history = self.street.weather, self.street.history
        self.luck = Random(f"{self.shift.seed}/walk")
        self.doing: dict[Do, Callable[[Step], None]] = {
            Do.CAPTURE: self.capture,
            Do.WEATHER: lambda step: setattr(self.weather, "strength", step.strength),
            Do.LINE: lambda _: self.set_line(on=not self.online),
            Do.CLOCK: self.set_clock,
            Do.TABS: self.change_tabs,
            Do.SESSION: lambda _: forget_session(self.street.database, self.hired.courier_id),
            Do.SEND: lambda _: self.send_now(),
            Do.CRASH: lambda _: self.pocket.crash(self.tab()),
            Do.STRIKE: self.strike_at_upload,
            Do.SERVER: lambda step: self.kill_at_upload(self.street.house.kill, step),
            Do.WORKER: lambda step: self.kill_at_upload(self.street.house.kill_a_worker, step),
        }

    def whole(self, say: Callable[[Step], None], *, patience_s: float) -> None:
        """A shift that hangs ends loudly: its browser is killed, and whatever waits for it fails."""
        watch = threading.Timer(SHIFT_S, self.pocket.strike)
        watch.start()
        try:
            self.begin()
            for step in self.shift.steps:
                say(step)
                self.take(step)
            self.drain(patience_s)
        finally:
            watch.cancel()

    def take(self, step: Step) -> None:
        """On a machine that is too busy a tap can get lost on its way to the page. Then the browser has died like in
        any other accident; what the page had not said is not said. A mistake in our own script is no accident."""
        try:
            self.doing[step.do](step)
        except BrowserError as gave_up:
            if MISTAKE.search(str(gave_up)):
                raise
            self.counts["browser gave up"] += 1
            if self.counts["browser gave up"] > MOST_GIVEN_UP:
                raise
            self.pocket.strike()
            self.rise()
            self.look()

    def begin(self) -> None:
        """In good weather: who signs in for the first time needs a line anyway."""
        self.pocket.switch_on()
        hands = Hands(self.pocket, self.pocket.page, self.luck, self.street.photos)
        hands.sign_in(self.hired.account)
        hands.is_ready_offline()

    def look(self) -> Look:
        look = self.pocket.look()
        self.history.note(look)
        return look

    def tab(self) -> Page:
        return self.luck.choice(self.pocket.tabs)

    # Captures

    def capture(self, step: Step) -> None:
        assert step.capture
        self.counts["captures"] += 1
        (self.by_hand if step.capture.by_hand else self.by_modules)(step.capture)

    def by_hand(self, capture: Capture) -> None:
        self.counts["by_hand"] += 1
        hands = Hands(self.pocket, self.pocket.page, self.luck, self.street.photos)
        begun = hands.fill_in_by_label(self.hired.labels[capture.number], assigned=capture.assigned)
        self.history.note(begun)
        if capture.cut is Cut.STRIKE:
            return self.struck(capture, begun, hands.press)
        hands.press()
        return self.said(begun)

    def by_modules(self, capture: Capture) -> None:
        page, luck = self.tab(), Random(f"{self.shift.seed}/{capture.number}")
        pictures = [a_photo(luck)]
        if capture.outcome == "delivered":
            pictures.append(a_signature(luck))
        pkg = self.hired.labels[capture.number]
        act = {
            "pkg": pkg,
            "outcome": capture.outcome,
            "reason": None if capture.outcome == "delivered" else "packaging_damaged",
            "photo": pictures[0].part(),
            "ink": ink_of(a_stroke(luck)) if capture.outcome == "delivered" else None,
        }
        proof = self.pocket.ask(page, "begin", act)
        files = {picture.kind: picture.sha256 for picture in pictures}
        begun = Begun(self.pocket.name, proof, pkg, capture.outcome, files, "modules")
        self.history.note(begun)
        ready = {"proof": proof, "signature": pictures[1].part() if len(pictures) > 1 else None}
        self.pocket.ask(page, "hold", ready)
        self.press(capture, begun, page, ready)

    def press(self, capture: Capture, begun: Begun, page: Page, ready: dict[str, Any]) -> None:
        ways = {
            Cut.NOTHING: lambda: self.plainly(begun, page),
            Cut.STRIKE: lambda: self.struck(capture, begun, lambda: self.pocket.ask(page, "press"), ready),
            Cut.CRASH: lambda: self.broken(capture, begun, page, ready),
            Cut.RELOAD: lambda: self.broken(capture, begun, page, ready),
            Cut.TWICE: lambda: self.twice(begun, page, ready),
            Cut.LATE_TWICE: lambda: self.twice(begun, page, ready, late=True),
        }
        ways[capture.cut]()

    def plainly(self, begun: Begun, page: Page) -> None:
        self.pocket.ask(page, "press")
        self.said(begun)

    def said(self, begun: Begun) -> None:
        self.history.note(Said(self.pocket.name, begun.proof))
        self.counts["said"] += 1

    def struck(
        self,
        capture: Capture,
        begun: Begun,
        press: Callable[[], object],
        ready: dict[str, Any] | None = None,
    ) -> None:
        """The browser dies around the moment of the press; what the page could still say counts as said."""
        timer = threading.Timer(capture.after_s, self.pocket.strike)
        timer.start()
        with suppress(BrowserError, AssertionError):
            press()
            self.said(begun)
        timer.join()
        self.rise()
        self.after_cut(capture, begun, ready)

    def broken(self, capture: Capture, begun: Begun, page: Page, ready: dict[str, Any]) -> None:
        """The tab dies or is loaded anew around the moment of the press."""
        self.pocket.ask(page, "startPress")
        time.sleep(capture.after_s)
        if capture.cut is Cut.CRASH:
            self.pocket.crash(page)
        else:
            self.reload(page)
        self.after_cut(capture, begun, ready)

    def after_cut(self, capture: Capture, begun: Begun, ready: dict[str, Any] | None) -> None:
        """The courier looks again, and where only the draft is left may press once more."""
        look = self.look()
        is_draft = begun.proof in look.drafts
        self.counts["cut: only a draft left" if is_draft else "cut: frozen whole"] += 1
        if not is_draft or not capture.again or ready is None:
            return
        self.pocket.ask(self.pocket.page, "hold", ready)
        self.plainly(begun, self.pocket.page)

    def twice(self, begun: Begun, page: Page, ready: dict[str, Any], *, late: bool = False) -> None:
        """The same capture stands open in a second tab, and is finished there too."""
        other = self.pocket.open_tab()
        self.pocket.ask(other, "hold", ready)
        self.pocket.ask(other, "startPress") if not late else None
        self.plainly(begun, page)
        if late:
            came(lambda: begun.proof in {row.proof for row in self.pocket.look().sent}, SENT_S)
            self.pocket.ask(other, "press")
        self.counts["pressed twice"] += 1

    # Everything around them

    def set_line(self, *, on: bool) -> None:
        self.online = on
        self.pocket.context.set_offline(not on)

    def set_clock(self, step: Step) -> None:
        """What was sent is written down first: a phone set a week ahead may already forget it."""
        self.look()
        self.counts["clock jumps"] += 1
        for page in self.pocket.tabs:
            self.pocket.ask(page, "jumpClock", step.jump_ms)

    def change_tabs(self, _: Step) -> None:
        if len(self.pocket.tabs) > 1:
            return self.pocket.close_tab()
        self.counts["second tabs"] += 1
        self.pocket.open_tab()
        return None

    def send_now(self) -> None:
        page = self.pocket.page
        page.bring_to_front()
        page.goto(f"{self.pocket.origin}/kurir/#/antrean")
        page.locator("body[data-screen=antrean]").wait_for()
        button = page.locator("[data-do=send-now]")
        if button.is_visible() and button.is_enabled():
            with suppress(BrowserError):
                button.click(timeout=1000)

    def strike_at_upload(self, step: Step) -> None:
        struck = self.weather.at_next_upload(self.pocket.strike, after_s=step.after_s)
        self.provoke(struck)
        self.pocket.strike()
        self.rise()
        self.look()

    def kill_at_upload(self, kill: Callable[[], None], step: Step) -> None:
        if not self.provoke(self.weather.at_next_upload(kill, after_s=step.after_s)):
            kill()

    def provoke(self, struck: threading.Event) -> bool:
        """An upload is asked for; whether it came."""
        with suppress(BrowserError, AssertionError):
            self.send_now()
        return came(struck.is_set, STRIKE_S if self.online else 0)

    def rise(self) -> None:
        """A browser that starts again knows nothing of the line that was off."""
        self.weather.forget_plans()
        self.pocket.rise()
        self.set_line(on=self.online)

    def reload(self, page: Page) -> None:
        page.reload()
        page.locator("body[data-screen]").wait_for()

    # The end of the shift

    def drain(self, patience_s: float) -> None:
        """Fair weather, the right time, one tab; nothing is lost if it takes several rounds."""
        self.weather.calm()
        self.set_line(on=True)
        self.street.house.wait_until_healthy()
        self.pocket.close_tab()
        self.reload(self.pocket.page)
        deadline = time.monotonic() + patience_s
        while not self.is_sent() and time.monotonic() < deadline:
            with suppress(BrowserError, TooLate):
                self.send_now()
            came(self.is_sent, min(ROUND_S, patience_s))
        self.look()

    def is_sent(self) -> bool:
        return not self.pocket.look().waiting
