#!/bin/sh
# Let a fuzz target search from its seeds; an input that breaks it is left in a folder that is named.
# usage: fuzz.sh TARGET SEEDS DICTIONARY
set -eu
seconds=20
[ "${LILT_LONG:-0}" != 1 ] || seconds=300
unset ASAN_OPTIONS # exact stacks of every allocation would make it many times slower
work=$(mktemp -d)
mkdir "$work/found"
# No input is longer than 64 KB, takes longer than 10 s or asks for more than 512 MB at once.
if "$1" -max_total_time=$seconds -max_len=65536 -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=512 -dict="$3" \
    -artifact_prefix="$work/" -print_final_stats=1 "$work/found" "$2" > "$work/log" 2>&1; then
    grep -E 'cov:|stat::number_of_executed_units|stat::peak_rss_mb' "$work/log" | tail -n 3
    rm -r "$work"
else
    tail -n 60 "$work/log"
    echo "the input lies in $work; once mended, it belongs into $2"
    exit 1
fi
