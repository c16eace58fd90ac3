"""A citizen's own data as a file that people read: plain text, the same from the office and from the package's page."""

from collections.abc import Sequence

from flask import Response, render_template
from flask_babel import gettext

from courier_app.domain.collecting import PROVEN_WORDS, ProvenBy
from courier_app.domain.kinds import KINDS
from courier_app.domain.payments import PAID_BY_WORDS, UNPAID_WORDS, PaidBy, Unpaid
from courier_app.domain.proofs import EvidenceKind, Outcome
from courier_app.domain.recipients import RELATION_WORDS, Relation
from courier_app.domain.rights import ANSWER_WORDS, RIGHT_WORDS, RequestAnswer, Right
from courier_app.domain.words import Words
from courier_app.models import Answer, Role
from courier_app.services.own_data import OwnData
from courier_app.web.words import rupiah, say

NAME = "data-saya.txt"


def own_data_file(data: OwnData) -> Response:
    """Not kept by any cache."""
    kind = KINDS.get(data.package.kind)
    words = {"outcomes": _outcomes(), "roles": _roles(), "seen": _seen(), "relation": _relation}
    words |= {"proven": _proven}
    words |= {
        "files_of": _files,
        "answers": _answers(),
        "rights": _rights(),
        "ways": _ways(),
        "rupiah": rupiah,
    }
    name = say_kind(kind.name_id, kind.name_en) if kind else data.package.kind
    text = render_template("public/own_data.txt", data=data, kind=name, **words)
    answer = Response(text, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def say_kind(name_id: str, name_en: str) -> str:
    return say(Words(name_id, name_en))


def _relation(code: str) -> str:
    return say(RELATION_WORDS[Relation(code)]) if code in set(Relation) else "–"


def _proven(by: ProvenBy) -> str:
    return say(PROVEN_WORDS[by])


def _outcomes() -> dict[Outcome, str]:
    return {
        Outcome.PICKED_UP: gettext("Diambil kurir"),
        Outcome.DELIVERED: gettext("Diserahkan"),
        Outcome.ATTEMPT_FAILED: gettext("Gagal antar"),
        Outcome.RETURNED: gettext("Dikembalikan"),
    }


def _files(kinds: Sequence[EvidenceKind]) -> str:
    words = {
        EvidenceKind.PHOTO: gettext("foto serah terima"),
        EvidenceKind.SIGNATURE: gettext("tanda tangan"),
        EvidenceKind.OLD_CARD: gettext("foto kartu lama"),
    }
    return ", ".join(words[kind] for kind in kinds)


def _answers() -> dict[Answer, str]:
    return {Answer.RECEIVED: gettext("sudah diterima"), Answer.NOT_RECEIVED: gettext("belum diterima")}


def _rights() -> dict[Right | RequestAnswer | None, str]:
    return {
        **{right: say(words) for right, words in RIGHT_WORDS.items()},
        **{answer: say(words) for answer, words in ANSWER_WORDS.items()},
        None: gettext("belum dijawab"),
    }


def _ways() -> dict[PaidBy | Unpaid | None, str]:
    found: dict[PaidBy | Unpaid | None, str] = {None: gettext("tidak dicatat")}
    found.update((way, say(words)) for way, words in PAID_BY_WORDS.items())
    found.update((why, say(words)) for why, words in UNPAID_WORDS.items())
    return found


def _roles() -> dict[Role | None, str]:
    return {
        Role.ADMIN: gettext("pengelola sistem"),
        Role.OFFICER: gettext("petugas kantor"),
        Role.AUDITOR: gettext("pemeriksa"),
        Role.DPO: gettext("pejabat pelindungan data"),
        Role.PROVINCE: gettext("petugas provinsi"),
        None: gettext("kurir, atau Anda sendiri"),
    }


def _seen() -> dict[str, str]:
    """The kinds of looks that a person wants told apart; all others are of the package's papers."""
    return {
        "recipient": gettext("nama, alamat, telepon"),
        "recipient_changed": gettext("nama, alamat, telepon diperbaiki"),
        "photo": gettext("foto"),
        "signature": gettext("tanda tangan"),
        "proof": gettext("catatan serah terima"),
        "bundle": gettext("berkas bukti dibawa keluar"),
        "round": gettext("daftar antaran kurir"),
        "dispute": gettext("sanggahan"),
        "cash_note": gettext("catatan hitungan uang kurir"),
        "name_compared": gettext("nama dicocokkan di loket, tidak ditampilkan"),
    }
