"""What schemathesis has to know of the gateway besides its document: a check, and which ids there are."""

import functools
import json
import urllib.error
import urllib.parse
import urllib.request
import zlib

import schemathesis

# What a schema cannot say of a request, in the words of the refusals: which connections there are, that ids
# are of the one that is asked, that a cursor came from the list, that a span ends after it begins, which hosts
# a vendor has, which time zones there are.
BEYOND_THE_SCHEMA = (
    "There is no connection named '",
    "The id is of the connection '",
    "The body and the query name different connections.",
    "Name the connection, one of ",
    "An id needs its connection, ",
    "fits none of the connections asked.",
    "The cursor was altered, or belongs to another list.",
    "_before is later than ",
    "The connection has no host of that name.",
    "time_zone is a time zone such as ",
    "date stands alone, without from and to",
    "to is no earlier than from",
    "_time is minutes: ",
    "form_key and form_value go together",
    "field_id and field_value go together",
    "Slots are those of one connection",
)

# Members of queries and bodies that hold an id, and the list that has such ids.
LISTS = {
    "survey_id": "surveys", "distribution_id": "distributions", "contact_id": "contacts",
    "company_id": "companies", "classification_id": "visit-classifications", "visit_id": "visits",
}
# Lists that want to know of what, and where that is found.
OWNERS = {"distributions": ("survey_id", "surveys")}
# Of so many generated ids one is left as it is, for the gateway to refuse.
LEFT_OUT = 4


class Gateway:
    """The gateway that is tested, asked for what it has."""

    def __init__(self, base):
        self.base = base

    def records(self, path):
        """The records of a list; none where no vendor has it."""
        request = urllib.request.Request(self.base + path, headers={"Authorization": "Bearer sandbox"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError:
            return []

    @functools.cache
    def connections(self):
        """The names of the connections."""
        return [connection["name"] for connection in self.records("/v1/connections")]

    @functools.cache
    def ids(self, name):
        """Some ids of a list, those of one vendor among those of the others."""
        paths = [f"/v1/{name}?limit=20"]
        if name in OWNERS:
            parameter, owners = OWNERS[name]
            paths = [f"/v1/{name}?{parameter}={urllib.parse.quote(owner)}" for owner in self.ids(owners)[:5]]
        return [record["id"] for path in paths for record in self.records(path) if record.get("id")]


@functools.cache
def gateway(base):
    """The gateway at that address."""
    return Gateway(base)


def chosen(generated, known):
    """One of the known values for most generated ones, always the same for the same; else what was generated."""
    number = zlib.crc32(repr(generated).encode())
    if not known or number % LEFT_OUT == 0:
        return generated
    return known[number // LEFT_OUT % len(known)]


@schemathesis.hook
def map_case(context, case):
    """Puts connections and ids that there are into most of the requests that fit the document, and a key of its own
    into each that has one: a key belongs to one request."""
    if not case.meta.generation.mode.is_positive:
        return case
    served = gateway(case.operation.base_url)
    segments = case.operation.path.split("/")
    lists = dict(LISTS, id=segments[2] if len(segments) > 2 else "")
    case.path_parameters = known_parts(case.path_parameters, lists, served)
    case.query = known_parts(case.query, lists, served)
    case.body = known_parts(case.body, lists, served)
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = key_of(case)
    return case


def key_of(case):
    """A key that is the same for the same request, and another for every other."""
    parts = (case.method, case.operation.path, case.path_parameters, case.query, case.body)
    return f"{zlib.crc32(repr(parts).encode()):08x}"


def known_parts(parts, lists, served):
    """The same members, with values that there are. A connection goes where an id says it."""
    if not isinstance(parts, dict):
        return parts
    parts = dict(parts)
    for name, value in parts.items():
        if isinstance(value, list) and name != "connection":
            parts[name] = [known_parts(item, lists, served) for item in value]
        elif name in lists and isinstance(value, str):
            parts[name] = chosen(value, served.ids(lists[name]))
        elif name == "name" and "id" not in parts and lists["id"] == "connections":
            parts[name] = chosen(value, served.connections())
        elif name == "connection" and value:
            known = chosen(value, served.connections())
            parts[name] = [known] if isinstance(value, list) and isinstance(known, str) else known
    if any(parts.get(name) in served.ids(lists[name]) for name in lists if name in parts):
        parts.pop("connection", None)
    return parts


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
