#!/usr/bin/env bash
# Follows a list from its first page to its last by next_cursor.
#
#   pages.sh [RESOURCE] [LIMIT]          tickets, 50 records a page, unless said otherwise
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$0")/common.sh"

resource=${1:-tickets}
limit=${2:-50}
most_pages=100
check_count LIMIT "$limit" 200
check_gateway

# A member of a list's meta, which stands behind all records.
meta() { sed -En "s/.*\"meta\":\{.*\"$1\":\"?([^\",}]*).*/\1/p" <<<"${answer%%,\"sources\":*}"; }

cursor=
records=0
for ((page = 1; page <= most_pages; page++)); do
    parameters=(--data-urlencode "limit=$limit")
    [[ -z $cursor ]] || parameters+=(--data-urlencode "cursor=$cursor")
    answer=$(curl --silent --show-error --max-time 30 --get "${parameters[@]}" \
        --header "Authorization: Bearer $key" --write-out '\n%{http_code} %{time_total}' "$base/v1/$resource")
    read -r status seconds <<<"${answer##*$'\n'}"
    answer=${answer%$'\n'*}
    if [[ $status != 200 ]]; then
        echo "page $page: status $status: $answer" >&2
        exit 1
    fi
    count=$(meta count)
    records=$((records + count))
    echo "page $page: $count records, ${seconds} s"
    cursor=$(meta next_cursor)
    if [[ $cursor == null ]]; then
        echo "$records records on $page pages"
        exit 0
    fi
done
echo "$records records on $most_pages pages, and there are more"
