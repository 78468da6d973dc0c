"""What a first visit weighs. Counted as a server sends it: each file compressed by itself."""

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"


# On every page; any other sheet belongs to the pages that name it.
EVERYWHERE = {"tokens.css", "base.css", "parts.css"}


def weigh(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


def weight(folder: str, pattern: str) -> int:
    return sum(map(weigh, (STATIC / folder).glob(pattern)))


def test_styles_weigh_at_most_8_kb():
    assert 0 < sum(weigh(STATIC / "css" / name) for name in EVERYWHERE) <= 8 * 1024


def test_a_sheet_of_some_pages_weighs_at_most_2_kb():
    sheets = (file for file in (STATIC / "css").glob("*.css") if file.name not in EVERYWHERE)
    assert not [file.name for file in sheets if weigh(file) > 2 * 1024]


def test_our_scripts_weigh_at_most_20_kb():
    assert 0 < weight("js", "*.js") <= 20 * 1024


def test_no_file_of_ours_is_longer_than_400_lines():
    ours = [file for folder in ("css", "js") for file in (STATIC / folder).iterdir()]
    assert not [file.name for file in ours if len(file.read_text().splitlines()) > 400]


def test_every_page_names_three_style_sheets_and_nothing_is_fetched_from_elsewhere():
    base = (STATIC.parent / "templates" / "base.html").read_text()
    assert set(re.findall(r"css/(\w+\.css)", base)) == EVERYWHERE
    for file in [*(STATIC / "css").iterdir(), *(STATIC / "js").iterdir()]:
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "//" not in text.replace("// ", "") or "http" not in text, file.name
        assert "@import" not in text
