"""SQLAlchemy tables: what a row is, in types; nothing else."""

from courier_app.models.base import Base
from courier_app.models.citizens import Answer, Statement
from courier_app.models.disputes import Dispute, DisputeEntry
from courier_app.models.handovers import Handover, HandoverPackage
from courier_app.models.ledger import HashTile, Leaf, LedgerTail, PublishedCheckpoint, ServerRecord
from courier_app.models.looks import Look, LookRoot
from courier_app.models.losses import StorageLoss
from courier_app.models.own_phone import OwnPhoneSignature
from courier_app.models.packages import NameToken, Package, PackageEvent, PackageKey, Policy
from courier_app.models.people import Audience, Challenge, Courier, Device, LoginSession, Role, Throttle, User
from courier_app.models.places import LabelHost, Office, Partner, Region
from courier_app.models.proofs import Derivative, Media, Proof, ProofMedia
from courier_app.models.receipts import IssuedReceipt
from courier_app.models.reviews import Review, Revocation
from courier_app.models.rulebooks import RuleDraft, RuleEdition
from courier_app.models.shifts import ShiftDeclaration

__all__ = [
    "Answer",
    "Audience",
    "Base",
    "Challenge",
    "Courier",
    "Derivative",
    "Device",
    "Dispute",
    "DisputeEntry",
    "Handover",
    "HandoverPackage",
    "HashTile",
    "IssuedReceipt",
    "LabelHost",
    "Leaf",
    "LedgerTail",
    "LoginSession",
    "Look",
    "LookRoot",
    "Media",
    "NameToken",
    "Office",
    "OwnPhoneSignature",
    "Package",
    "PackageEvent",
    "PackageKey",
    "Partner",
    "Policy",
    "Proof",
    "ProofMedia",
    "PublishedCheckpoint",
    "Region",
    "Review",
    "Revocation",
    "Role",
    "RuleDraft",
    "RuleEdition",
    "ServerRecord",
    "ShiftDeclaration",
    "Statement",
    "StorageLoss",
    "Throttle",
    "User",
]
