"""Every pair of colours that meets on a page, in both schemes, read from the tokens themselves."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css").read_text()
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\b")
SURFACES = ("page", "paper", "sunk")
TINTS = ("ok", "warn", "bad", "info")

TEXT = [
    *[(ink, surface) for ink in ("ink", "ink-soft", "link") for surface in SURFACES],
    *[(kind, f"{kind}-tint") for kind in (*TINTS, "mute")],
    *[("ink", f"{kind}-tint") for kind in TINTS],
    *[("link", f"{kind}-tint") for kind in TINTS],
    ("ink-soft", "info-tint"),
    ("ink-soft", "warn-tint"),
    *[(kind, "paper") for kind in TINTS],
    *[(kind, "page") for kind in ("ok", "bad")],
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    ("on-brand", "button"),
    ("on-brand", "button-hover"),
    ("on-gold", "gold"),
]
SHAPES = [
    *[("line-strong", surface) for surface in SURFACES],
    *[(f"chart-{name}", "paper") for name in ("ok", "part", "none", "bad", "info")],
    ("on-brand-line", "brand"),
    ("on-brand-line", "brand-deep"),
    ("gold", "brand-deep"),
    ("bad", "paper"),
    ("button", "paper"),
    ("warn-line", "paper"),
    ("warn-line", "warn-tint"),
]


def palette(scheme: str) -> dict[str, str]:
    light, dark = TOKENS.split("prefers-color-scheme: dark")
    found = dict(COLOUR.findall(light))
    return found | dict(COLOUR.findall(dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#009edb") == pytest.approx(3.0, abs=0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_reads(scheme, text, ground):
    colours = palette(scheme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_borders_and_charts_show(scheme, shape, ground):
    colours = palette(scheme)
    assert contrast(colours[shape], colours[ground]) >= 3


def test_every_colour_is_measured_or_decoration():
    measured = {name for pair in TEXT + SHAPES for name in pair}
    assert set(palette("dark")) - measured == {"line"}
