"""Other people's browser code is exactly what static/vendor/VENDOR.json says it is."""

import hashlib
import json
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
RECORDS = json.loads((VENDOR / "VENDOR.json").read_text())


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["name"])
def test_the_file_is_the_recorded_one(record):
    content = (VENDOR / record["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == record["sha256"]
    assert record["version"]
    assert record["licence"]
    assert record["source"]
    assert b"sourceMappingURL=" not in content


def test_nothing_else_lies_there():
    files = {str(file.relative_to(VENDOR)) for file in VENDOR.rglob("*") if file.is_file()}
    assert files == {"VENDOR.json", *(record["file"] for record in RECORDS)}
