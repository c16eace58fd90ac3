"""Is everything there that was promised, once, whole, and nothing else? Facts in, findings out: no clock, no I/O.

The rule for a capture that never said "Selesai" (the browser died in between): if any later look into the phone saw
it frozen, its one transaction had committed, and it must be on the server once and whole; if none did, it must be
nowhere but among the drafts.
"""

import hashlib
import json
from base64 import urlsafe_b64decode
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from jwcrypto.common import JWException

from tests.browser.judge import read_signed
from tests.campaign.history import Begun, Event, Look, Said, Sent, Waiting


class Wrong(StrEnum):
    LOST = "lost"  # frozen on the phone, and not on the server
    VANISHED = "vanished"  # was in the phone's queue or said "Selesai", and a later look found it nowhere
    DRAFT_LOST = "draft-lost"  # begun, never frozen, and not among the drafts any more
    HALF = "half"  # frozen and a draft at once
    PARTS_GONE = "parts-gone"  # waits to be sent without its evidence
    DOUBLED = "doubled"  # two proofs of one act
    STRANGER = "stranger"  # on the server, and no phone ever held it
    MISPLACED = "misplaced"  # attached to another package, or to another outcome
    ALTERED = "altered"  # evidence, manifest and history do not agree
    MARKED = "marked"  # kept for review, although nothing was wrong with it
    UNSIGNED = "unsigned"  # the device's key did not sign these bytes
    NUMBERS = "numbers"  # a device's row of proofs has a gap, a repeat or a broken chain
    ANSWER = "answer"  # what the phone holds is not what the server signed
    LEDGER = "ledger"  # leaf, index or tree do not fit
    STUCK = "stuck"  # still waits when every fault is over
    FAILED = "failed"  # the server answered with an error of its own


@dataclass(frozen=True)
class Finding:
    wrong: Wrong
    about: str
    words: str = ""


@dataclass(frozen=True)
class Kept:
    """A proof on the server. `files` are kind and SHA-256 of what the media store gives back, unsealed, in order."""

    proof: str
    pkg: str
    outcome: str
    mark: str | None
    device: str | None
    sent: bytes
    acknowledgement: bytes
    leaf: int
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Leaf:
    index: int
    entry: bytes
    hash: bytes


@dataclass(frozen=True)
class Server:
    """`keys` are the public keys by device; `edge` the tree's stored right edge; `answers` every status it gave."""

    proofs: Sequence[Kept]
    keys: Mapping[str, Mapping[str, str]]
    leaves: Sequence[Leaf]
    edge: bytes
    answers: Mapping[int, int]


@dataclass
class Act:
    """All that the campaign's own history knows of one proof."""

    pkg: str = ""
    outcome: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    said: bool = False
    frozen: bool = False
    answers: set[str] = field(default_factory=set)


def check(history: Sequence[Event], server: Server) -> list[Finding]:
    """Every rule over the whole story; empty when all is well."""
    acts = acts_of(history)
    on_server = {kept.proof: kept for kept in server.proofs}
    return [
        *lost(acts, on_server),
        *doubled(server.proofs),
        *strangers(acts, on_server),
        *evidence(acts, on_server),
        *signatures(server),
        *numbers(server.proofs),
        *answers(acts, on_server),
        *ledger(server),
        *on_the_phones(history),
        *stuck(history),
        *(
            Finding(Wrong.FAILED, str(status), f"{n} times")
            for status, n in server.answers.items()
            if status == 500
        ),
    ]


def acts_of(history: Iterable[Event]) -> dict[str, Act]:
    acts: dict[str, Act] = defaultdict(Act)
    for event in history:
        match event:
            case Begun():
                act = acts[event.proof]
                act.pkg, act.outcome, act.files = event.pkg, event.outcome, event.files
            case Said():
                acts[event.proof].said = True
            case Look():
                _learn(acts, event)
    return dict(acts)


def _learn(acts: dict[str, Act], look: Look) -> None:
    """Taking a package over has no evidence and no screen of its own: it is known from the phone's queue alone."""
    for row in rows_of(look):
        act = acts[row.proof]
        act.frozen, act.pkg, act.outcome = True, act.pkg or row.pkg, act.outcome or row.outcome
    for sent in look.sent:
        acts[sent.proof].answers.add(sent.answer)


