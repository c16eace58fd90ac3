"""What single reasons of a failed attempt ask beside all others, as the auditor reads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext

from courier_app.domain.citizen_numbers import masked_numbers
from courier_app.web.moments import written
from courier_app.web.words import rupiah


def beside_lines(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What single reasons ask."""
    at, scanned, fee = said.get("at"), said.get("scanned"), said.get("fee") or {}
    shown = gettext("ditunjukkan") if fee.get("shown") else gettext("tidak ditunjukkan")
    return (
        (gettext("Nomor"), masked_numbers(str(said.get("number") or ""))),
        (gettext("Waktu kejadian"), written(datetime.fromisoformat(at), "d MMM y, HH.mm") if at else ""),
        (
            gettext("Paket yang ada pada kurir"),
            "" if scanned is None else gettext("%(n)d dipindai", n=len(scanned)),
        ),
        (gettext("Tarif"), shown if fee else ""),
        (gettext("Ongkos yang diminta"), rupiah(fee["rupiah"]) if fee else ""),
    )
