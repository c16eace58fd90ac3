"""Versioned sets of rules: who may receive, what must be shown, what is ticked at the door.

The courier's phone holds them, so a policy names no document kind, and kinds share policies.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from courier_app.domain.checks import Check
from courier_app.domain.contactless import ConfirmationMethod, HandoverMode
from courier_app.domain.door import (
    PUT_DOWN,
    AtTheDoor,
    Door,
    door_from,
    door_manifest,
    missing_beside,
    witnessed,
)
from courier_app.domain.evidence_classes import (
    FACTOR,
    SIGNATURE,
    EvidenceClass,
    Need,
    SignatureStatus,
    needs_of,
)
from courier_app.domain.health import Shift
from courier_app.domain.kinds import KINDS, Kind
from courier_app.domain.proofs import Outcome
from courier_app.domain.recipients import NEEDS_PAPER, RecipientRule, Relation, is_paper, relations_allowed
from courier_app.domain.shifts import shift_from, shift_manifest

# Never edit a policy in force: raise this and keep the old ones readable. 2: the recipient's own phone joined; 3: what
# was put down must be seen taken, under the national rules too; 4: the spot, the name said aloud, the wiped phone, the
# witness (door.py); 5: what stands under firm().
VERSION = 5
FIRM_FROM = 5

HYGIENE = (Check.MASK, Check.DISTANCE, Check.HANDS)
_MODES = (HandoverMode.DIRECT, HandoverMode.PLACED_AND_WATCHED)
_METHODS = (
    ConfirmationMethod.SIGN_OWN_PHONE,
    ConfirmationMethod.COURIER_PHONE_SIGN,
    ConfirmationMethod.ID_AT_DISTANCE,
    ConfirmationMethod.CODE_SPOKEN,
    ConfirmationMethod.NAME_SPOKEN,
)


@dataclass(frozen=True)
class Policy:
    """One version of the rules for one pair of evidence class and recipient rule.

    A region's own (rulebooks.py) says more: `placed` is ticked when the package is put down, `advice` is shown and
    not asked, `shift` is declared before packages are taken over. `regional` tells them apart: of a national one the
    phone is told no more than `placed`, `door` and what firm() says.
    """

    id: str
    version: int
    evidence_class: EvidenceClass
    recipient_rule: RecipientRule
    relations: tuple[Relation, ...]
    needs: tuple[Need, ...]
    id_check: bool
    checks: tuple[Check, ...] = HYGIENE
    modes: tuple[HandoverMode, ...] = _MODES
    methods: tuple[ConfirmationMethod, ...] = _METHODS
    placed: tuple[Check, ...] = ()
    advice: tuple[Check, ...] = ()
    distance_m: int = 1
    share_device: bool = True
    shift: Shift | None = None
    regional: bool = False
    door: Door | None = None
    id_match: bool = False
    papers: tuple[Relation, ...] = ()
    reasons: int = 1

    def needs_for(self, outcome: Outcome) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.outcome is outcome)


def firm(relations: Iterable[Relation], *, card: bool) -> dict[str, Any]:
    """What a policy asks more from version 5 on (decision 0051). `id_match`: a courier's word and a drawing on his own
    phone deliver no card; without what only the recipient can give, the identity card must fit. `papers`: who stands
    there by a letter names it. `reasons`: which table of demands.py a failed attempt answers to."""
    papers = tuple(relation for relation in relations if relation in NEEDS_PAPER)
    return {"id_match": card, "papers": papers, "reasons": 2}


NOT_FIRM: dict[str, Any] = {"id_match": False, "papers": (), "reasons": 1}


@cache
def default_policies() -> tuple[Policy, ...]:
    """Every policy that a document kind uses, by id."""
    pairs = {(kind.evidence_class, rule) for kind in KINDS.values() for rule in _rules_of(kind)}
    return tuple(sorted((_policy(*pair) for pair in pairs), key=lambda policy: policy.id))


def find_policy(policy_id: str, version: int) -> Policy | None:
    """Of those that the code itself says; older ones and the regions' are in the table (queries/policies.py)."""
    return next(
        (policy for policy in default_policies() if (policy.id, policy.version) == (policy_id, version)),
        None,
    )


