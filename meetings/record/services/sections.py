"""The parts of a record: one for each agenda item, under a heading that begins with the item's number."""

import re

# "## 3. Plans of the groups": number and point are the portal's, the rest may be edited.
HEADING = re.compile(r"^##[ \t]+(\d{1,3})\.[ \t]*(.*)$", re.M)
# A sign that was shielded from being read as Markdown.
SHIELDED = re.compile(r"\\([\\`*_\[\]<>#|~])")


def sections(text: str) -> dict[int, str]:
    """The text under each numbered heading, heading included, by number."""
    found: dict[int, str] = {}
    marks = list(HEADING.finditer(text))
    for place, mark in enumerate(marks):
        limit = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        end = _end_of(text, mark.end(), limit)
        found[int(mark[1])] = text[mark.start() : end]
    return found


def number_of(text: str, number: int, *titles: str) -> int:
    """The number under which `text` speaks of an item that has `number` now and is or was called one of `titles`.

    Items may be put in another order after the record was drafted, and headings may be edited: an item of that number
    and title comes first, then one of its title, then the one of its number.
    """
    named = [int(mark[1]) for mark in HEADING.finditer(text) if SHIELDED.sub(r"\1", mark[2]).strip() in titles]
    return number if number in named or not named else named[0]


def section_at(text: str, position: int) -> int | None:
    """The number of the section that the character at `position` belongs to."""
    for number, part in sections(text).items():
        start = text.find(part)
        if start <= position < start + len(part):
            return number
    return None


def without_section(text: str, number: int, instead: str) -> tuple[str, str]:
    """`text` with a section replaced by the line `instead`, and what was taken out."""
    part = sections(text).get(number, "")
    return (text.replace(part, f"{instead}\n\n", 1), part) if part else (text, "")


def under_rule(text: str, number: int, speakers: str, rule: str) -> str:
    """`text` with `rule` under the heading of a section, and without its paragraphs that begin with `speakers`."""
    part = sections(text).get(number, "")
    if not part.strip():
        return text
    heading, *rest = re.split(r"\n[ \t]*\n", part.strip())
    heading, _break, under = heading.partition("\n")
    told = [one for one in (under, *rest) if one.strip() and one != rule and not one.startswith(speakers.rstrip())]
    return text.replace(part, "\n\n".join([heading, rule, *told]) + "\n\n", 1).rstrip() + "\n"


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n[ \t]*\n|\n(?=[-*+] |\d+[.)] |#)", text) if part.strip()]


def _end_of(text: str, start: int, end: int) -> int:
    """A section ends at the next heading of its level, numbered or not."""
    other = re.compile(r"^#{1,2}[ \t]", re.M).search(text, start, end)
    return other.start() if other else end
