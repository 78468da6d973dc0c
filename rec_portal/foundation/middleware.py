"""Gives each request an id that the history and the log share."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from rec_portal.foundation import context_ids


class RequestIdMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identity = context_ids.new_request_id()
        id_token = context_ids.request_id.set(identity)
        channel_token = context_ids.channel.set("web")
        try:
            response = self.get_response(request)
        finally:
            context_ids.request_id.reset(id_token)
            context_ids.channel.reset(channel_token)
        response["X-Request-ID"] = identity
        return response
