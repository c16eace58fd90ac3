"""Who else must have seen the log: witnesses, groups and a quorum (C2SP tlog-policy), and what a witness signs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from courier_app.domain.notes import BadNote, is_name, number_of, read_vkey

COSIGNATURE = 4  # time-stamped Ed25519 (C2SP tlog-cosignature)
MOST_WITNESSES = 32  # their lines must fit into one note
NONE = "none"


class BadPolicy(ValueError):  # noqa: N818 - named for the reason
    """Not a policy as the standard writes it; the text names the line."""


@dataclass(frozen=True)
class Witness:
    """`name` is the policy's own word for it. `url` None: nobody is asked, but its signature counts."""

    name: str
    vkey: str
    url: str | None

    @property
    def id(self) -> str:
        """Name and id of its key: what we remember it by. Another key is another witness."""
        return "+".join(self.vkey.split("+", 2)[:2])


@dataclass(frozen=True)
class Policy:
    """`groups`: how many of which members. `quorum` names a witness or a group, or is `none`."""

    witnesses: Mapping[str, Witness] = field(default_factory=dict)
    groups: Mapping[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    quorum: str = NONE

    @property
    def asked(self) -> tuple[Witness, ...]:
        return tuple(one for one in self.witnesses.values() if one.url)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.witnesses.values())

    @property
    def text(self) -> str:
        """Everything but the log's own line, for those who check without us."""
        lines = [f"witness {one.name} {one.vkey} {one.url or ''}".rstrip() for one in self.witnesses.values()]
        groups = [f"group {name} {least} {' '.join(some)}" for name, (least, some) in self.groups.items()]
        return "".join(f"{line}\n" for line in (*lines, *groups, f"quorum {self.quorum}"))

    def met(self, signed: Collection[str]) -> bool:
        """Whether the witnesses of these names are enough. A quorum of nobody is never met: nobody saw anything."""
        return self.quorum != NONE and self._met(self.quorum, signed)

    def _met(self, name: str, signed: Collection[str]) -> bool:
        if name in self.witnesses:
            return name in signed
        least, members = self.groups[name]
        return sum(self._met(one, signed) for one in members) >= least


NOBODY = Policy()


def read_policy(text: str) -> Policy:
    """Lines of witnesses and groups, and one quorum; names are defined before they are used. Raises BadPolicy."""
    policy, ended = Policy({}, {}), False
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.partition("#")[0].split()
        try:
            policy = _with(policy, words) if words else policy
        except (BadNote, IndexError, KeyError, ValueError) as problem:
            raise BadPolicy(f"line {number}: {problem}") from None
        if words and ended:
            raise BadPolicy(f"line {number}: the quorum comes last, once")
        ended = ended or words[:1] == ["quorum"]
    if not ended:
        raise BadPolicy("no line says which quorum is asked for")
    return policy


def cosigned_text(time: int, checkpoint: str) -> bytes:
    """What a witness signs at `time`, in unix seconds (tlog-cosignature v1)."""
    return f"cosignature/v1\ntime {time}\n{checkpoint}".encode()


def _with(policy: Policy, words: list[str]) -> Policy:
    match words:
        case ["witness", name, key, *url] if len(url) <= 1:
            return _with_witness(
                policy, Witness(_new(policy, name), key, url[0].rstrip("/") if url else None)
            )
        case ["group", name, least, *members] if members:
            return _with_group(policy, _new(policy, name), least, members=tuple(members))
        case ["quorum", name] if name == NONE or name in policy.witnesses or name in policy.groups:
            return Policy(policy.witnesses, policy.groups, name)
    raise BadPolicy("neither a witness, a group nor a quorum of what stands above")


def _with_witness(policy: Policy, witness: Witness) -> Policy:
    _, kind, public = read_vkey(witness.vkey)
    if kind != COSIGNATURE or len(public) != 32:
        raise BadPolicy("a witness has an Ed25519 key for cosignatures (type 04)")
    if witness.url and not witness.url.startswith(("https://", "http://")):
        raise BadPolicy("a witness is asked by http or https")
    known = {read_vkey(one.vkey)[2] for one in policy.witnesses.values()}
    if len(policy.witnesses) >= MOST_WITNESSES or public in known:
        raise BadPolicy("too many witnesses, or the same key twice")
    return Policy({**policy.witnesses, witness.name: witness}, policy.groups, policy.quorum)


def _with_group(policy: Policy, name: str, least: str, *, members: tuple[str, ...]) -> Policy:
    known = all(one in policy.witnesses or one in policy.groups for one in members)
    count = {"any": 1, "all": len(members)}.get(least) or number_of(least)
    if not known or not 1 <= count <= len(members) or len(set(members)) != len(members):
        raise BadPolicy("a group has members from the lines above, each once, and asks for some of them")
    return Policy(policy.witnesses, {**policy.groups, name: (count, members)}, policy.quorum)


def _new(policy: Policy, name: str) -> str:
    if not is_name(name) or name == NONE or name in policy.witnesses or name in policy.groups:
        raise BadPolicy("a name twice, or none")
    return name