def lost(acts: Mapping[str, Act], on_server: Mapping[str, Kept]) -> Iterator[Finding]:
    for proof, act in acts.items():
        if (act.said or act.frozen) and proof not in on_server:
            yield Finding(Wrong.LOST, proof, "said Selesai" if act.said else "frozen")


def doubled(proofs: Iterable[Kept]) -> Iterator[Finding]:
    """Every capture has a package of its own: one outcome of one package can have happened once."""
    for (pkg, outcome), n in Counter((kept.pkg, kept.outcome) for kept in proofs).items():
        if n > 1:
            yield Finding(Wrong.DOUBLED, pkg, f"{n} × {outcome}")
    for proof, n in Counter(kept.proof for kept in proofs).items():
        if n > 1:
            yield Finding(Wrong.DOUBLED, proof, f"{n} rows")


def strangers(acts: Mapping[str, Act], on_server: Mapping[str, Kept]) -> Iterator[Finding]:
    for proof in on_server:
        if proof not in acts or not (acts[proof].frozen or acts[proof].said):
            yield Finding(Wrong.STRANGER, proof)


def evidence(acts: Mapping[str, Act], on_server: Mapping[str, Kept]) -> Iterator[Finding]:
    """The stored bytes, what the phone signed and what the campaign wrote down must say one thing."""
    for proof, kept in on_server.items():
        act, manifest = acts.get(proof), manifest_of(kept.sent)
        signed = tuple((line["kind"], line["sha256"]) for line in manifest.get("media", ()))
        if (manifest.get("proof"), manifest.get("pkg"), manifest.get("outcome")) != (
            proof,
            kept.pkg,
            kept.outcome,
        ):
            yield Finding(Wrong.MISPLACED, proof, "the manifest names something else")
        if act and (act.pkg, act.outcome) != (kept.pkg, kept.outcome):
            yield Finding(Wrong.MISPLACED, proof, f"captured for {act.pkg}")
        if signed != kept.files:
            yield Finding(Wrong.ALTERED, proof, "the store gives back other bytes than were signed")
        if act and dict(act.files) != dict(kept.files):
            yield Finding(Wrong.ALTERED, proof, "other evidence than was captured")
        if kept.mark:
            yield Finding(Wrong.MARKED, proof, kept.mark)


def signatures(server: Server) -> Iterator[Finding]:
    for kept in server.proofs:
        key = server.keys.get(kept.device or "")
        if key is None or not _signed(kept.sent, key):
            yield Finding(Wrong.UNSIGNED, kept.proof)


def _signed(sent: bytes, key: Mapping[str, str]) -> bool:
    try:
        return bool(read_signed(sent, key).members)
    except (JWException, ValueError):
        return False


def numbers(proofs: Iterable[Kept]) -> Iterator[Finding]:
    """1, 2, 3 … of each device, each naming the hash of the one before."""
    rows: dict[str, list[tuple[int, str | None, str]]] = defaultdict(list)
    for kept in proofs:
        manifest = manifest_of(kept.sent)
        rows[kept.device or ""].append((manifest["seq"], manifest["prev"], sha256(payload_of(kept.sent))))
    for device, row in rows.items():
        row.sort(key=lambda one: one[0])
        before = [None, *(own for _, _, own in row)]
        if [seq for seq, _, _ in row] != list(range(1, len(row) + 1)):
            yield Finding(Wrong.NUMBERS, device, "a gap or a repeat")
        elif any(prev != own for (_, prev, _), own in zip(row, before, strict=False)):
            yield Finding(Wrong.NUMBERS, device, "a broken chain")


def answers(acts: Mapping[str, Act], on_server: Mapping[str, Kept]) -> Iterator[Finding]:
    for proof, act in acts.items():
        kept = on_server.get(proof)
        expected = {sha256(kept.acknowledgement)} if kept else set()
        if (kept or act.answers) and act.answers != expected:
            yield Finding(Wrong.ANSWER, proof, f"{len(act.answers)} on the phone")


