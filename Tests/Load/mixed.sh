#!/usr/bin/env bash
# Several consumers read side by side, together more than a vendor allows, and each says what it was
# answered and how long it was told to wait.
#
#   mixed.sh [REQUESTS] [KEY...]         120 requests each, as three apps with CX_KEY, unless said otherwise
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$0")/common.sh"

requests=${1:-120}
check_count REQUESTS "$requests" 1000
shift || true
keys=("$@")
((${#keys[@]})) || keys=("$key" "$key" "$key")
check_count "the number of KEYs" "${#keys[@]}" 16
check_gateway

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

# Reads as one consumer: lists of tickets and of contacts in turn. `wait=0` asks for a refusal at once
# where the vendor's quota is spent.
consume() {
    for ((number = 0; number < requests; number++)); do
        path=tickets
        ((number % 2)) && path=contacts
        printf 'url = "%s/v1/%s?connection=cxpress&limit=10"\noutput = "/dev/null"\n' "$base" "$path"
    done | curl --silent --config - --max-time 30 --header "Authorization: Bearer $1" \
        --header 'Prefer: wait=0' --write-out '%{http_code} %{time_total} %header{retry-after}\n'
}

for index in "${!keys[@]}"; do
    consume "${keys[index]}" >"$directory/$index" &
done
wait

for index in "${!keys[@]}"; do
    echo "consumer $((index + 1))"
    summarize <"$directory/$index" | sed 's/^/  /'
    awk '$1 == 429 || $1 == 503 { refused++; last = $3 }
        END { if (refused) printf "  refused %d times, at last with Retry-After: %s\n", refused, last }' \
        "$directory/$index"
done
