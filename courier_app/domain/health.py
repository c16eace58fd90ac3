"""The health protocol of a region: how strict, and which steps (domain.md, section 8)."""

from dataclasses import dataclass
from enum import StrEnum

from courier_app.domain.checks import Check
from courier_app.domain.door import GRAB, GRAB_M, PUT_DOWN, SIGNING, WITNESSES, Door
from courier_app.domain.words import Words

NEAREST_M, FARTHEST_M = 1, 10
COOLEST, HOTTEST = 360, 400  # tenths of a degree Celsius: a limit outside is a slip of the finger


class Mode(StrEnum):
    """Off: nothing is said. Advice: shown at the door. Required: ticked there."""

    OFF = "off"
    ADVICE = "advice"
    REQUIRED = "required"


class Level(StrEnum):
    BASELINE = "baseline"
    WASPADA = "waspada"
    PANDEMI = "pandemi"


MODE_WORDS = {
    Mode.OFF: Words("Tidak berlaku", "Off"),
    Mode.ADVICE: Words("Hanya anjuran", "Advice only"),
    Mode.REQUIRED: Words("Wajib dicentang kurir", "Ticked by the courier"),
}
SHIFT_MODE_WORDS = {
    Mode.OFF: Words("Tidak diminta", "Not asked"),
    Mode.ADVICE: Words("Dianjurkan", "Advised"),
    Mode.REQUIRED: Words("Wajib sebelum menerima paket", "Required before taking packages"),
}
LEVEL_WORDS = {
    Level.BASELINE: Words("Biasa", "Ordinary"),
    Level.WASPADA: Words("Waspada", "Alert"),
    Level.PANDEMI: Words("Pandemi", "Pandemic"),
}


@dataclass(frozen=True)
class Health:
    """Steps at the door. `share_device`: the recipient may sign on the courier's phone; `cash`: cash may be used.

    `grab_m`: Grab's own least distance in metres. `wipe`: a phone that the recipient signs on is wiped before, after.
    Editions from before the door was asked (door.py) have no `witnessed`: under them only `spot` and `saw_taken` say
    what is ticked when a package is put down. Such a book is not published any more (rulebooks.problems).
    """

    level: Level = Level.BASELINE
    mode: Mode = Mode.REQUIRED
    mask: bool = True
    distance_m: int = 1
    hands: bool = True
    share_device: bool = True
    spot: bool = False
    saw_taken: bool = True
    cash: bool = True
    grab_m: int = GRAB_M
    wipe: bool = True
    witnessed: bool = True

    @property
    def steps(self) -> tuple[Check, ...]:
        """What is ticked or advised at every door; a distance is always kept."""
        asked = {
            Check.MASK: self.mask,
            Check.DISTANCE: True,
            Check.HANDS: self.hands,
            Check.CASH: not self.cash,
        }
        return tuple(check for check, is_so in asked.items() if is_so)

    @property
    def checks(self) -> tuple[Check, ...]:
        return self.steps if self.mode is Mode.REQUIRED else ()

    @property
    def advice(self) -> tuple[Check, ...]:
        return self.steps if self.mode is Mode.ADVICE else ()

    @property
    def placed(self) -> tuple[Check, ...]:
        """When a package is put down: care for the package, not hygiene, so no mode turns it off."""
        if self.witnessed:
            return PUT_DOWN
        asked = {Check.SPOT: self.spot, Check.SAW_TAKEN: self.saw_taken}
        return tuple(check for check, is_so in asked.items() if is_so)

    @property
    def sharing(self) -> bool:
        return self.share_device or self.mode is not Mode.REQUIRED

    def door(self, *, to_citizen: bool) -> Door | None:
        """Wiping is hygiene, which the mode may turn off; spot and witness are not. Where nobody signs on the courier's
        phone, nobody declines to."""
        if not self.witnessed:
            return None
        sharing = self.sharing or not to_citizen
        wiped = sharing and self.wipe and self.mode is Mode.REQUIRED
        return Door(
            placed_id=to_citizen,
            partner_m=((GRAB, self.grab_m),),
            shared=SIGNING if wiped else (),
            witnesses=WITNESSES if sharing else (),
        )


PRESETS = {
    Level.BASELINE: Health(),
    Level.WASPADA: Health(Level.WASPADA, share_device=False),
    Level.PANDEMI: Health(Level.PANDEMI, distance_m=2, share_device=False, cash=False),
}


SHIFT_MODES = {Level.BASELINE: Mode.OFF, Level.WASPADA: Mode.ADVICE, Level.PANDEMI: Mode.REQUIRED}


@dataclass(frozen=True)
class Shift:
    """What a courier declares before work. Only pass or fail is ever stored, never the reading.

    `temp_max` in tenths of a degree: above 37.3 a worker may not work (KMK 382/2020). `mode` is its own: an office may
    ask for it without a protocol at the door. Editions from before it was asked have none, and ask nothing.
    """

    mode: Mode = Mode.OFF
    temp_max: int = 373
    symptoms: bool = True
    mask: bool = True
    hands: bool = True
