"""The table's arithmetic: a figure, its floor, the ratio, the target, and whether it is reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Sample:
    """Repeated readings of one thing, in one unit."""

    readings: tuple[float, ...]

    @property
    def middle(self) -> float:
        return median(self.readings)

    @property
    def spread(self) -> tuple[float, float]:
        return min(self.readings), max(self.readings)


def sample(readings: Sequence[float]) -> Sample:
    if not readings:
        raise ValueError("A figure needs at least one reading.")
    return Sample(tuple(readings))


def paired_ratio(measured: Sample, floor: Sample) -> float:
    """The middle of the ratios round by round: what slows both down in one round cancels out."""
    return median(m / f for m, f in zip(measured.readings, floor.readings, strict=True))


@dataclass(frozen=True)
class Figure:
    """One line. `value` is what is compared with `target`: the ratio where there is a floor, else the reading.

    `at_least` turns the comparison round, for rates. Without a target it is told for the reader's sake.
    """

    name: str
    measured: Sample
    unit: str
    target: float | None = None
    floor: Sample | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        return None if self.floor is None else paired_ratio(self.measured, self.floor)

    @property
    def value(self) -> float:
        ratio = self.ratio
        return self.measured.middle if ratio is None else ratio

    @property
    def ok(self) -> bool:
        if self.target is None:
            return True
        return self.value >= self.target if self.at_least else self.value <= self.target


HEADINGS = ("figure", "measured", "spread", "floor", "ratio", "target", "")


def number(value: float) -> str:
    """Three figures are as many as such a measurement can carry."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{0 if value == int(value) else digits}f}"


def cells(figure: Figure) -> tuple[str, ...]:
    low, high = figure.measured.spread
    ratio = figure.ratio
    return (
        figure.name,
        f"{number(figure.measured.middle)} {figure.unit}".rstrip(),
        "" if len(figure.measured.readings) == 1 else f"{number(low)}–{number(high)}",
        "" if figure.floor is None else f"{number(figure.floor.middle)} {figure.unit}".rstrip(),
        "" if ratio is None else f"{ratio:.2f} x",
        _target(figure),
        "" if figure.target is None else "ok" if figure.ok else "NOT",
    )


def _target(figure: Figure) -> str:
    if figure.target is None:
        return ""
    unit = figure.unit if figure.floor is None else "x"
    return f"{'≥' if figure.at_least else '≤'} {number(figure.target)} {unit}".rstrip()


def render(figures: Sequence[Figure]) -> str:
    rows = [HEADINGS, *(cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "  ".join(_padded(cell, width, place) for place, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)


def _padded(cell: str, width: int, place: int) -> str:
    return cell.ljust(width) if place in (0, len(HEADINGS) - 1) else cell.rjust(width)


def missed(figures: Sequence[Figure]) -> list[Figure]:
    return [figure for figure in figures if not figure.ok]
