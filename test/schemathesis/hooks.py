"""What a schema cannot tell: why a valid request may be refused, and how one is signed."""

import json
import os
import re
import uuid
from datetime import datetime, timezone

import requests
import schemathesis
from standardwebhooks import Webhook

# By the detail of an `invalid_request`: what depends on the order, the storefront, or several fields at once.
NO_SCHEMA_CAN_TELL = re.compile(
    r"the order has no line|is there twice|needs unitPrice or total|is of |the return has \d+ units"
    r"|cursor: |sells in|needs a payment|is not unitPrice x quantity|total negative|above 2\^53"
    r"|is at version \d+ and not at|must not be after|must be at most \d+ days|there is no such storefront|as this caller has none"
)


@schemathesis.check
def valid_form_is_taken(ctx, response, case):
    generation = case.meta.generation if case.meta else None
    if generation is None or not generation.mode.is_positive or response.status_code not in (400, 422):
        return
    problem = response.json()
    if problem["code"] == "invalid_request" and not NO_SCHEMA_CAN_TELL.search(problem["detail"]):
        raise AssertionError(f"a valid request is refused for its form: {problem['detail']}")


class Signed(requests.auth.AuthBase):
    """
    Signs what is sent, under an id of its own: what comes again under its id is no news, and is not looked at. What has not
    the headers that the document asks for, or is no text, stays as it is.
    """

    def __call__(self, request):
        headers = request.headers
        has_id = 1 <= len(headers.get("webhook-id", "")) <= 255
        has_time = re.fullmatch(r"[0-9]+", str(headers.get("webhook-timestamp")))
        if not has_id or not has_time or "webhook-signature" not in headers:
            return request
        body = request.body or b""
        try:
            text = body.decode() if isinstance(body, bytes) else body
        except UnicodeDecodeError:
            return request
        own_id = str(uuid.uuid4())
        now = datetime.now(timezone.utc)
        headers["webhook-id"] = own_id
        headers["webhook-timestamp"] = str(int(now.timestamp()))
        headers["webhook-signature"] = Webhook(os.environ["CARRIER_WEBHOOK_SECRET"]).sign(own_id, now, text)
        return request


schemathesis.auth.set_from_requests(Signed()).apply_to(operation_id="receiveCarrierWebhook")


@schemathesis.serializer("application/x-ndjson")
def as_it_stands(ctx, value):
    """A batch is text to the document."""
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")