def ledger(server: Server) -> Iterator[Finding]:
    leaves = {leaf.index: leaf for leaf in server.leaves}
    if sorted(leaves) != list(range(len(server.leaves))):
        yield Finding(Wrong.LEDGER, "tree", "indexes are not dense from 0")
    if any(sha256(b"\x00" + leaf.entry) != leaf.hash.hex() for leaf in server.leaves):
        yield Finding(Wrong.LEDGER, "tree", "an entry does not hash to its leaf")
    if b"".join(edge_of([leaves[index].hash for index in sorted(leaves)])) != server.edge:
        yield Finding(Wrong.LEDGER, "tree", "the right edge is another tree's")
    proofs = [leaf for leaf in server.leaves if json.loads(leaf.entry)["t"] == "proof"]
    if len(proofs) != len(server.proofs) or len({kept.leaf for kept in server.proofs}) != len(server.proofs):
        yield Finding(Wrong.LEDGER, "tree", f"{len(proofs)} leaves of {len(server.proofs)} proofs")
    for kept in server.proofs:
        if not _leaf_fits(kept, leaves.get(kept.leaf)):
            yield Finding(Wrong.LEDGER, kept.proof, "its leaf says something else")


def _leaf_fits(kept: Kept, leaf: Leaf | None) -> bool:
    said = json.loads(leaf.entry) if leaf else {}
    promised = json.loads(payload_of(kept.acknowledgement))
    hashes = {"jh": sha256(kept.sent), "mh": sha256(payload_of(kept.sent))}
    own = {name: said.get(name) for name in hashes}
    return (
        own == hashes == {name: promised.get(name) for name in hashes} and promised.get("index") == kept.leaf
    )


def edge_of(hashes: Iterable[bytes]) -> list[bytes]:
    """Roots of the perfect subtrees, largest first (RFC 6962), built here again from the leaves."""
    edge: list[tuple[int, bytes]] = []
    for hash_ in hashes:
        edge.append((1, hash_))
        while len(edge) > 1 and edge[-1][0] == edge[-2][0]:
            (size, right), (_, left) = edge.pop(), edge.pop()
            edge.append((2 * size, hashlib.sha256(b"\x01" + left + right).digest()))
    return [root for _, root in edge]


def on_the_phones(history: Iterable[Event]) -> Iterator[Finding]:
    """At every look: a promise is there, waiting with all its evidence or answered; a capture without one is a draft
    or frozen, never both and never neither."""
    promised: dict[str, set[str]] = defaultdict(set)
    begun: dict[str, set[str]] = defaultdict(set)
    for event in history:
        match event:
            case Begun():
                begun[event.phone].add(event.proof)
            case Said():
                promised[event.phone].add(event.proof)
            case Look():
                yield from _seen(event, promised[event.phone], begun[event.phone])
                # What is answered may go when its time has come.
                waiting, sent = ({row.proof for row in rows} for rows in (event.waiting, event.sent))
                promised[event.phone], begun[event.phone] = waiting, begun[event.phone] - sent


def _seen(look: Look, promised: set[str], begun: set[str]) -> Iterator[Finding]:
    here, drafts = {row.proof for row in rows_of(look)}, set(look.drafts)
    yield from (Finding(Wrong.VANISHED, proof, look.phone) for proof in promised - here)
    yield from (Finding(Wrong.DRAFT_LOST, proof, look.phone) for proof in begun - promised - here - drafts)
    yield from (Finding(Wrong.HALF, proof, "frozen, and still a draft") for proof in here & drafts)
    yield from (Finding(Wrong.PARTS_GONE, row.proof) for row in look.waiting if row.gone)


def rows_of(look: Look) -> tuple[Waiting | Sent, ...]:
    return (*look.waiting, *look.sent)


def stuck(history: Iterable[Event]) -> Iterator[Finding]:
    """At the last look into each phone, with every fault over, nothing waits any more."""
    last = {event.phone: event for event in history if isinstance(event, Look)}
    for look in last.values():
        yield from (Finding(Wrong.STUCK, row.proof, f"{row.state}: {row.why}") for row in look.waiting)


def manifest_of(sent: bytes) -> Mapping[str, Any]:
    members: Mapping[str, Any] = json.loads(payload_of(sent))
    return members


def payload_of(jws: bytes) -> bytes:
    return urlsafe_b64decode(jws.split(b".")[1] + b"==")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
