"""A sent mail as the mail log shows it: the same look, without the styles on its elements that the policy forbids."""

import re
from html import unescape

_STYLE = re.compile(r'\sstyle="([^"]*)"')


def with_styles_in_sheet(html: str, nonce: str) -> str:
    """`html` with each `style="…"` moved into a sheet that carries `nonce`, as does the mail's own sheet.

    Texts that people typed are escaped in a mail, so a quotation mark in the source is always the template's own.
    """
    styles: dict[str, int] = {}

    def marked(found: re.Match[str]) -> str:
        return f' data-look="{styles.setdefault(found[1], len(styles))}"'

    html = _STYLE.sub(marked, html).replace("<style>", f'<style nonce="{nonce}">')
    rules = "\n".join(f'[data-look="{number}"] {{ {_declarations(style)} }}' for style, number in styles.items())
    sheet = f'<style nonce="{nonce}">\n{rules}\n</style>\n'
    # Before the mail's own sheet, which turns the colours for the dark and must have the last word.
    return html.replace("<style", f"{sheet}<style", 1) if "<style" in html else sheet + html


def _declarations(style: str) -> str:
    return re.sub(r"[<>{}]", "", unescape(style))
