"""SQLAlchemy tables: what a row is, in types; nothing else."""

from courier_app.models.base import Base
from courier_app.models.citizens import Answer, Statement
from courier_app.models.counter import Collection, CounterStay
from courier_app.models.disputes import Dispute, DisputeEntry
from courier_app.models.erasures import DoomedObject, Erasure, Hold, KeepingRule
from courier_app.models.fees import FeeCount, FeePayment, MoneyReport
from courier_app.models.handovers import Handover, HandoverPackage
from courier_app.models.ledger import (
    CheckpointStamp,
    HashTile,
    Leaf,
    LedgerTail,
    PublishedCheckpoint,
    ServerRecord,
    Trouble,
    WitnessStanding,
)
from courier_app.models.looks import Look, LookRoot
from courier_app.models.losses import StorageLoss
from courier_app.models.old_cards import OldCardStep
from courier_app.models.own_phone import OwnPhoneSignature
from courier_app.models.packages import (
    NameToken,
    Package,
    PackageEvent,
    PackageKey,
    Policy,
    ReplacedLabel,
)
from courier_app.models.people import Audience, Challenge, Courier, Device, LoginSession, Role, Throttle, User
from courier_app.models.places import LabelHost, Office, Partner, Region
from courier_app.models.proofs import Derivative, Media, Proof, ProofMedia
from courier_app.models.receipts import IssuedReceipt
from courier_app.models.reviews import Review, Revocation
from courier_app.models.rights import RightsRequest
from courier_app.models.rulebooks import RuleDraft, RuleEdition
from courier_app.models.second_factors import RecoveryCode, SecondFactor
from courier_app.models.shifts import ShiftDeclaration
from courier_app.models.voids import Void

__all__ = [
    "Answer",
    "Audience",
    "Base",
    "Challenge",
    "CheckpointStamp",
    "Collection",
    "CounterStay",
    "Courier",
    "Derivative",
    "Device",
    "Dispute",
    "DisputeEntry",
    "DoomedObject",
    "Erasure",
    "FeeCount",
    "FeePayment",
    "Handover",
    "HandoverPackage",
    "HashTile",
    "Hold",
    "IssuedReceipt",
    "KeepingRule",
    "LabelHost",
    "Leaf",
    "LedgerTail",
    "LoginSession",
    "Look",
    "LookRoot",
    "Media",
    "MoneyReport",
    "NameToken",
    "Office",
    "OldCardStep",
    "OwnPhoneSignature",
    "Package",
    "PackageEvent",
    "PackageKey",
    "Partner",
    "Policy",
    "Proof",
    "ProofMedia",
    "PublishedCheckpoint",
    "RecoveryCode",
    "Region",
    "ReplacedLabel",
    "Review",
    "Revocation",
    "RightsRequest",
    "Role",
    "RuleDraft",
    "RuleEdition",
    "SecondFactor",
    "ServerRecord",
    "ShiftDeclaration",
    "Statement",
    "StorageLoss",
    "Throttle",
    "Trouble",
    "User",
    "Void",
    "WitnessStanding",
]
