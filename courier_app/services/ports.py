"""The outside world that use cases need, in one frozen object: stores and keys."""

from dataclasses import dataclass, field

from argon2 import PasswordHasher

from courier_app.config import Settings
from courier_app.domain.witnesses import NOBODY
from courier_app.evidence.cosignatures import Witnesses, load_witnesses, witnesses_of
from courier_app.evidence.log_keys import KnownKey, read_known_key
from courier_app.evidence.receipts import ReceiptKey, load_receipt_key
from courier_app.evidence.sealed_keys import QueueKeys, load_queue_keys
from courier_app.evidence.signing import AcknowledgementKey, load_acknowledgement_key
from courier_app.evidence.store import MediaStore, open_store
from courier_app.evidence.time_stamps import Authority, load_authority
from courier_app.evidence.vault import KekRing, load_kek_ring
from courier_app.services.passwords import STRONG, hasher_of


@dataclass(frozen=True)
class Ports:
    """`claim_key` and `index_key` are HMAC keys kept outside the database; `media_url` names the store in use."""

    store: MediaStore
    media_url: str
    keks: KekRing
    acknowledgement_key: AcknowledgementKey
    queue_keys: QueueKeys
    claim_key: bytes
    index_key: bytes
    label_host: str
    log_key: KnownKey
    receipt_key: ReceiptKey
    issuer: str
    hasher: PasswordHasher = field(default=STRONG)
    authority: Authority | None = None
    witnesses: Witnesses = field(default=witnesses_of(NOBODY))

    @property
    def store_name(self) -> str:
        """`file`, `s3` or `memory`: what a row says of where its object lies. No path: a folder may move."""
        return self.media_url.partition(":")[0]


def open_ports(settings: Settings) -> Ports:
    return Ports(
        store=open_store(settings.media_url),
        media_url=settings.media_url,
        keks=load_kek_ring(settings.kek_file),
        acknowledgement_key=load_acknowledgement_key(settings.ack_key_file),
        queue_keys=load_queue_keys(settings.queue_keys_file),
        claim_key=settings.claim_key,
        index_key=settings.index_key,
        label_host=settings.label_host,
        log_key=read_known_key(settings.log_vkey_file),
        receipt_key=load_receipt_key(settings.receipt_key_file),
        issuer=settings.issuer,
        hasher=hasher_of(settings.argon2_cost),
        authority=load_authority(settings.tsa_url, settings.tsa_roots),
        witnesses=load_witnesses(settings.witness_policy),
    )
