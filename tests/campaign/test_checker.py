"""The campaign's judge: shown a story where all is well, and then every way in which it could not be."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from courier_app.evidence.jws import b64u
from tests.campaign.checker import Kept, Leaf, Server, Wrong, check, edge_of, payload_of, sha256
from tests.campaign.history import Begun, Event, History, Look, Said, Sent, Waiting, read_history
from tests.evidence.phones import Phone, compact

PHONE, STRANGER = Phone(), Phone()
ONE, TWO, CUT = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
HELD = Waiting(ONE, "pkg1", "delivered", "waiting", "")


def files_of(number: int) -> tuple[tuple[str, str], ...]:
    return (("photo", sha256(b"photo%d" % number)), ("signature", sha256(b"ink%d" % number)))


def kept(proof: str, number: int, prev: str | None = None, *, key: Phone = PHONE, **said: Any) -> Kept:
    """A proof as a server holds it; `said` replaces members of its manifest."""
    files, pkg = files_of(number), f"pkg{number}"
    media = [{"kind": kind, "sha256": name} for kind, name in files]
    members = {"proof": proof, "pkg": pkg, "outcome": "delivered", "media": media}
    sent = key.signed(compact(members | {"seq": number, "prev": prev} | said))
    promise = {"jh": sha256(sent), "mh": sha256(payload_of(sent)), "index": number - 1}
    acknowledgement = f"h.{b64u(json.dumps(promise).encode())}.s".encode()
    return Kept(proof, pkg, "delivered", None, "phone", sent, acknowledgement, number - 1, files)


FIRST = kept(ONE, 1)
SECOND = kept(TWO, 2, sha256(payload_of(FIRST.sent)))


def leaf_of(proof: Kept) -> Leaf:
    hashes = {"jh": sha256(proof.sent), "mh": sha256(payload_of(proof.sent))}
    entry = json.dumps({"t": "proof", **hashes}).encode()
    return Leaf(proof.leaf, entry, hashlib.sha256(b"\x00" + entry).digest())


def server(*proofs: Kept, **said: Any) -> Server:
    leaves = [leaf_of(proof) for proof in proofs]
    keys = {"phone": PHONE.jwk.as_dict()}
    edge = b"".join(edge_of(leaf.hash for leaf in leaves))
    return replace(Server(proofs, keys, leaves, edge, {200: 3, 201: 6}), **said)


def sent(proof: Kept) -> Sent:
    return Sent(proof.proof, proof.pkg, proof.outcome, sha256(proof.acknowledgement))


def begun(proof: Kept) -> Begun:
    return Begun("p", proof.proof, proof.pkg, proof.outcome, dict(proof.files), "modules")


def story(*ends: Sent, drafts: tuple[str, ...] = (CUT,), waits: tuple[Waiting, ...] = ()) -> list[Event]:
    """Two captures that said "Selesai", one that the browser's death cut off, and how the phone looks at the end."""
    waiting = tuple(replace(HELD, proof=one.proof) for one in (FIRST, SECOND))
    return [
        *(begun(FIRST), Said("p", ONE), begun(SECOND), Said("p", TWO)),
        Begun("p", CUT, "pkg3", "delivered", {}, "modules"),
        Look("p", (CUT,), waiting, ()),
        Look("p", drafts, waits, ends),
    ]


GOOD, ALL_SENT = server(FIRST, SECOND), (sent(FIRST), sent(SECOND))


def wrongs(history: list[Event], held: Server) -> set[Wrong]:
    return {finding.wrong for finding in check(history, held)}


def test_a_story_where_all_is_well_has_no_findings() -> None:
    assert check(story(*ALL_SENT), GOOD) == []


def test_a_capture_cut_off_before_it_was_frozen_stays_a_draft_and_nothing_more() -> None:
    assert check(story(*ALL_SENT, drafts=(CUT,)), GOOD) == []


def test_a_capture_cut_off_after_it_was_frozen_must_arrive_like_any_other() -> None:
    third = kept(CUT, 3, sha256(payload_of(SECOND.sent)))
    history = [*story(*ALL_SENT), begun(third), Look("p", (), (), (*ALL_SENT, sent(third)))]
    assert check(history, server(FIRST, SECOND, third)) == []
    assert Wrong.LOST in wrongs(history, GOOD)


