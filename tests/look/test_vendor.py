"""Other people's browser code and fonts are exactly what the lists beside them say."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "static/vendor", ROOT / "rec_portal/paper/fonts")
RECORDS = [(folder, record) for folder in FOLDERS for record in json.loads((folder / "VENDOR.json").read_text())]


@pytest.mark.parametrize(("folder", "record"), RECORDS, ids=lambda value: value["file"] if type(value) is dict else "")
def test_the_file_is_the_recorded_one(folder, record):
    content = (folder / record["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == record["sha256"]
    assert record["version"]
    assert record["licence"]
    assert record["source"]
    assert b"sourceMappingURL=" not in content


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_else_lies_there(folder):
    files = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    assert files == {"VENDOR.json", *(record["file"] for at, record in RECORDS if at == folder)}
