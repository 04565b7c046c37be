#!/usr/bin/env bash
# Lists tickets again and again, and says the statuses and how long the answers took.
#
#   tickets.sh [REQUESTS] [AT ONCE]      100 requests, 4 at once, unless said otherwise
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$0")/common.sh"

requests=${1:-100}
at_once=${2:-4}
check_count REQUESTS "$requests" 5000
check_count "AT ONCE" "$at_once" 64
check_gateway

for ((number = 0; number < requests; number++)); do
    printf 'url = "%s/v1/tickets?limit=20"\noutput = "/dev/null"\n' "$base"
done | curl --silent --no-progress-meter --config - --parallel --parallel-max "$at_once" --max-time 30 \
    --header "Authorization: Bearer $key" --write-out '%{http_code} %{time_total}\n' | summarize