def policy_for(kind: Kind) -> Policy:
    """The policy in force for a kind."""
    return _policy(kind.evidence_class, kind.recipient_rule)


def policy_for_adult(kind: Kind) -> Policy:
    """The same for a person named who is of age: an adult receives their own birth certificate."""
    return _policy(kind.evidence_class, kind.rule_if_adult or kind.recipient_rule)


def missing_evidence(
    policy: Policy,
    outcome: Outcome,
    *,
    kinds_present: Iterable[str],
    signature_status: str,
    has_factor: bool,
) -> tuple[str, ...]:
    """What the policy still asks for, as keys of `NEED_WORDS`; empty when complete.

    A drawing without the status `signed` is no signature. `has_factor`: the right claim code, or
    a signature made on the recipient's own phone.
    """
    shown = set(kinds_present)
    if signature_status != SignatureStatus.SIGNED:
        shown.discard(SIGNATURE)
    if has_factor:
        shown.add(FACTOR)
    return tuple(need.code for need in policy.needs_for(outcome) if shown.isdisjoint(need.one_of))


def missing_when_delivered(policy: Policy, said: AtTheDoor) -> tuple[str, ...]:
    """All that a delivery lacks, each once: media, ticks, and what is asked beside them. A witness stands in for the
    signature."""
    stood_by = witnessed(policy.door, said)
    absent = missing_evidence(
        policy,
        Outcome.DELIVERED,
        kinds_present=said.kinds | ({SIGNATURE} if stood_by else set()),
        signature_status=SignatureStatus.SIGNED if stood_by else said.signature_status,
        has_factor=said.has_factor,
    )
    ticks = missing_ticks(policy, said.mode, ticked=said.ticked)
    beside = missing_beside(policy.door, said, asks_id=policy.id_check)
    card = ("id_shown",) if policy.id_match and not said.is_known else ()
    paper = ("paper",) if said.relation in policy.papers and not is_paper(said.paper) else ()
    return tuple(dict.fromkeys((*absent, *ticks, *beside, *card, *paper)))


def checks_asked(policy: Policy, mode: str | None, *, drawn: bool = False) -> tuple[Check, ...]:
    """What is ticked at the door, for this way of handing over. `drawn`: signed on the courier's phone."""
    placed = policy.placed if mode == HandoverMode.PLACED_AND_WATCHED else ()
    return policy.checks + placed + (policy.door.shared if policy.door and drawn else ())


def asks_for_id(policy: Policy, mode: str | None) -> bool:
    """Whether a look at an identity card is asked, for this way of handing over."""
    put_down = mode == HandoverMode.PLACED_AND_WATCHED
    return policy.id_check or (put_down and policy.door is not None and policy.door.placed_id)


def missing_ticks(policy: Policy, mode: str | None, *, ticked: Iterable[str]) -> tuple[str, ...]:
    """A package that was put down counts only when it was seen taken, and its taker named themselves, where that is
    asked (domain.md, section 7). Hygiene that was not ticked is a flag, and no more."""
    asked = set(policy.placed) if mode == HandoverMode.PLACED_AND_WATCHED else set()
    return tuple(check.value for check in _EVIDENCE if check in asked - set(ticked))


_EVIDENCE = (Check.SAW_TAKEN, Check.NAME_SAID)


def as_manifest(policy: Policy) -> dict[str, object]:
    """The policy as the phone reads it; of several sufficient kinds, the first to ask for."""
    return {
        "id": policy.id,
        "version": policy.version,
        "class": policy.evidence_class.value,
        "recipient_rule": policy.recipient_rule.value,
        "relations": [relation.value for relation in policy.relations],
        "evidence": {
            outcome.value: [need.one_of[0] for need in policy.needs_for(outcome)] for outcome in Outcome
        },
        "checks": [check.value for check in policy.checks],
        "id_check": policy.id_check,
        "modes": [mode.value for mode in policy.modes],
        "methods": [method.value for method in policy.methods],
        **(_additions(policy) if policy.regional else _placed(policy)),
        **({"door": door_manifest(policy.door)} if policy.door else {}),
        **_firm_manifest(policy),
    }


