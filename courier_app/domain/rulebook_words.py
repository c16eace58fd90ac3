"""A rule book in plain words, line by line, and what differs between two of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from courier_app.domain.card_rules import CARD_RULE_WORDS
from courier_app.domain.contactless import METHODS, MODE_WORDS
from courier_app.domain.evidence_classes import FACTOR, PHOTO, SIGNATURE
from courier_app.domain.health import LEVEL_WORDS, SHIFT_MODE_WORDS
from courier_app.domain.health import MODE_WORDS as STRICTNESS
from courier_app.domain.recipients import RULE_WORDS
from courier_app.domain.rulebooks import (
    FEE_WORDS,
    KindRule,
    Loosening,
    Rulebook,
    adjustable_kinds,
    exchanged_kinds,
)
from courier_app.domain.rupiah import rupiah
from courier_app.domain.words import Words

YES, NO, NOTHING = Words("Ya", "Yes"), Words("Tidak", "No"), Words("Tidak ada", "None")
EXTRA_WORDS = {
    PHOTO: Words("foto amplop", "photo of the envelope"),
    SIGNATURE: Words("tanda tangan", "signature"),
    FACTOR: Words("kode klaim", "claim code"),
}
_MONTHS = Words(
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "January February March April May June July August September October November December",
)


@dataclass(frozen=True)
class Line:
    """One thing that an edition says; `key` is the same in every edition."""

    key: str
    label: Words
    text: Words


@dataclass(frozen=True)
class Change:
    label: Words
    before: Words
    after: Words


def lines(book: Rulebook) -> tuple[Line, ...]:
    """All of it, in the order of the form."""
    return (*_national(book), *_health(book), *_shift(book), *_ways(book), *_retries(book), *_kinds(book))


def changes(before: Rulebook, after: Rulebook) -> tuple[Change, ...]:
    """Line by line, in the same order; empty when both say the same."""
    pairs = zip(lines(before), lines(after), strict=True)
    return tuple(Change(new.label, old.text, new.text) for old, new in pairs if old.text != new.text)


def day_words(day: date) -> Words:
    months = _MONTHS.id.split()[day.month - 1], _MONTHS.en.split()[day.month - 1]
    return Words(*(f"{day.day} {month} {day.year}" for month in months))


def extra_words(extra: Sequence[str]) -> Words:
    return _list([EXTRA_WORDS[word] for word in extra])


def _national(book: Rulebook) -> Iterable[Line]:
    grown = Words("Dasar: aturan nasional", "Grown from: the national rules")
    version = Words(f"versi {book.national}", f"version {book.national}")
    yield Line("national", grown, version)


def _health(book: Rulebook) -> Iterable[Line]:
    said = book.health
    metres = Words(f"{said.distance_m} meter", f"{said.distance_m} m")
    yield Line("level", Words("Tingkat protokol", "Level of the protocol"), LEVEL_WORDS[said.level])
    yield Line("mode", Words("Protokol kesehatan", "Health protocol"), STRICTNESS[said.mode])
    yield Line("mask", Words("Masker", "Masks"), _yes(said.mask))
    yield Line("distance_m", Words("Jarak minimal", "Least distance"), metres)
    grab = Words(f"{said.grab_m} meter", f"{said.grab_m} m")
    yield Line("grab_m", Words("Jarak minimal kurir Grab", "Least distance of Grab's couriers"), grab)
    yield Line("hands", Words("Cuci tangan", "Clean hands"), _yes(said.hands))
    sharing = Words("Penerima boleh memegang ponsel kurir", "Recipients may hold the courier's phone")
    yield Line("share_device", sharing, _yes(said.share_device))
    yield Line("cash", Words("Uang tunai tanpa amplop", "Cash without an envelope"), _yes(said.cash))
    spot = Words("Diletakkan di tempat yang disepakati", "Put down on the agreed spot")
    yield Line("spot", spot, _yes(said.spot or said.witnessed))
    taken = Words("Kurir melihat paket diambil", "The courier sees it being taken")
    yield Line("saw_taken", taken, _yes(said.saw_taken or said.witnessed))
    yield Line("witnessed", _WITNESSED, _yes(said.witnessed))
    wipe = Words(
        "Ponsel kurir dilap bila dipakai menandatangani", "The courier's phone is wiped around a signing"
    )
    yield Line("wipe", wipe, _yes(said.wipe))


_WITNESSED = Words(
    "Nama disebut dan KTP ditunjukkan bila diletakkan; saksi bila tidak menandatangani",
    "Name said and ID card shown when put down; a witness when nobody signs",
)


def _shift(book: Rulebook) -> Iterable[Line]:
    asked = Words("Pernyataan sehat sebelum bertugas", "Health declaration before work")
    yield Line("shift_mode", asked, SHIFT_MODE_WORDS[book.shift.mode])
    whole, tenth = divmod(book.shift.temp_max, 10)
    limit = Words(f"{whole},{tenth} °C", f"{whole}.{tenth} °C")
    yield Line("temp_max", Words("Batas suhu kurir", "Courier's highest temperature"), limit)
    symptoms = Words("Kurir menyatakan tanpa gejala", "The courier declares to have no symptoms")
    yield Line("symptoms", symptoms, _yes(book.shift.symptoms))
    masks = Words("Kurir membawa masker", "The courier carries masks")
    yield Line("shift_mask", masks, _yes(book.shift.mask))
    gel = Words("Kurir membawa pembersih tangan", "The courier carries sanitiser")
    yield Line("shift_hands", gel, _yes(book.shift.hands))


def _ways(book: Rulebook) -> Iterable[Line]:
    modes = _list([MODE_WORDS[mode] for mode in book.modes])
    yield Line("modes", Words("Cara serah terima", "Ways to hand over"), modes)
    methods = _list([METHODS[method].words for method in book.methods])
    yield Line("methods", Words("Cara penerima memastikan", "Ways the recipient confirms"), methods)


def _retries(book: Rulebook) -> Iterable[Line]:
    fee = book.fee
    times, days = Words(f"{book.attempts} kali", f"{book.attempts}"), book.hold_days
    yield Line("attempts", Words("Percobaan antar", "Delivery attempts"), times)
    held = Words(f"{days} hari", f"{days} days")
    yield Line("hold_days", Words("Disimpan di loket", "Kept at the counter"), held)
    yield Line("fee", Words("Ongkos kirim", "Delivery fee"), FEE_WORDS[fee.kind])
    yield Line("rupiah", Words("Tarif", "Tariff"), rupiah(fee.rupiah))
    yield Line("basis", Words("Dasar hukum tarif", "Legal basis of the tariff"), _typed(fee.basis))
    until = day_words(fee.until) if fee.until else NOTHING
    yield Line("fee_until", Words("Tarif berlaku sampai", "Tariff valid until"), until)


def _kinds(book: Rulebook) -> Iterable[Line]:
    yield Line("loosening", Words("Kelonggaran", "Loosening"), _loosening(book.loosening))
    for kind in adjustable_kinds():
        label = Words(kind.name_id, kind.name_en)
        yield Line(f"kind.{kind.code}", label, _rule(book.rule_of(kind)))
    for kind in exchanged_kinds():
        label = Words(f"Kartu lama: {kind.name_id}", f"Old card: {kind.name_en}")
        yield Line(f"card.{kind.code}", label, CARD_RULE_WORDS[book.card_rule(kind)])


def _rule(rule: KindRule) -> Words:
    who = RULE_WORDS[rule.recipient_rule]
    if not rule.extra:
        return who
    more = extra_words(rule.extra)
    return Words(f"{who.id}; wajib juga {more.id}", f"{who.en}; also required: {more.en}")


def _loosening(said: Loosening | None) -> Words:
    if said is None:
        return NOTHING
    until = day_words(said.until)
    return Words(
        f"{said.official}: {said.reason} (sampai {until.id})",
        f"{said.official}: {said.reason} (until {until.en})",
    )


def _yes(is_so: bool) -> Words:
    return YES if is_so else NO


def _typed(text: str) -> Words:
    return Words(text, text) if text else NOTHING


def _list(words: Sequence[Words]) -> Words:
    if not words:
        return NOTHING
    return Words(", ".join(one.id for one in words), ", ".join(one.en for one in words))
