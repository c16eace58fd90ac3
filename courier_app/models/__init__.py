"""SQLAlchemy tables: what a row is, in types; nothing else."""

from .base import Base
from .citizens import Answer, Look, Statement
from .handovers import Handover, HandoverPackage
from .ledger import Leaf, LedgerTail
from .packages import NameToken, Package, PackageEvent, PackageKey, Policy
from .people import Audience, Challenge, Courier, Device, LoginSession, Role, Throttle, User
from .places import Office, Partner, Region, RegionKind
from .proofs import Derivative, Media, Proof, ProofMedia

__all__ = [
    "Answer",
    "Audience",
    "Base",
    "Challenge",
    "Courier",
    "Derivative",
    "Device",
    "Handover",
    "HandoverPackage",
    "Leaf",
    "LedgerTail",
    "LoginSession",
    "Look",
    "Media",
    "NameToken",
    "Office",
    "Package",
    "PackageEvent",
    "PackageKey",
    "Partner",
    "Policy",
    "Proof",
    "ProofMedia",
    "Region",
    "RegionKind",
    "Role",
    "Statement",
    "Throttle",
    "User",
]
