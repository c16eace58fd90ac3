"""The citizen's pages: no account; nothing personal before the claim code (security.md, D5)."""

from courier_app.web.citizen import check, label, mine, money, own_phone, receipt, rights
from courier_app.web.citizen.blueprint import bp

__all__ = ["bp", "check", "label", "mine", "money", "own_phone", "receipt", "rights"]
