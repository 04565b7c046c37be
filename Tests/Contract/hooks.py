"""A check of the gateway's own for schemathesis."""

import schemathesis

# What a schema cannot say of a request, in the words of the refusals: which connections there are, that ids
# are of the one that is asked, that a cursor came from the list, that a span ends after it begins, which hosts
# a vendor has.
BEYOND_THE_SCHEMA = (
    "There is no connection named '",
    "The id is of the connection '",
    "The body and the query name different connections.",
    "fits none of the connections asked.",
    "The cursor was altered, or belongs to another list.",
    "_before is later than ",
    "The connection has no host of that name.",
)


@schemathesis.check
def valid_requests_are_understood(ctx, response, case):
    """A request that fits the document is a 400 for reasons only that the document's schemas cannot say."""
    if response.status_code != 400 or not case.meta.generation.mode.is_positive:
        return
    # A value taken from an earlier answer is put in as it is, its nulls as empty texts.
    if any(case.query.get(draw.parameter_name) == "" for draw in case.meta.pool_draws):
        return
    # What a vendor says passes through as it is.
    if response.headers["content-type"][0] != "application/problem+json":
        return
    detail = response.json()["detail"]
    assert any(words in detail for words in BEYOND_THE_SCHEMA), f"a valid request is refused: {detail}"
