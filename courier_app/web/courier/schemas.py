"""What the courier's API takes and gives; static/js/types/courier-api.d.ts says the same to the phone."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer


def written(moment: datetime) -> str:
    """As JavaScript writes a time: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Moment = Annotated[datetime, PlainSerializer(written, return_type=str)]
Typed = Annotated[str, Field(max_length=1000)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SignInIn(Strict):
    username: Typed
    password: Typed


class EmptyIn(Strict):
    pass


class TripLookIn(Strict):
    token: Typed


class TripIn(Strict):
    """`claim` is drawn by the phone: repeating it brings the same answer again when the first one got lost."""

    token: Typed
    claim: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22,64}$")]
    name: Typed
    phone: Typed
    plate: Typed


class EnrolmentIn(Strict):
    """Inside the JWS of type pod-enrol+jws. `courier`: for whom the phone made the key; phones of before do not say."""

    challenge: Typed
    host: Typed
    courier: Typed | None = None


class LoginIn(Strict):
    """Inside the JWS of type pod-login+jws; `exp` in unix seconds."""

    challenge: Typed
    host: Typed
    exp: int


class PublicJwk(Strict):
    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str
    y: str


class CourierOut(Strict):
    id: str
    name: str
    partner: str
    partner_code: str = ""


class OfficeOut(Strict):
    name: str
    phone: str


class SessionOut(Strict):
    courier: CourierOut
    office: OfficeOut
    kind: Literal["account", "trip"]
    expires_at: Moment
    ack_key: PublicJwk
    queue_key: PublicJwk
    queue_voucher: str
    server_time: Moment


class PassOut(Strict):
    """`pass` goes into `Authorization: Bearer`, never into a cookie."""

    pass_: Annotated[str, Field(serialization_alias="pass")]
    expires_at: Moment
    courier: CourierOut


class TripLookOut(Strict):
    office: str
    partner: str
    packages: int
    expires_at: Moment
    fill_by: Moment


class ChallengeOut(Strict):
    challenge: str
    expires_at: Moment


class DeviceOut(Strict):
    kid: str
    seq_next: int
    prev: str | None


class LossIn(Strict):
    """`kid` of the key that vanished, if there was one; how many proofs were unsent; the last number of its queue."""

    kid: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")] | None
    waiting: Count
    order: Count
    noticed_at: AwareDatetime


class LossOut(Strict):
    id: str


class RecipientOut(Strict):
    name: str
    address: str
    phone: str | None
    note: str | None


class PlaceOut(Strict):
    lat_e7: int
    lon_e7: int


class FeeOut(Strict):
    free: bool
    amount: int


class PolicyName(Strict):
    id: str
    version: int


class PackageOut(Strict):
    """`own_phone_key` makes the QR that a recipient signs under, where the policy allows that (decision 0024);
    `old_card`: the recipient gives the old card back, or the package is not handed over; `last`: the rules allow no
    attempt after this one; `to_counter`: they allow none any more, bring it to the office's counter."""

    pkg: str
    alias: str
    status: str
    attempt: int
    recipient: RecipientOut
    place: PlaceOut | None
    fee: FeeOut
    policy: PolicyName
    own_phone_key: str | None = None
    old_card: bool = False
    last: bool = False
    to_counter: bool = False


class EvidenceOut(Strict):
    """What to ask for, by outcome."""

    picked_up: list[str]
    delivered: list[str]
    attempt_failed: list[str]
    returned: list[str]


class NeedsOut(Strict):
    """The whole rule, by outcome: of each group, one is enough."""

    picked_up: list[list[str]]
    delivered: list[list[str]]
    attempt_failed: list[list[str]]
    returned: list[list[str]]


class ShiftOut(Strict):
    """What is declared before packages are taken over; `temp_max` in tenths of a degree Celsius."""

    mode: Literal["advice", "required"]
    temp_max: int
    symptoms: bool
    mask: bool
    hands: bool


class DoorOut(Strict):
    """Of a handover without touching. `placed_id`: a card is shown at a distance, or something that only the recipient
    can give; `partner_m` a carrier's own least distance; `shared` is ticked when somebody signs on the courier's phone;
    `witnesses` may stand by in place of a signature."""

    spots: list[str]
    placed_id: bool
    partner_m: dict[str, int]
    shared: list[str]
    witnesses: list[str]


class PolicyOut(Strict):
    """From `needs` on, what a region's own policy says more; without `needs`, `evidence` is all.

    `placed` is ticked when the package is put down; `advice` is shown and not asked; without `share_device` nobody
    signs on the courier's phone. `id_match`: without what only the recipient can give, the identity card must fit;
    `papers`: who names a letter; `reasons`: which table of demands a failed attempt answers to.
    """

    id: str
    version: int
    evidence_class: str = Field(alias="class")
    recipient_rule: str
    relations: list[str]
    evidence: EvidenceOut
    checks: list[str]
    id_check: bool
    modes: list[str]
    methods: list[str]
    needs: NeedsOut | None = None
    placed: list[str] = []
    advice: list[str] = []
    distance_m: int = 1
    share_device: bool = True
    shift: ShiftOut | None = None
    door: DoorOut | None = None
    id_match: bool = False
    papers: list[str] = []
    reasons: int = 1


class OwnPhoneOut(Strict):
    """How far the recipient has come under one QR; `record` is what was signed, byte for byte."""

    state: Literal["unseen", "opened", "signed"]
    record: str | None


class RoundOfficeOut(OfficeOut):
    report_phone: str


class RoundOut(Strict):
    """`over`: the trip has ended or was taken back, the account was closed. What is still in hand is the office's."""

    v: Literal[1] = 1
    server_time: Moment
    expires_at: Moment
    courier: CourierOut
    office: RoundOfficeOut
    hosts: list[str]
    packages: list[PackageOut]
    policies: list[PolicyOut]
    over: bool = False


class QuestionOut(Strict):
    """A package by its number alone: no name, no address."""

    id: str
    alias: str
    handed_over_at: Moment | None
    asked_at: Moment


class VerdictOut(Strict):
    """How a case ended about a package that this courier brought."""

    id: str
    alias: str
    handed_over_at: Moment | None
    verdict: str
    decided_at: Moment


class QuestionsOut(Strict):
    """`verdicts`: those of the last two weeks, newest first."""

    questions: list[QuestionOut]
    verdicts: list[VerdictOut]


class AccountIn(Strict):
    account: Literal["to_recipient", "to_family", "to_other", "still_here", "not_handed_over", "not_sure"]
    text: str = Field(default="", max_length=500)
