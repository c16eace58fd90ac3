"""Who plays in the demo town: staff with accounts, postmen, and two ojol drivers for one trip each. All made up."""

from dataclasses import dataclass

from courier_app.demo_town.places import SEATS, Seat
from courier_app.models import Role

PASSWORD = "surat-sampai-demo"  # noqa: S105 - known to everybody: printed, and only made outside production


@dataclass(frozen=True)
class Account:
    """`seat` is None for the province."""

    username: str
    name: str
    role: Role
    seat: Seat | None
    partner: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Driver:
    """Nobody with an account: known by what he types when he scans the handover QR."""

    key: str
    name: str
    seat: Seat
    partner: str
    phone: str
    plate: str


_REMBANG, _SURAKARTA, _TEGAL = SEATS
_STAFF = (
    ("petugas", Role.OFFICER, ("Ratna Wibisanti", "Dwi Prasetyani", "Teguh Margiyono")),
    ("auditor", Role.AUDITOR, ("Heri Sulaksono", "Endang Purwosari", "Imam Rohmadi")),
    ("admin", Role.ADMIN, ("Wahyu Kartikasari", "Joko Setiarso", "Nurul Hidayanti")),
    ("pdp", Role.DPO, ("Bambang Tri Laksana", "Lestari Widyaningrum", "Agus Pramudya")),
)

STAFF = (
    *(
        Account(f"{word}.{seat.word}", name, role, seat)
        for word, role, names in _STAFF
        for seat, name in zip(SEATS, names, strict=True)
    ),
    Account("provinsi", "Puji Astutiningrum", Role.PROVINCE, None),
    Account("mitra.rembang", "Retno Palupiningsih", Role.PARTNER, _REMBANG, "pos"),
)

POSTMEN = (
    Account("pos.rembang", "Slamet Margono", Role.COURIER, _REMBANG, "pos", "0812-0000-0171"),
    Account("pos.lasem", "Eko Wardoyo", Role.COURIER, _REMBANG, "pos", "0812-0000-0172"),
    Account("pos.surakarta", "Suparno Hadiwinoto", Role.COURIER, _SURAKARTA, "pos", "0812-0000-0721"),
    Account("pos.tegal", "Darmaji Kusno", Role.COURIER, _TEGAL, "pos", "0812-0000-0281"),
)

DRIVERS = (
    Driver("gojek.surakarta", "Rizal Mahendra", _SURAKARTA, "gojek", "0812-0000-0722", "AD 0000 XA"),
    Driver("grab.tegal", "Yuli Sartono", _TEGAL, "grab", "0812-0000-0282", "G 0000 XB"),
)
