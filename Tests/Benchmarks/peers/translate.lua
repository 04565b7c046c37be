-- Cxpress's contacts and tickets as the gateway's unified JSON, for nginx with Lua and cjson.
--
-- Written for speed: everything is local, what never changes is in tables or constant strings, and JSON
-- is put together from pieces, cjson encoding only what needs escapes. (cjson writes an empty table as
-- {}, so that whole records could not be given to it: many of their arrays are empty.)

local cjson = require("cjson")
local decode, encode, null = cjson.decode, cjson.encode, cjson.null
local byte, sub, format, match = string.byte, string.sub, string.format, string.match
local concat, new_table = table.concat, require("table.new")
local type, tostring, ipairs = type, tostring, ipairs
local ngx = ngx
local capture, print, header = ngx.location.capture, ngx.print, ngx.header

local SOURCE = '","connection":"cxpress","vendor":"cxpress","remote_id":'
local STATUSES = {
    ["daddbd66-1dd2-4008-94c9-7fcb9b1a5800"] = '"new"',
    ["b58c1105-0ffe-4d07-a7d6-751389fc3008"] = '"open"',
    ["0ec35dbb-398e-4c2f-996c-933af162c950"] = '"pending"',
    ["3dd9b9ac-7399-4ce8-b22c-a513eb473803"] = '"on_hold"',
    ["2b45ba71-fa68-4ce5-bf16-14f31d43ba1a"] = '"resolved"',
    ["2f955a38-e8cf-4033-bf6c-c5e4f68c8ea9"] = '"abandoned"',
}
local CHANNELS = {
    ["3f3fa530-fd3e-4018-ab98-4d9c3cd5406a"] = '"email"',
    ["6977996d-11d1-44cc-a863-2e1d9c24e046"] = '"phone"',
    ["33be81d8-88ac-4e08-bb4d-cf69fd23267f"] = '"whatsapp"',
    ["aa1cea93-23de-46aa-af14-d6f766acf5c8"] = '"facebook"',
    ["f28cb4a4-e42b-425a-8011-59d5f9c1d0f2"] = '"instagram"',
    ["4a7b71bb-6432-4794-ad11-f978b067871d"] = '"webchat"',
}
local LEVELS = { [1] = '"bot"', [2] = '"human"' }
local CONSUMERS = { ["Bearer bench"] = true }

local function present(value)
    return value ~= nil and value ~= null and value ~= ""
end

local function text(value)
    if value == nil or value == null then return "null" end
    return encode(type(value) == "string" and value or tostring(value))
end

local function boolean(value)
    if value == nil or value == null then return "null" end
    return value and "true" or "false"
end

-- An id with its connection; the encoded text begins with a quote, which goes.
local function identifier(value)
    if value == nil or value == null then return "null" end
    return '"cxpress:' .. sub(encode(value), 2)
end

-- A moment in RFC 3339 with milliseconds. The vendor writes just that; other spellings are rewritten.
local function moment(value)
    if value == nil or value == null then return "null" end
    if #value == 24 and byte(value, 24) == 90 and byte(value, 20) == 46 and byte(value, 11) == 84
        and byte(value, 5) == 45 and byte(value, 8) == 45 and byte(value, 14) == 58 and byte(value, 17) == 58 then
        return '"' .. value .. '"'
    end
    local date, time, fraction = match(value, "^(%d%d%d%d%-%d%d%-%d%d)[T ](%d%d:%d%d:%d%d)%.?(%d*)Z?$")
    if not date then return "null" end
    return format('"%sT%s.%sZ"', date, time, sub(fraction .. "000", 1, 3))
end

local function person(value)
    if value == nil or value == null then return "null" end
    local id, name, last = value.user_id, value.name, value.lastname
    if present(last) then name = present(name) and name .. " " .. last or last end
    if (id == nil or id == null) and (name == nil or name == null) then return "null" end
    return '{"id":' .. identifier(id) .. ',"name":' .. text(name) .. "}"
end

local function department(value, id)
    local name
    if value ~= nil and value ~= null then id, name = value.id, value.name end
    if (id == nil or id == null) and (name == nil or name == null) then return "null" end
    return '{"id":' .. identifier(id) .. ',"name":' .. text(name) .. "}"
end

