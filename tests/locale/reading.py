"""What a reader of a page meets in words: visible text, and the attributes that are read aloud or shown."""

from html.parser import HTMLParser

SPOKEN = frozenset({"alt", "aria-label", "content", "data-label", "placeholder", "title"})
# Attributes that scripts read their texts from.
SHOWN_BY_SCRIPTS = frozenset({"data-agenda-sum", "data-tick-count", "data-draft-saved", "data-draft-restored"}) | {
    "data-draft-older", "data-draft-discard", "data-draft-use",
}  # fmt: skip
UNREAD = frozenset({"script", "style", "svg", "kbd"})
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class Page(HTMLParser):
    """`pieces` are the texts of a page in their order; those marked as another language are left out."""

    def __init__(self, html: str, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.pieces: list[str] = []
        self._open: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        unread = tag in UNREAD or given.get("lang", self.language) != self.language or (self._open and self._open[-1])
        if not unread:
            self.pieces += [value for name, value in given.items() if self._is_read(tag, name, given)]
        if tag not in VOID:
            self._open.append(bool(unread))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._open and self._open[-1]):
            self.pieces.append(" ".join(data.split()))

    @staticmethod
    def _is_read(tag: str, name: str, given: dict[str, str]) -> bool:
        if name == "content":
            return tag == "meta" and given.get("name") == "description"
        return name in SPOKEN | SHOWN_BY_SCRIPTS
