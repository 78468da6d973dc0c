"""The table can be trusted: its arithmetic, its verdicts, and what the counter of a first visit finds."""

import pytest

from tests.bench.table import Figure, missed, paired_ratio, render, sample
from tests.bench.visit import references


def test_a_ratio_is_taken_round_by_round():
    # The machine was slow in the second round: both readings doubled, the ratio did not.
    assert paired_ratio(sample([3, 6, 3]), sample([1, 2, 1])) == 3


def test_rounds_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="zip"):
        paired_ratio(sample([1, 2]), sample([1]))


def test_a_figure_without_a_reading_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        sample([])


@pytest.mark.parametrize(
    ("figure", "ok"),
    [
        (Figure("page", sample([5]), "ms", 5, floor=sample([1])), True),
        (Figure("page", sample([5.1]), "ms", 5, floor=sample([1])), False),
        (Figure("queries", sample([12]), "", 12), True),
        (Figure("queries", sample([13]), "", 12), False),
        (Figure("mails", sample([80]), "/s", 0.8, floor=sample([100]), at_least=True), True),
        (Figure("mails", sample([79]), "/s", 0.8, floor=sample([100]), at_least=True), False),
        (Figure("seeding", sample([4999]), "/s", 5000, at_least=True), False),
        (Figure("told besides", sample([1_000_000]), "ms"), True),
    ],
)
def test_verdict(figure, ok):
    assert figure.ok is ok
    assert missed([figure]) == ([] if ok else [figure])


def test_one_bad_round_does_not_decide():
    assert Figure("page", sample([4, 4, 40]), "ms", 5, floor=sample([1, 1, 1])).ok


def test_the_table_says_all_of_it():
    table = render([
        Figure("page", sample([4.5, 4.0, 5.0]), "ms", 5, floor=sample([1.0, 1.0, 1.0])),
        Figure("queries", sample([13]), "", 12),
    ])  # fmt: skip
    head, _line, page, queries = table.splitlines()
    assert head.split() == ["figure", "measured", "spread", "floor", "ratio", "target"]
    assert page.split() == ["page", "4.50", "ms", "4–5", "1", "ms", "4.50", "x", "≤", "5", "x", "ok"]
    assert queries.split() == ["queries", "13", "≤", "12", "NOT"]


def test_what_a_browser_fetches_by_itself():
    html = b"""<link rel="stylesheet" href="a.css"><link rel="canonical" href="no"><script src="a.js"></script>
               <img src="p.png"><a href="no">x</a><link rel="icon" href="i.svg">"""
    assert list(references("text/html", html)) == ["a.css", "a.js", "p.png", "i.svg"]
    assert list(references("text/css", b'a{b:url("x.svg")} c{d:url(data:no)} @import "y.css";')) == ["x.svg", "y.css"]
    assert list(references("text/javascript", b'import {a} from "./b.js"; import("./c.js")')) == ["./b.js", "./c.js"]
    assert list(references("image/svg+xml", b"url(x)")) == []