ALTERED = replace(SECOND, files=(("photo", "0" * 64), SECOND.files[1]))
RENAMED = replace(SECOND, files=files_of(7))
TWICE = kept("00000000-0000-4000-8000-000000000009", 2)
SERVERS = {
    "a proof is missing": (Wrong.LOST, server(FIRST)),
    "an act is there twice": (Wrong.DOUBLED, server(FIRST, SECOND, replace(TWICE, leaf=2))),
    "a row is there twice": (Wrong.DOUBLED, server(FIRST, SECOND, SECOND)),
    "a proof is there that no phone held": (Wrong.STRANGER, server(FIRST, SECOND, replace(TWICE, leaf=2))),
    "a proof lies with another package": (Wrong.MISPLACED, server(FIRST, replace(SECOND, pkg="pkg1"))),
    "a manifest names another package": (Wrong.MISPLACED, server(FIRST, kept(TWO, 2, pkg="pkg1"))),
    "a stored photo has other bytes": (Wrong.ALTERED, server(FIRST, ALTERED)),
    "evidence of another capture": (Wrong.ALTERED, server(FIRST, RENAMED)),
    "a proof is kept for review": (Wrong.MARKED, server(FIRST, replace(SECOND, mark="package-closed"))),
    "another key has signed": (Wrong.UNSIGNED, server(FIRST, kept(TWO, 2, key=STRANGER))),
    "a device is unknown": (Wrong.UNSIGNED, server(FIRST, SECOND, keys={})),
    "a number is used twice": (Wrong.NUMBERS, server(FIRST, kept(TWO, 2, seq=1))),
    "a number is left out": (Wrong.NUMBERS, server(FIRST, kept(TWO, 2, seq=3))),
    "a chain is broken": (Wrong.NUMBERS, server(FIRST, kept(TWO, 2, "0" * 64))),
    "an answer was signed anew": (
        Wrong.ANSWER,
        server(FIRST, replace(SECOND, acknowledgement=FIRST.acknowledgement)),
    ),
    "a leaf says something else": (
        Wrong.LEDGER,
        server(FIRST, SECOND, leaves=[leaf_of(FIRST), leaf_of(FIRST)]),
    ),
    "a leaf is missing": (Wrong.LEDGER, server(FIRST, SECOND, leaves=[leaf_of(FIRST)])),
    "a leaf too many": (
        Wrong.LEDGER,
        server(FIRST, SECOND, leaves=[*GOOD.leaves, leaf_of(replace(TWICE, leaf=2))]),
    ),
    "the tree is another": (Wrong.LEDGER, server(FIRST, SECOND, edge=b"x" * 32)),
    "the server failed": (Wrong.FAILED, server(FIRST, SECOND, answers={500: 1})),
}
PHONES = {
    "a promise is nowhere": (Wrong.VANISHED, story(sent(FIRST))),
    "no answer was kept": (Wrong.ANSWER, story(sent(FIRST), replace(sent(SECOND), answer=""))),
    "another's answer was kept": (
        Wrong.ANSWER,
        story(sent(FIRST), replace(sent(SECOND), answer=sent(FIRST).answer)),
    ),
    "a draft is gone": (Wrong.DRAFT_LOST, story(*ALL_SENT, drafts=())),
    "a proof is a draft too": (Wrong.HALF, story(*ALL_SENT, drafts=(CUT, TWO))),
    "a photo is gone": (
        Wrong.PARTS_GONE,
        story(*ALL_SENT, waits=(replace(HELD, gone=("0" * 64,)),)),
    ),
    "a proof is parked": (
        Wrong.STUCK,
        story(*ALL_SENT, waits=(replace(HELD, state="attention"),)),
    ),
    "nobody saw it begin": (Wrong.ALTERED, story(*ALL_SENT)[2:]),
}


@pytest.mark.parametrize("case", SERVERS)
def test_it_is_seen_on_the_server_that(case: str) -> None:
    wrong, held = SERVERS[case]
    assert wrong in wrongs(story(*ALL_SENT), held)


@pytest.mark.parametrize("case", PHONES)
def test_it_is_seen_on_the_phone_that(case: str) -> None:
    wrong, history = PHONES[case]
    assert wrong in wrongs(history, GOOD)


def test_every_finding_has_been_shown_once() -> None:
    assert {wrong for wrong, _ in (*SERVERS.values(), *PHONES.values())} == set(Wrong)


def test_an_answer_that_the_phone_forgot_in_time_was_seen_once_and_that_is_enough() -> None:
    assert check([*story(*ALL_SENT), Look("p", (CUT,), (), ())], GOOD) == []


def test_the_history_reads_back_as_it_was_written(tmp_path: Path) -> None:
    history = History(tmp_path / "history.jsonl")
    for event in story(*ALL_SENT):
        history.note(event)
    history.close()
    assert read_history(tmp_path / "history.jsonl") == story(*ALL_SENT)
