# shellcheck shell=bash
# What the scripts of this directory share. CX_PORT and CX_KEY say where the gateway is and as whom to
# call; the address is always this machine's, so that no script here can load anything else.

base=http://127.0.0.1:${CX_PORT:-8080}
# shellcheck disable=SC2034  # the scripts use it
key=${CX_KEY:-sandbox}

# Ends the script unless $2, what $1 names, is a number from 1 to $3.
check_count() {
    if ! [[ $2 =~ ^[0-9]{1,6}$ ]] || (($2 < 1 || $2 > $3)); then
        echo "$(basename "$0"): $1 is a number from 1 to $3, not '$2'" >&2
        exit 2
    fi
}

# Ends the script when no gateway answers.
check_gateway() {
    if ! curl --silent --fail --max-time 5 --output /dev/null "$base/healthz"; then
        echo "$(basename "$0"): no gateway answers at $base; start one with 'make run'" >&2
        exit 1
    fi
}

# Reads lines of a status and seconds; says how many there were of each status, and how long they took.
summarize() {
    sort -k2,2n | awk '
        { count[$1]++; times[NR] = $2 * 1000 }
        function at(share) { place = int(share * NR + 0.999999); return times[place < 1 ? 1 : place] }
        END {
            if (NR == 0) { print "no answers"; exit }
            for (status in count) printf "status %s: %d\n", status, count[status]
            printf "p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, longest %.2f ms\n", at(.5), at(.95), at(.99), times[NR]
        }'
}
