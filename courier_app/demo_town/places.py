"""Three offices and the villages they serve. The villages exist; streets, houses and who lives there are made up."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Village:
    """`lat` and `lon` are degrees, near the middle of the village."""

    name: str
    district: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Seat:
    """A demo office. `word` is how its user names end: petugas.rembang."""

    code: str
    word: str
    name: str
    address: str
    phone: str
    villages: tuple[Village, ...]


@dataclass(frozen=True)
class House:
    """An address as an officer types it, and where the door is, in degrees × 10^7."""

    address: str
    lat_e7: int
    lon_e7: int


REPORT_PHONE = "0800-000-0000"  # the setting's own, so that all pages say one number
STREETS = (
    "Jl. Melati",
    "Jl. Kenanga",
    "Jl. Flamboyan",
    "Jl. Cempaka",
    "Jl. Dahlia",
    "Jl. Teratai",
    "Jl. Mangga",
    "Jl. Rambutan",
    "Jl. Garuda",
    "Jl. Merak",
    "Gg. Sawo",
    "Gg. Nusa Indah",
    "Gg. Pandan",
    "Dk. Krajan",
    "Dk. Karangtengah",
    "Dk. Ngasem",
)

SEATS = (
    Seat(
        "33.17",
        "rembang",
        "Disdukcapil Kabupaten Rembang",
        "Jl. Contoh Raya 17, Rembang",
        "0295-000117",
        (
            Village("Kutoharjo", "Rembang", -6.7089, 111.3462),
            Village("Leteh", "Rembang", -6.7136, 111.3401),
            Village("Tasikagung", "Rembang", -6.7018, 111.3385),
            Village("Ngotet", "Rembang", -6.7352, 111.3498),
            Village("Soditan", "Lasem", -6.6968, 111.4472),
            Village("Babagan", "Lasem", -6.7003, 111.4521),
            Village("Sulang", "Sulang", -6.7893, 111.3862),
            Village("Pamotan", "Pamotan", -6.7702, 111.4873),
            Village("Sluke", "Sluke", -6.6473, 111.5266),
            Village("Sendangagung", "Kaliori", -6.7275, 111.2706),
        ),
    ),
    Seat(
        "33.72",
        "surakarta",
        "Disdukcapil Kota Surakarta",
        "Jl. Contoh Kota 72, Surakarta",
        "0271-000172",
        (
            Village("Sondakan", "Laweyan", -7.5648, 110.7902),
            Village("Pajang", "Laweyan", -7.5688, 110.7811),
            Village("Manahan", "Banjarsari", -7.5563, 110.8052),
            Village("Nusukan", "Banjarsari", -7.5444, 110.8203),
            Village("Kadipiro", "Banjarsari", -7.5331, 110.8187),
            Village("Mojosongo", "Jebres", -7.5418, 110.8476),
            Village("Jebres", "Jebres", -7.5602, 110.8513),
            Village("Semanggi", "Pasar Kliwon", -7.5852, 110.8379),
            Village("Danukusuman", "Serengan", -7.5828, 110.8165),
        ),
    ),
    Seat(
        "33.28",
        "tegal",
        "Disdukcapil Kabupaten Tegal",
        "Jl. Contoh Praja 28, Slawi",
        "0283-000128",
        (
            Village("Slawi Wetan", "Slawi", -6.9841, 109.1402),
            Village("Kudaile", "Slawi", -6.9912, 109.1331),
            Village("Pakembaran", "Slawi", -6.9755, 109.1366),
            Village("Ujungrusi", "Adiwerna", -6.9388, 109.1287),
            Village("Kaladawa", "Talang", -6.9173, 109.1409),
            Village("Lebaksiu Kidul", "Lebaksiu", -7.0486, 109.1448),
            Village("Pangkah", "Pangkah", -6.9837, 109.1662),
            Village("Suradadi", "Suradadi", -6.8879, 109.2353),
            Village("Kemantran", "Kramat", -6.8743, 109.1798),
        ),
    ),
)

SPREAD = 0.006  # degrees around a village's middle: some 600 m


def a_house(rng: Random, seat: Seat) -> House:
    village = rng.choice(seat.villages)
    street, rt, rw = rng.choice(STREETS), rng.randint(1, 9), rng.randint(1, 6)
    number = f" No. {rng.randint(1, 98)}" if street.startswith("Jl.") else ""
    return House(
        f"{street}{number} RT {rt:02}/RW {rw:02}, {village.name}, {village.district}",
        round((village.lat + rng.uniform(-SPREAD, SPREAD)) * 1e7),
        round((village.lon + rng.uniform(-SPREAD, SPREAD)) * 1e7),
    )
