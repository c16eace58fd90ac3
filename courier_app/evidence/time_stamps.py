"""Time stamps of an outside authority (RFC 3161): asked for, checked whole, kept as they came."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.x509 import Certificate, ObjectIdentifier, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from courier_app.evidence.http_post import NoAnswer, post

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")


class BadStamp(ValueError):  # noqa: N818 - named for the reason
    """An answer that is no good stamp of what was sent, by somebody we trust, for this very question."""


@dataclass(frozen=True)
class Stamp:
    """`answer`: the whole response, for `openssl ts -verify`. `at`: the authority's own clock."""

    answer: bytes
    at: datetime


@dataclass(frozen=True)
class Authority:
    """`roots` decide whom we believe, whatever certificates come along with an answer."""

    url: str
    roots_pem: bytes
    roots: tuple[Certificate, ...]

    def stamp(self, text: bytes) -> Stamp:
        """A new stamp over SHA-256 of these bytes. Raises NoAnswer and BadStamp."""
        question = TimestampRequestBuilder().data(text).hash_algorithm(HashAlgorithm.SHA256).build()
        said = post(self.url, question.as_bytes(), content_type=QUERY)
        if said.status != 200 or said.type.partition(";")[0].strip().lower() != REPLY:
            raise NoAnswer("no time-stamp reply")
        if question.nonce is None:
            raise BadStamp("asked without a nonce")
        return self.checked(said.body, text, nonce=question.nonce)

    def checked(self, answer: bytes, text: bytes, *, nonce: int | None = None) -> Stamp:
        """The stamp, if it is good; `nonce`: of the question, known only while it is being asked. Raises BadStamp."""
        checks = VerifierBuilder(roots=list(self.roots), nonce=nonce).build()
        try:
            found = decode_timestamp_response(answer)
            if found.tst_info.message_imprint.hash_algorithm != SHA256:
                raise BadStamp("another hash than was asked for")
            checks.verify_message(found, text)
            return Stamp(answer, found.tst_info.gen_time)
        except (VerificationError, ValueError) as problem:
            raise BadStamp(str(problem)) from None


def load_authority(url: str | None, roots: Path | None) -> Authority | None:
    """From the two settings; neither: nobody stamps. Stops the process when they do not fit."""
    if not url and not roots:
        return None
    if not url or not roots or not url.startswith(("https://", "http://")):
        raise SystemExit("Set SURAT_TSA_URL and SURAT_TSA_ROOTS together, or neither.")
    try:
        pem = roots.read_bytes()
        return Authority(url, pem, tuple(load_pem_x509_certificates(pem)))
    except (OSError, ValueError):
        raise SystemExit(f"{roots} holds no certificates (PEM) of a time-stamping authority") from None
