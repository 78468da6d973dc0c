"""Fetches the few browser libraries and the fonts that the portal keeps itself, from their npm packages, and records
what was taken.

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

ROOT = Path(__file__).resolve().parent.parent
# What browsers load, and what only the portal's own PDF files embed.
VENDOR = ROOT / "static" / "vendor"
FONTS = ROOT / "rec_portal" / "paper" / "fonts"


@dataclass(frozen=True)
class Wanted:
    """`source` is the path inside the package, `target` the path under the folder."""

    name: str
    version: str
    source: str
    target: str


NOTO = ("@expo-google-fonts/noto-sans", "0.4.2")
WANTED = {
    VENDOR: [Wanted("htmx.org", "2.0.11", "dist/htmx.min.js", "htmx/htmx.min.js")],
    FONTS: [
        Wanted(*NOTO, "400Regular/NotoSans_400Regular.ttf", "NotoSans-Regular.ttf"),
        Wanted(*NOTO, "700Bold/NotoSans_700Bold.ttf", "NotoSans-Bold.ttf"),
        Wanted(*NOTO, "400Regular_Italic/NotoSans_400Regular_Italic.ttf", "NotoSans-Italic.ttf"),
        Wanted(*NOTO, "700Bold_Italic/NotoSans_700Bold_Italic.ttf", "NotoSans-BoldItalic.ttf"),
        Wanted(*NOTO, "LICENSE_FONT", "LICENSE"),
    ],
}


def main() -> None:
    for folder, wanted in WANTED.items():
        records = [fetch(file, folder) for file in wanted]
        (folder / "VENDOR.json").write_text(json.dumps(records, indent=2) + "\n")
        for record in records:
            sys.stdout.write(f"{record['name']} {record['version']} -> {folder.name}/{record['file']}\n")


def fetch(wanted: Wanted, into: Path) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        archive = pack(wanted, Path(folder))
        with tarfile.open(archive) as package:
            content = read(package, wanted.source)
            about = json.loads(read(package, "package.json"))
    if b"sourceMappingURL=" in content:
        raise SystemExit(f"{wanted.name}: names a source map that is not served; the static storage would refuse it.")
    target = into / wanted.target
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