local function identifiers(rows)
    if rows == nil or rows == null or #rows == 0 then return "[]" end
    local found = {}
    for _, row in ipairs(rows) do
        if type(row) == "table" then row = present(row.user_id) and row.user_id or row.id end
        if row ~= nil and row ~= null then found[#found + 1] = identifier(row) end
    end
    return "[" .. concat(found, ",") .. "]"
end

local function custom_fields(rows)
    if rows == nil or rows == null or #rows == 0 then return "{}" end
    local found = {}
    for _, row in ipairs(rows) do
        local name = present(row.name) and row.name or present(row.custom_field_id) and row.custom_field_id or row.id
        local value = row.value
        if type(value) == "table" and #value == 1 then value = value[1] end
        if present(name) and value ~= nil and value ~= null then
            found[#found + 1] = encode(name) .. ":" .. encode(value)
        end
    end
    return "{" .. concat(found, ",") .. "}"
end

-- A list of addresses: the plural member's, which are texts or objects, else the single one.
local function addresses(rows, name, single)
    if rows == nil or rows == null then return present(single) and "[" .. text(single) .. "]" or "[]" end
    local found = {}
    for _, row in ipairs(rows) do
        if type(row) == "table" then row = row[name] end
        if row ~= nil and row ~= null then found[#found + 1] = text(row) end
    end
    return "[" .. concat(found, ",") .. "]"
end

local function write_ticket(out, n, row)
    local id, status, deleted = encode(row.id), row.status_id, row.deleted_at
    out[n + 1] = '{"id":"cxpress:'
    out[n + 2] = sub(id, 2, -2)
    out[n + 3] = SOURCE
    out[n + 4] = id
    out[n + 5] = ',"created_at":'
    out[n + 6] = moment(row.created_at)
    out[n + 7] = ',"updated_at":'
    out[n + 8] = moment(row.updated_at)
    out[n + 9] = ',"number":'
    out[n + 10] = text(row.ticket_reference_id)
    out[n + 11] = ',"subject":'
    out[n + 12] = text(row.subject)
    out[n + 13] = ',"status":'
    out[n + 14] = present(deleted) and '"deleted"' or STATUSES[status] or '"unknown"'
    out[n + 15] = ',"vendor_status":'
    out[n + 16] = text(status)
    out[n + 17] = ',"channel":'
    out[n + 18] = CHANNELS[row.channel_id] or '"unknown"'
    out[n + 19] = ',"contact":'
    out[n + 20] = person(row.requester_user)
    out[n + 21] = ',"assignee":'
    out[n + 22] = person(row.assigned_employee)
    out[n + 23] = ',"department":'
    out[n + 24] = department(row.sector, row.sector_id)
    out[n + 25] = ',"followers":'
    out[n + 26] = identifiers(row.followers)
    out[n + 27] = ',"tags":'
    out[n + 28] = identifiers(row.tags)
    out[n + 29] = ',"last_message":'
    out[n + 30] = text(row.last_message)
    out[n + 31] = ',"read":'
    out[n + 32] = boolean(row.was_read)
    out[n + 33] = ',"level":'
    out[n + 34] = LEVELS[row.level] or "null"
    out[n + 35] = ',"closed_at":'
    out[n + 36] = moment(row.finished_at)
    out[n + 37] = ',"deleted_at":'
    out[n + 38] = moment(deleted)
    out[n + 39] = ',"custom_fields":'
    out[n + 40] = custom_fields(row.custom_fiejds or row.custom_fields)
    out[n + 41] = "}"
    return n + 41
end

local function write_contact(row)
    local id = encode(row.user_id)
    return concat({
        '{"data":{"id":"cxpress:', sub(id, 2, -2), SOURCE, id,
        ',"created_at":', moment(row.created_at), ',"updated_at":', moment(row.updated_at),
        ',"given_name":', text(row.name), ',"family_name":', text(row.lastname),
        ',"document":', text(row.document_number),
        ',"emails":', addresses(row.email_addresses, "email", row.email),
        ',"phones":', addresses(nil, nil, row.phone),
        ',"whatsapp":', addresses(row.whatsapp_numbers, "number", row.whatsapp),
        ',"social":{"twitter":', text(row.twitter), ',"instagram":', text(row.instagram),
        ',"facebook":', text(row.facebook), ',"youtube":', text(row.youtube),
        '},"address":', text(row.address), ',"notes":', text(row.observations),
        ',"owner_id":', identifier(row.employee_user_id), ',"tags":', identifiers(row.tags),
        ',"direct_to_agent":', boolean(row.direct_attendance_n2),
        ',"custom_fields":', custom_fields(row.custom_fields), "}}",
    })
end

local function fetch(path, arguments)
    if not CONSUMERS[ngx.var.http_authorization] then return ngx.exit(401) end
    local answer = capture("/cxpress/external/" .. path, arguments)
    if answer.status ~= 200 or answer.truncated then return ngx.exit(502) end
    return decode(answer.body)
end

local function respond(body)
    header["Content-Type"] = "application/json"
    header["Content-Length"] = #body
    print(body)
end

local translate = {}

function translate.contact()
    local id = match(ngx.var.uri, "^/v1/contacts/cxpress:([%w-]+)$")
    if not id then return ngx.exit(404) end
    respond(write_contact(fetch("consumer/" .. id).consumers[1]))
end

function translate.tickets()
    local limit = ngx.var.arg_limit or "50"
    local answer = fetch("ticket", { args = "limit=" .. limit .. "&page=1" })
    local rows, pagination = answer.tickets, answer.pagination
    local out, n = new_table(#rows * 42 + 8, 0), 1
    out[1] = '{"data":['
    for index = 1, #rows do
        if index > 1 then
            n = n + 1
            out[n] = ","
        end
        n = write_ticket(out, n, rows[index])
    end
    local next_cursor = present(pagination.nextPage) and '"' .. ngx.encode_base64(pagination.nextPage) .. '"' or "null"
    out[n + 1] = format(
        '],"meta":{"count":%d,"next_cursor":%s,"complete":true,"sources":[{"connection":"cxpress",'
            .. '"status":"ok","count":%d,"total":%s,"cached":false}]}}',
        #rows, next_cursor, #rows, text(pagination.total) == "null" and "null" or pagination.total)
    respond(concat(out))
end

return translate