def _additions(policy: Policy) -> dict[str, object]:
    """`needs` is the whole rule: of each group one is enough."""
    return {
        "needs": {
            outcome.value: [list(need.one_of) for need in policy.needs_for(outcome)] for outcome in Outcome
        },
        "placed": [check.value for check in policy.placed],
        "advice": [check.value for check in policy.advice],
        "distance_m": policy.distance_m,
        "share_device": policy.share_device,
        **({"shift": shift_manifest(policy.shift)} if policy.shift else {}),
    }


def _firm_manifest(policy: Policy) -> dict[str, object]:
    """Only what differs from the versions before, whose text stays as it was."""
    said = {
        "id_match": policy.id_match,
        "papers": [relation.value for relation in policy.papers],
        "reasons": policy.reasons if policy.reasons > 1 else 0,
    }
    return {name: value for name, value in said.items() if value}


def _placed(policy: Policy) -> dict[str, object]:
    """National versions before 3 said nothing of it, and their text stays as it was."""
    return {"placed": [check.value for check in policy.placed]} if policy.placed else {}


def policy_from(rules: Mapping[str, Any]) -> Policy:
    """Back from what as_manifest() wrote: an old version, or a region's, which the code does not know."""
    more = _regional(rules) if "needs" in rules else {"needs": needs_of(EvidenceClass(rules["class"]))}
    placed = tuple(Check(code) for code in rules.get("placed", ()))
    return Policy(
        id=rules["id"],
        version=rules["version"],
        evidence_class=EvidenceClass(rules["class"]),
        recipient_rule=RecipientRule(rules["recipient_rule"]),
        relations=tuple(Relation(code) for code in rules["relations"]),
        id_check=rules["id_check"],
        checks=tuple(Check(code) for code in rules["checks"]),
        modes=tuple(HandoverMode(code) for code in rules["modes"]),
        methods=tuple(ConfirmationMethod(code) for code in rules["methods"]),
        placed=placed,
        door=door_from(rules.get("door")),
        id_match=rules.get("id_match", False),
        papers=tuple(Relation(code) for code in rules.get("papers", ())),
        reasons=rules.get("reasons", 1),
        **more,
    )


def _regional(rules: Mapping[str, Any]) -> dict[str, Any]:
    groups = [(outcome, one_of) for outcome in Outcome for one_of in rules["needs"][outcome.value]]
    return {
        "needs": tuple(Need(outcome, tuple(one_of)) for outcome, one_of in groups),
        "advice": tuple(Check(code) for code in rules["advice"]),
        "distance_m": rules["distance_m"],
        "share_device": rules["share_device"],
        "shift": shift_from(rules.get("shift")),
        "regional": True,
    }


def _rules_of(kind: Kind) -> tuple[RecipientRule, ...]:
    return (kind.recipient_rule, kind.rule_if_adult) if kind.rule_if_adult else (kind.recipient_rule,)


@cache
def _policy(evidence_class: EvidenceClass, rule: RecipientRule) -> Policy:
    to_citizen = rule is not RecipientRule.OFFICER
    relations, card = (
        relations_allowed(rule, evidence_class),
        to_citizen and evidence_class is EvidenceClass.A,
    )
    return Policy(
        id=f"{evidence_class}-{rule}".lower().replace("_", "-"),
        version=VERSION,
        evidence_class=evidence_class,
        recipient_rule=rule,
        relations=relations,
        needs=needs_of(evidence_class),
        id_check=card,
        placed=PUT_DOWN,
        door=Door(placed_id=to_citizen),
        **firm(relations, card=card),
    )
