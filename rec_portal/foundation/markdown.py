"""Markdown to HTML: no raw HTML, no images, nothing from elsewhere, and an allow-list behind it all."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = frozenset(
    "p br hr h2 h3 h4 ul ol li blockquote strong em s code pre a table thead tbody tr th td".split()  # noqa: SIM905
)
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = frozenset({"https", "http", "mailto"})


def parse(text: str) -> list[Token]:
    """The tokens of a text, for writers of other formats; its first heading is of level 2."""
    tokens = _reader().parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            # The page has its own first heading.
            token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"
    return tokens


def render(text: str) -> SafeString:
    """HTML that may stand on a page: whatever was typed, only TAGS with ATTRIBUTES come out."""
    reader = _reader()
    html = reader.renderer.render(parse(text), reader.options, {})
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel="noreferrer noopener nofollow",
        strip_comments=True,
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 let nothing else through


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
    return reader.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
