"""Asks the witnesses while the server runs. They may be slow or gone: publishing never waits for them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from courier_app.db import Database
from courier_app.domain.growths import (
    ANOTHER_SIZE,
    FORKED,
    MALFORMED,
    SIGNED,
    UNKNOWN_ORIGIN,
    Growth,
)
from courier_app.domain.notes import BadNote, number_of, read_checkpoint, read_note
from courier_app.domain.witnesses import Witness
from courier_app.evidence.cosignatures import Witnesses
from courier_app.evidence.http_post import Answered, NoAnswer, post
from courier_app.models import Trouble
from courier_app.services.witnessing import AheadOfUs, Cosigned, keep_cosignature, keep_trouble, question_for

EVERY = 5.0  # seconds between two rounds
LONGEST_PAUSE = timedelta(minutes=10)
UNTRUSTED_KEY = 403
TROUBLES = {
    MALFORMED: Trouble.MALFORMED,
    UNTRUSTED_KEY: Trouble.UNTRUSTED_KEY,
    UNKNOWN_ORIGIN: Trouble.NOT_ENROLLED,
    FORKED: Trouble.FORKED,
}
Ask = Callable[[str, bytes], Answered]
log = logging.getLogger("suratsampai.log")


def ask_witness(url: str, question: bytes) -> Answered:
    return post(f"{url}/add-checkpoint", question, content_type="text/plain; charset=utf-8")


@dataclass
class Pause:
    """Twice as long after each failure."""

    failures: int = 0
    until: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        return self.until is None or now >= self.until

    def longer(self, now: datetime) -> None:
        pause = min(timedelta(seconds=EVERY) * 2**self.failures, LONGEST_PAUSE)
        self.failures, self.until = min(self.failures + 1, 20), now + pause


@dataclass(frozen=True)
class WitnessRound:
    """One visit to each witness that has not signed the newest checkpoint and is not resting."""

    database: Database
    witnesses: Witnesses
    ask: Ask = ask_witness
    pauses: dict[str, Pause] = field(default_factory=dict)

    def publish(self, *, now: datetime) -> int | None:
        """How many signed."""
        return sum(self._visited(one, now) for one in self.witnesses.policy.asked)

    def _visited(self, witness: Witness, now: datetime) -> bool:
        pause = self.pauses.setdefault(witness.id, Pause())
        if not pause.is_over(now):
            return False
        trouble, asked = self._asked(witness, now)
        if trouble is None:
            pause.failures, pause.until = 0, None
            return asked is not None
        self._note(witness, trouble, asked=asked, now=now)
        pause.longer(now)
        return False

    def _asked(self, witness: Witness, now: datetime) -> tuple[Trouble | None, Growth | None]:
        """What went wrong, and what it was asked; nothing and nothing when there was nothing to ask."""
        growth = None
        try:
            growth = self._question(witness)
            answer = self._send(witness, growth)
            if growth and answer and answer.status == ANOTHER_SIZE:
                growth = self._question(witness, told=number_of(answer.body.decode().removesuffix("\n")))
                answer = self._send(witness, growth)
            return self._judged(witness, growth, answer=answer, now=now), growth
        except AheadOfUs:
            return Trouble.AHEAD, growth
        except NoAnswer:
            return Trouble.AWAY, growth
        except (BadNote, UnicodeDecodeError):
            return Trouble.BAD_ANSWER, growth

    def _question(self, witness: Witness, *, told: int | None = None) -> Growth | None:
        with self.database.reading() as session:
            return question_for(session, witness, told=told)

    def _send(self, witness: Witness, growth: Growth | None) -> Answered | None:
        return self.ask(witness.url or "", growth.written()) if growth else None

    def _judged(
        self, witness: Witness, growth: Growth | None, *, answer: Answered | None, now: datetime
    ) -> Trouble | None:
        if growth is None or answer is None:
            return None
        if answer.status != SIGNED:
            return TROUBLES.get(answer.status, Trouble.AWAY)
        note = read_note(growth.checkpoint)
        lines = self.witnesses.good_lines(answer.body, note.text, witness=witness)
        signed = Cosigned(witness, read_checkpoint(note.text).size, lines)
        with self.database.transaction() as session:
            keep_cosignature(session, signed, by=self.witnesses, now=now)
        return None

    def _note(self, witness: Witness, trouble: Trouble, *, asked: Growth | None, now: datetime) -> None:
        log.error("witness %s: %s", witness.name, trouble.value)
        request = asked.written() if asked else None
        with self.database.transaction() as session:
            keep_trouble(session, witness, trouble, asked=request, now=now)
