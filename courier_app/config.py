"""Settings: one frozen object, read once from the environment, complete or refuses to start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from courier_app.domain.receipt_words import LONGEST_ISSUER

REQUIRED = ("SURAT_DATA_DIR", "SURAT_PUBLIC_URL", "SURAT_SECRET_KEY", "SURAT_CLAIM_KEY", "SURAT_INDEX_KEY")
MAY_REQUIRE_TOTP = frozenset({"admin", "province", "officer", "auditor", "dpo", "partner"})
MEGABYTE = 1024 * 1024
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Everything a process needs to know. Keys are raw bytes; folders are absolute."""

    environment: str
    data_dir: Path
    database_url: str
    media_url: str
    public_url: str
    label_host: str
    older_label_hosts: tuple[str, ...]
    secret_key: bytes
    claim_key: bytes
    index_key: bytes
    kek_file: Path
    ack_key_file: Path
    queue_keys_file: Path
    receipt_key_file: Path
    log_key_file: Path
    log_vkey_file: Path
    signer_state: Path
    cache_dir: Path
    signer_socket: Path | None = None
    witness_policy: Path | None = None
    tsa_url: str | None = None
    tsa_roots: Path | None = None
    issuer: str = ""
    proxy_hops: int = 0
    media_cap: int = 2 * MEGABYTE
    report_phone: str = "0800-000-0000"
    argon2_cost: str = "strong"
    backup_days: int = 30
    totp_required: frozenset[str] = frozenset()

    @property
    def secure(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"

    @property
    def origin(self) -> str:
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).netloc


def settings_from(env: Mapping[str, str]) -> Settings:
    """Read the environment; names every missing setting at once and stops the process when one is absent."""
    missing = [name for name in REQUIRED if not env.get(name)]
    if missing:
        raise SystemExit(f"Set these in the environment, or start with `make run`: {', '.join(missing)}")
    data_dir = Path(env["SURAT_DATA_DIR"]).resolve()
    public_url = env["SURAT_PUBLIC_URL"].rstrip("/")
    return Settings(
        environment=env.get("SURAT_ENVIRONMENT", "production"),
        data_dir=data_dir,
        database_url=env.get("SURAT_DATABASE_URL", f"sqlite:///{data_dir / 'suratsampai.db'}"),
        media_url=env.get("SURAT_MEDIA_URL", f"file://{data_dir / 'media'}"),
        public_url=public_url,
        label_host=env.get("SURAT_LABEL_HOST", urlsplit(public_url).netloc),
        older_label_hosts=tuple(env.get("SURAT_LABEL_HOSTS", "").lower().replace(",", " ").split()),
        secret_key=_key(env, "SURAT_SECRET_KEY"),
        claim_key=_key(env, "SURAT_CLAIM_KEY"),
        index_key=_key(env, "SURAT_INDEX_KEY"),
        kek_file=Path(env.get("SURAT_KEK_FILE", data_dir / "secrets" / "kek.json")),
        ack_key_file=Path(env.get("SURAT_ACK_KEY_FILE", data_dir / "secrets" / "ack-key.json")),
        queue_keys_file=Path(env.get("SURAT_QUEUE_KEYS_FILE", data_dir / "secrets" / "queue-keys.json")),
        receipt_key_file=Path(env.get("SURAT_RECEIPT_KEY_FILE", data_dir / "secrets" / "receipt-key")),
        log_key_file=Path(env.get("SURAT_LOG_KEY_FILE", data_dir / "secrets" / "log-key")),
        log_vkey_file=Path(env.get("SURAT_LOG_VKEY_FILE", data_dir / "secrets" / "log-key.pub")),
        signer_state=Path(env.get("SURAT_SIGNER_STATE", data_dir / "signer" / "last-tree")),
        cache_dir=Path(env.get("SURAT_CACHE_DIR", data_dir / "cache")),
        signer_socket=Path(env["SURAT_SIGNER_SOCKET"]) if env.get("SURAT_SIGNER_SOCKET") else None,
        witness_policy=Path(env["SURAT_WITNESS_POLICY"]) if env.get("SURAT_WITNESS_POLICY") else None,
        tsa_url=env.get("SURAT_TSA_URL") or None,
        tsa_roots=Path(env["SURAT_TSA_ROOTS"]) if env.get("SURAT_TSA_ROOTS") else None,
        issuer=_issuer(env, urlsplit(public_url).netloc),
        proxy_hops=int(env.get("SURAT_PROXY_HOPS", "0")),
        report_phone=env.get("SURAT_REPORT_PHONE", "0800-000-0000"),
        argon2_cost=_argon2_cost(env),
        backup_days=int(env.get("SURAT_BACKUP_DAYS", "30")),
        totp_required=_totp_required(env),
    )


def _issuer(env: Mapping[str, str], host: str) -> str:
    """Who makes the receipts, as their QR says it: the host, or a shorter name where that does not fit."""
    issuer = env.get("SURAT_ISSUER") or host
    if len(issuer.encode()) > LONGEST_ISSUER:
        raise SystemExit(
            f"{issuer} is too long for a receipt: set SURAT_ISSUER to {LONGEST_ISSUER} letters at most"
        )
    return issuer


def _argon2_cost(env: Mapping[str, str]) -> str:
    """`strong`, or `small` for a tiny server (security.md, section 3); tests alone may be `quick`."""
    cost = env.get("SURAT_ARGON2_COST", "strong")
    if cost in ("strong", "small") or (cost == "quick" and env.get("SURAT_ENVIRONMENT") == "test"):
        return cost
    raise SystemExit("SURAT_ARGON2_COST is strong or small")


def _totp_required(env: Mapping[str, str]) -> frozenset[str]:
    """Roles that come in with a second factor only; by default nobody has to."""
    said = frozenset(env.get("SURAT_TOTP_REQUIRED", "").lower().replace(",", " ").split())
    if said - MAY_REQUIRE_TOTP:
        raise SystemExit(f"SURAT_TOTP_REQUIRED names roles of staff: {', '.join(sorted(MAY_REQUIRE_TOTP))}")
    return said


def _key(env: Mapping[str, str], name: str) -> bytes:
    """Hex of at least 32 bytes: `openssl rand -hex 32` makes one."""
    try:
        key = bytes.fromhex(env[name])
    except ValueError:
        raise SystemExit(f"{name} must be hexadecimal: openssl rand -hex 32") from None
    if len(key) < 32:
        raise SystemExit(f"{name} is too short: openssl rand -hex 32")
    return key
