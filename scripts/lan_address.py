"""For `make run-lan`: this computer's address on the Wi-Fi, a certificate for it, and a QR that a phone can read.

python -m scripts.lan_address FOLDER     writes the certificate, prints the address alone
python -m scripts.lan_address --qr URL   draws the address as a QR code in the terminal
"""

import os
import socket
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import qrcode
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID = timedelta(days=90)
# Whoever trusts this authority trusts it for addresses of a local network and for nothing else.
LOCAL = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
SIGNS_CERTIFICATES = x509.KeyUsage(
    key_cert_sign=True,
    crl_sign=True,
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)
BLACK_ON_WHITE, PLAIN = "\033[30;107m", "\033[0m"
HALVES = {(False, False): " ", (False, True): "▄", (True, False): "▀", (True, True): "█"}


def lan_address() -> IPv4Address:
    """LAN_ADDRESS, else the address that leads out of this computer. Nothing is sent to find it."""
    if os.environ.get("LAN_ADDRESS"):
        return IPv4Address(os.environ["LAN_ADDRESS"])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # an address of documentation: connecting by datagram sends no packet
        return IPv4Address(probe.getsockname()[0])


def write_certificate(folder: Path, address: IPv4Address, now: datetime) -> None:
    """An authority and one certificate for one address. Anew each time: nothing here is worth keeping secret long."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _authority(authority_key, now)
    certificate = _certificate(key, authority, authority_key, address=address, now=now)
    (folder / "ca.crt").write_bytes(authority.public_bytes(Encoding.PEM))
    (folder / "server.crt").write_bytes(certificate.public_bytes(Encoding.PEM))
    _write_private(folder / "server.key", key)


def _authority(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    name = _name(f"SuratSampai coba {now:%Y-%m-%d %H.%M}")
    networks = [x509.IPAddress(IPv4Network(network)) for network in LOCAL]
    builder = _builder(name, name, key.public_key(), now=now)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(SIGNS_CERTIFICATES, critical=True)
    limits = x509.NameConstraints([*networks, x509.DNSName("localhost")], None)
    return builder.add_extension(limits, critical=True).sign(key, hashes.SHA256())


def _certificate(
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    *,
    address: IPv4Address,
    now: datetime,
) -> x509.Certificate:
    builder = _builder(_name("SuratSampai coba"), authority.subject, key.public_key(), now=now)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    builder = builder.add_extension(issuer, critical=False)
    names = x509.SubjectAlternativeName([x509.IPAddress(address)])
    builder = builder.add_extension(names, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    return builder.add_extension(usage, critical=False).sign(authority_key, hashes.SHA256())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, now: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    return builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + VALID)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _write_private(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.unlink(missing_ok=True)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


def drawn(url: str) -> str:
    """Dark on white whatever the terminal's colours; two rows of modules to a line of text."""
    code = qrcode.QRCode(border=4)
    code.add_data(url)
    rows = [[bool(cell) for cell in row] for row in code.get_matrix()]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    lines = ["".join(HALVES[pair] for pair in zip(*two, strict=True)) for two in pairs]
    return "\n".join(f"{BLACK_ON_WHITE}{line}{PLAIN}" for line in lines)


if __name__ == "__main__":
    if sys.argv[1] == "--qr":
        print(drawn(sys.argv[2]))
    else:
        found = lan_address()
        write_certificate(Path(sys.argv[1]), found, datetime.now(UTC))
        print(found)
