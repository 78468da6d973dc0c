"""Fetches the few browser libraries the portal serves itself, from their npm packages, and records what was taken.

Run by hand when a version changes: `python scripts/vendor_static.py`. Needs npm; the portal itself does not.
tests/look/test_vendor.py checks that the files are still the ones recorded here.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
LIST = VENDOR / "VENDOR.json"


@dataclass(frozen=True)
class Wanted:
    """`source` is the path inside the package, `target` the path under static/vendor/."""

    name: str
    version: str
    source: str
    target: str


WANTED = [Wanted("htmx.org", "2.0.11", "dist/htmx.min.js", "htmx/htmx.min.js")]


def main() -> None:
    records = [fetch(wanted) for wanted in WANTED]
    LIST.write_text(json.dumps(records, indent=2) + "\n")
    for record in records:
        sys.stdout.write(f"{record['name']} {record['version']} -> {record['file']}\n")


def fetch(wanted: Wanted) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        archive = pack(wanted, Path(folder))
        with tarfile.open(archive) as package:
            content = read(package, wanted.source)
            about = json.loads(read(package, "package.json"))
    if b"sourceMappingURL=" in content:
        raise SystemExit(f"{wanted.name}: names a source map that is not served; the static storage would refuse it.")
    target = VENDOR / wanted.target
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return {
        "name": wanted.name,
        "version": about["version"],
        "licence": about["license"],
        "source": wanted.source,
        "file": wanted.target,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def pack(wanted: Wanted, folder: Path) -> Path:
    command = ["npm", "pack", f"{wanted.name}@{wanted.version}", "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz"))


def read(package: tarfile.TarFile, name: str) -> bytes:
    member = package.extractfile(f"package/{name}")
    if member is None:
        raise SystemExit(f"{package.name}: has no file {name}")
    return member.read()


if __name__ == "__main__":
    main()
