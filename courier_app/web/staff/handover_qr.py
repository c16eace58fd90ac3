"""The QR of a handover on the officer's screen: kept for this session while it works, and where it stands."""

import hmac
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.handover_tokens import Window
from courier_app.printing.screen_qr import ScreenQr, screen_qr
from courier_app.queries.handover_tokens import token_row
from courier_app.services.handovers import token_digest
from courier_app.web.ports import clock, settings
from courier_app.web.staff.kept import keep, kept

ENTRY = "/kurir/serah#"  # the token stays behind the hash: no address on the network and no log has it
PAGE = "handover-qr"


@dataclass(frozen=True)
class QrNow:
    """`phase`: `shown` while anybody may scan it, `opened` while a driver fills in the form, `over`. Seconds left for
    each; `qr` is None when this session did not make it, or it is dead."""

    phase: str
    seconds: int
    filling: int
    qr: ScreenQr | None = None

    @property
    def said(self) -> dict[str, object]:
        """For the page's script."""
        return {"phase": self.phase, "seconds": self.seconds, "filling": self.filling}


def keep_token(handover_id: UUID, token: str) -> None:
    keep(PAGE, {"token": token}, key=str(handover_id))


def qr_now(session: Session, handover_id: UUID) -> QrNow:
    """As it is at this moment. The QR is drawn from the token that this session keeps, if it is still the newest."""
    row, now = token_row(session, handover_id), clock()
    if row is None:
        return QrNow("over", 0, 0)
    seconds = _whole(row.window.left(now).total_seconds())
    filling = _whole(row.window.left_to_fill_in(now).total_seconds())
    token = kept(PAGE, key=str(handover_id)).get("token", "") if seconds else ""
    mine = token and hmac.compare_digest(row.digest, token_digest(token))
    qr = screen_qr(settings().public_url + ENTRY + token) if mine else None
    return QrNow(_phase(row.window, seconds, filling), seconds, filling, qr)


def _phase(window: Window, seconds: int, filling: int) -> str:
    if window.looked_at and filling:
        return "opened"
    return "shown" if seconds else "over"


def _whole(seconds: float) -> int:
    """Started seconds count."""
    return -int(-seconds // 1)
