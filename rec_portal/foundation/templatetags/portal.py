"""Tags every template has: times in words with their zone, and panels."""

from datetime import datetime
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from rec_portal.foundation import panels, spelling
from rec_portal.foundation.context import languages

register = template.Library()


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], instant: datetime, zone: str | None = None) -> str:
    """{% moment meeting.starts_at %} in the reader's zone, or {% moment x zone %} in another."""
    return spelling.moment(instant, zone or context["portal"]["time_zone"])


@register.simple_tag(takes_context=True)
def span(context: dict[str, Any], start: datetime, end: datetime, zone: str | None = None) -> str:
    return spelling.span(start, end, zone or context["portal"]["time_zone"])


@register.simple_tag
def city_times(instant: datetime, base_zone: str) -> list[spelling.CityTime]:
    return spelling.city_times(instant, base_zone)


@register.filter
def minutes(value: int) -> str:
    return spelling.length(value)


@register.simple_tag
def fixed(template_name: str, **props: Any) -> SafeString:
    """An include that says the same on every page: rendered once for each language and each set of `props`.

    The template sees its props and nothing else; they must be hashable and few, so never anything of one person.
    """
    if settings.DEBUG:  # a template that is being written changes
        return _rendered.__wrapped__(template_name, get_language() or "en", tuple(props.items()))
    return _rendered(template_name, get_language() or "en", tuple(props.items()))


@lru_cache(maxsize=512)
def _rendered(template_name: str, language: str, props: tuple[tuple[str, Any], ...]) -> SafeString:
    return mark_safe(render_to_string(template_name, dict(props)).strip())  # noqa: S308 - rendered


# Stand for what differs from request to request. Nobody can write them: they are drawn when the program starts.
TOKEN, HERE = (f"{name}-{token_urlsafe(12)}" for name in ("token", "here"))


@register.simple_tag(takes_context=True)
def framed(context: dict[str, Any], template_name: str, **props: Any) -> SafeString:
    """As `fixed`, for the frame of one reader's pages, which has forms in it: their token and the page's own address,
    `csrf_token` and `here` in the template, are put in afterwards."""
    props |= {"csrf_token": TOKEN, "here": HERE}
    render = _frame.__wrapped__ if settings.DEBUG else _frame
    html = render(template_name, get_language() or "en", tuple(props.items()))
    here = escape(context["request"].get_full_path())
    return mark_safe(html.replace(TOKEN, str(context["csrf_token"])).replace(HERE, here))  # noqa: S308 - rendered


@lru_cache(maxsize=1024)
def _frame(template_name: str, language: str, props: tuple[tuple[str, Any], ...]) -> str:
    return render_to_string(template_name, dict(props)).strip()


@register.simple_tag
def portal_languages() -> list[dict[str, Any]]:
    return languages(get_language() or "en")


@register.simple_tag(takes_context=True)
def show_panels(context: dict[str, Any], place: str, row: Any) -> SafeString:
    """Renders what upper rooms registered for `place` on `row`'s page."""
    request = context["request"]
    shown = panels.panels_for(place, request, row)
    html = [render_to_string(panel["template"], panel["context"], request) for panel in shown]
    return mark_safe("".join(html))  # noqa: S308 - each part is a rendered, escaped template
