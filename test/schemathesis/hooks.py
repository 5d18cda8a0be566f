"""A valid request is not refused for its form: only for what a schema cannot tell."""

import json
import re

import schemathesis

# By the detail of an `invalid_request`: what depends on the order, the storefront, or several fields at once.
NO_SCHEMA_CAN_TELL = re.compile(
    r"the order has no line|is there twice|needs unitPrice or total|is of |the return has \d+ units"
    r"|cursor: |sells in|needs a payment|is not unitPrice x quantity|total negative|above 2\^53"
    r"|must not be after|must be at most \d+ days"
)


@schemathesis.check
def valid_form_is_taken(ctx, response, case):
    generation = case.meta.generation if case.meta else None
    if generation is None or not generation.mode.is_positive or response.status_code not in (400, 422):
        return
    problem = response.json()
    if problem["code"] == "invalid_request" and not NO_SCHEMA_CAN_TELL.search(problem["detail"]):
        raise AssertionError(f"a valid request is refused for its form: {problem['detail']}")


@schemathesis.serializer("application/x-ndjson")
def as_it_stands(ctx, value):
    """A batch is text to the document."""
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")
