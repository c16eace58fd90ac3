"""What witnesses have signed, and whether it is good (C2SP tlog-cosignature; evidence.md 1.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from courier_app.domain.notes import BadNote, Note, NoteSignature, key_id, read_note, read_vkey
from courier_app.domain.witnesses import NOBODY, BadPolicy, Policy, Witness, cosigned_text, read_policy

TIME_BYTES = 8
COSIGNATURE_BYTES = TIME_BYTES + 64


@dataclass(frozen=True)
class WitnessKey:
    witness: Witness
    name: str
    id: bytes
    public: Ed25519PublicKey

    def signed(self, line: NoteSignature, checkpoint: str) -> bool:
        time = int.from_bytes(line.value[:TIME_BYTES])
        if len(line.value) != COSIGNATURE_BYTES or time == 0:
            return False
        try:
            self.public.verify(line.value[TIME_BYTES:], cosigned_text(time, checkpoint))
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Witnesses:
    """A policy with its keys ready."""

    policy: Policy
    keys: Mapping[tuple[str, bytes], WitnessKey]

    def cosigners(self, note: Note) -> set[str]:
        """The policy's names of those whose good signature stands on the note."""
        good = (self._signer(line, note.text) for line in note.signatures)
        return {key.witness.name for key in good if key}

    def good_lines(self, answer: bytes, checkpoint: str, *, witness: Witness) -> tuple[NoteSignature, ...]:
        """The lines of this witness in its answer; those of keys that nobody knows count for nothing. BadNote when it
        gave none, or a bad one."""
        lines = [line for line in read_note(b"-\n\n" + answer).signatures if self._key(line)]
        if not all(self._signer(line, checkpoint) for line in lines):
            raise BadNote("a bad cosignature")
        own = tuple(line for line in lines if (key := self._key(line)) and key.witness == witness)
        if not own:
            raise BadNote("a yes without a signature")
        return own[:1]

    def met_by(self, note: Note) -> bool:
        return self.policy.met(self.cosigners(note))

    def _key(self, line: NoteSignature) -> WitnessKey | None:
        return self.keys.get((line.name, line.key_id))

    def _signer(self, line: NoteSignature, checkpoint: str) -> WitnessKey | None:
        key = self._key(line)
        return key if key and key.signed(line, checkpoint) else None


def witnesses_of(policy: Policy) -> Witnesses:
    keys = (_key_of(one) for one in policy.witnesses.values())
    return Witnesses(policy, {(key.name, key.id): key for key in keys})


def load_witnesses(path: Path | None) -> Witnesses:
    """From the policy file of the setting; none: nobody. Stops the process when the file is bad."""
    if path is None:
        return witnesses_of(NOBODY)
    try:
        return witnesses_of(read_policy(path.read_text(encoding="utf-8")))
    except (OSError, BadPolicy, UnicodeDecodeError) as problem:
        raise SystemExit(f"{path} is not a policy of witnesses: {problem}") from None


def with_lines(note: Note, lines: Iterable[NoteSignature]) -> Note:
    """The note and what is new: one line for each key, the first that was kept."""
    known = {(line.name, line.key_id) for line in note.signatures}
    new = tuple(line for line in lines if (line.name, line.key_id) not in known)
    return Note(note.text, note.signatures + new)


def _key_of(witness: Witness) -> WitnessKey:
    name, kind, public = read_vkey(witness.vkey)
    return WitnessKey(witness, name, key_id(name, kind, public), Ed25519PublicKey.from_public_bytes(public))
