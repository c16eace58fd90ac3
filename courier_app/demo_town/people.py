"""Names that sound right and belong to nobody: words of common Javanese names, put together by chance."""

from random import Random

_WOMEN = (
    "Sri",
    "Siti",
    "Endang",
    "Dwi",
    "Tri",
    "Ning",
    "Rukmini",
    "Sumarni",
    "Lestari",
    "Wahyuni",
    "Sulastri",
    "Mulyani",
    "Partini",
    "Kusmiyati",
    "Nurul",
    "Anisa",
    "Rahayu",
    "Suparti",
    "Puji",
    "Ratna",
)
_MEN = (
    "Slamet",
    "Bambang",
    "Sutrisno",
    "Agus",
    "Eko",
    "Joko",
    "Suparman",
    "Mulyono",
    "Sugeng",
    "Wahyu",
    "Parjono",
    "Sukardi",
    "Darmanto",
    "Paijan",
    "Teguh",
    "Heri",
    "Imam",
    "Kasmuri",
    "Rohmat",
    "Widodo",
)
_LAST_WOMEN = (
    "Handayani",
    "Setyowati",
    "Puspitasari",
    "Kurniawati",
    "Widyastuti",
    "Fatmawati",
    "Astutik",
    "Maryati",
    "Nurjanah",
    "Susilowati",
    "Rohmah",
    "Khasanah",
    "Utami",
    "Purwanti",
)
_LAST_MEN = (
    "Setiawan",
    "Prasetyo",
    "Kurniawan",
    "Purnomo",
    "Santoso",
    "Wibisono",
    "Nugroho",
    "Hidayat",
    "Raharjo",
    "Susanto",
    "Mulyadi",
    "Waluyo",
    "Handoko",
    "Supriyadi",
)

_NOTES = (
    "Rumah cat hijau di samping musala",
    "Telepon dulu sebelum datang",
    "Pagar bambu, masuk gang kecil",
    "Di rumah setelah pukul 13.00",
    "Warung kelontong, tanya saja",
    "Belakang balai desa",
)


def a_name(rng: Random) -> str:
    """Now and then a single name or a title: both are normal and must never be refused."""
    woman = rng.random() < 0.5
    firsts, lasts = (_WOMEN, _LAST_WOMEN) if woman else (_MEN, _LAST_MEN)
    first, last = rng.choice(firsts), rng.choice(lasts)
    form = rng.choices(("{first} {last}", "{first}", "{title} {first} {last}"), (28, 4, 1))[0]
    return form.format(first=first, last=last, title="Hj." if woman else "H.")


def a_phone(rng: Random) -> str:
    """Zeros where an operator's number has digits: rings nowhere."""
    return f"0812-0000-{rng.randint(0, 9999):04}"


def a_note(rng: Random) -> str | None:
    return rng.choice(_NOTES) if rng.random() < 0.3 else None
