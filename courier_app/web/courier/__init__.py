"""The courier's app and its API."""

from courier_app.web.courier import (
    devices,
    losses,
    media,
    own_phone,
    proofs,
    questions,
    rounds,
    session,
    shell,
    shifts,
    trips,
)
from courier_app.web.courier.blueprint import bp

__all__ = [
    "bp",
    "devices",
    "losses",
    "media",
    "own_phone",
    "proofs",
    "questions",
    "rounds",
    "session",
    "shell",
    "shifts",
    "trips",
]
