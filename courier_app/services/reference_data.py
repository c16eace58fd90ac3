"""What every installation knows before its first package: regions, partners, policies, the empty ledger."""

import json
from datetime import datetime

from sqlalchemy.orm import Session

from courier_app.domain.policies import as_manifest, default_policies
from courier_app.domain.regions import regions
from courier_app.models import Partner, Policy, Region
from courier_app.models.once import insert_once
from courier_app.services.ledger import begin_ledger

# Postmen have accounts; ojol drivers get a session for one trip (DESIGN.md, section 7).
PARTNERS = (("pos", "Pos Indonesia", True), ("gojek", "Gojek", False), ("grab", "Grab", False))


def keep_reference_data(session: Session, *, now: datetime) -> None:
    """Adds what is not there; run at every start. A row once written is never changed by this."""
    for region in regions():
        row = {"code": region.code, "name": region.name, "kind": region.kind}
        insert_once(session, Region, on=("code",), values=row)
    for code, name, accounts in PARTNERS:
        insert_once(session, Partner, on=("code",), values={"code": code, "name": name, "accounts": accounts})
    for policy in default_policies():
        rules = json.dumps(as_manifest(policy), separators=(",", ":"))
        values = {"id": policy.id, "version": policy.version, "rules": rules, "valid_from": now}
        insert_once(session, Policy, on=("id", "version"), values=values)
    begin_ledger(session)
