"""Cxpress's contacts and tickets as the gateway's unified JSON, with FastAPI and httpx."""

import datetime
import os

import fastapi
import httpx
from fastapi.responses import JSONResponse

STATUSES = {
    "daddbd66-1dd2-4008-94c9-7fcb9b1a5800": "new",
    "b58c1105-0ffe-4d07-a7d6-751389fc3008": "open",
    "0ec35dbb-398e-4c2f-996c-933af162c950": "pending",
    "3dd9b9ac-7399-4ce8-b22c-a513eb473803": "on_hold",
    "2b45ba71-fa68-4ce5-bf16-14f31d43ba1a": "resolved",
    "2f955a38-e8cf-4033-bf6c-c5e4f68c8ea9": "abandoned",
}
CHANNELS = {
    "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a": "email",
    "6977996d-11d1-44cc-a863-2e1d9c24e046": "phone",
    "33be81d8-88ac-4e08-bb4d-cf69fd23267f": "whatsapp",
    "aa1cea93-23de-46aa-af14-d6f766acf5c8": "facebook",
    "f28cb4a4-e42b-425a-8011-59d5f9c1d0f2": "instagram",
    "4a7b71bb-6432-4794-ad11-f978b067871d": "webchat",
}
LEVELS = {1: "bot", 2: "human"}
CONSUMERS = {"Bearer bench"}

app = fastapi.FastAPI()
client = httpx.AsyncClient(
    base_url=f"http://127.0.0.1:{os.environ['UPSTREAM_PORT']}",
    headers={"Authorization": "Bearer token", "Origin": "https://bench.app.cxpress.io/"},
    limits=httpx.Limits(max_connections=64, max_keepalive_connections=64),
)


def moment(text):
    if text is None:
        return None
    try:
        read = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    utc = read.astimezone(datetime.UTC) if read.tzinfo else read
    return utc.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def identifier(remote_id):
    return None if remote_id is None else f"cxpress:{remote_id}"


def identifiers(rows):
    ids = (row.get("user_id") or row.get("id") if isinstance(row, dict) else row for row in rows or [])
    return [identifier(remote_id) for remote_id in ids if remote_id is not None]


def reference(remote_id, name):
    return None if remote_id is None and name is None else {"id": identifier(remote_id), "name": name}


def person(row):
    if row is None:
        return None
    names = [name for name in (row.get("name"), row.get("lastname")) if name]
    return reference(row.get("user_id"), " ".join(names) if names else row.get("name"))


def custom_fields(rows):
    fields = {}
    for row in rows or []:
        value = row.get("value")
        if value is None:
            continue
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        fields[row.get("name") or row.get("custom_field_id") or row.get("id")] = value
    return fields


def addresses(rows, name, single):
    if rows is None:
        return [single] if single else []
    return [row[name] if isinstance(row, dict) else row for row in rows]


def common(remote_id, row):
    return {
        "id": identifier(remote_id),
        "connection": "cxpress",
        "vendor": "cxpress",
        "remote_id": remote_id,
        "created_at": moment(row.get("created_at")),
        "updated_at": moment(row.get("updated_at")),
    }


def ticket(row):
    status = row.get("status_id")
    deleted_at = moment(row.get("deleted_at"))
    sector = row.get("sector") or {"id": row.get("sector_id"), "name": None}
    return common(row["id"], row) | {
        "number": row.get("ticket_reference_id"),
        "subject": row.get("subject"),
        "status": "deleted" if deleted_at else STATUSES.get(status, "unknown"),
        "vendor_status": status,
        "channel": CHANNELS.get(row.get("channel_id"), "unknown"),
        "contact": person(row.get("requester_user")),
        "assignee": person(row.get("assigned_employee")),
        "department": reference(sector.get("id"), sector.get("name")),
        "followers": identifiers(row.get("followers")),
        "tags": identifiers(row.get("tags")),
        "last_message": row.get("last_message"),
        "read": row.get("was_read"),
        "level": LEVELS.get(row.get("level")),
        "closed_at": moment(row.get("finished_at")),
        "deleted_at": deleted_at,
        "custom_fields": custom_fields(row.get("custom_fiejds") or row.get("custom_fields")),
    }


def contact(row):
    return common(row["user_id"], row) | {
        "given_name": row.get("name"),
        "family_name": row.get("lastname"),
        "document": row.get("document_number"),
        "emails": addresses(row.get("email_addresses"), "email", row.get("email")),
        "phones": addresses(None, None, row.get("phone")),
        "whatsapp": addresses(row.get("whatsapp_numbers"), "number", row.get("whatsapp")),
        "social": {name: row.get(name) for name in ("twitter", "instagram", "facebook", "youtube")},
        "address": row.get("address"),
        "notes": row.get("observations"),
        "owner_id": identifier(row.get("employee_user_id")),
        "tags": identifiers(row.get("tags")),
        "direct_to_agent": row.get("direct_attendance_n2"),
        "custom_fields": custom_fields(row.get("custom_fields")),
    }


async def fetch(request, path, **parameters):
    if request.headers.get("authorization") not in CONSUMERS:
        raise fastapi.HTTPException(401)
    answer = await client.get(path, params=parameters)
    if answer.status_code != 200:
        raise fastapi.HTTPException(502)
    return answer.json()


@app.get("/v1/contacts/cxpress:{remote_id}")
async def get_contact(request: fastapi.Request, remote_id: str):
    answer = await fetch(request, f"/external/consumer/{remote_id}")
    return JSONResponse({"data": contact(answer["consumers"][0])})


@app.get("/v1/tickets")
async def list_tickets(request: fastapi.Request, limit: int = 50):
    answer = await fetch(request, "/external/ticket", limit=limit, page=1)
    data = [ticket(row) for row in answer["tickets"]]
    next_page = answer["pagination"]["nextPage"]
    source = {
        "connection": "cxpress",
        "status": "ok",
        "count": len(data),
        "total": answer["pagination"]["total"],
        "cached": False,
    }
    meta = {
        "count": len(data),
        "next_cursor": None if next_page is None else str(next_page),
        "complete": True,
        "sources": [source],
    }
    return JSONResponse({"data": data, "meta": meta})
