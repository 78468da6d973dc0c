"""Makes a certificate for the proxy where there is none, so that a first start needs no certificate authority.

    python deploy/make_certificate.py FOLDER HOST[,HOST...]

Writes FOLDER/portal.crt and FOLDER/portal.key, signed by themselves: a browser will warn. For real use put the
certificate and key of your authority there under the same names; what is there is never touched.
"""

import ipaddress
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make(folder: Path, host: str) -> bool:
    """False when a certificate is there already."""
    certificate, key_file = folder / "portal.crt", folder / "portal.key"
    if certificate.exists() and key_file.exists():
        return False
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    # Readable for the group as well: the proxy runs under another account of the same group.
    descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    certificate.write_bytes(_signed(key, host).public_bytes(serialization.Encoding.PEM))
    return True


def _signed(key: ec.EllipticCurvePrivateKey, host: str) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    try:
        subject: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        subject = x509.DNSName(host)
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=397))
        .add_extension(x509.SubjectAlternativeName([subject]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )


if __name__ == "__main__":
    made = make(Path(sys.argv[1]), sys.argv[2].split(",")[0])
    print("certificate made; a browser will warn about it" if made else "certificate found")
