#!/bin/sh
# What ./dev says where it cannot work. usage: test_dev.sh CHECKOUT
set -u
dev=$1/dev
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# expect CODE WORDS COMMAND...: the command ends with CODE and says WORDS
expect() {
    want=$1 words=$2
    shift 2
    "$@" > "$work/out" 2>&1 < /dev/null
    code=$?
    if [ $code -ne "$want" ] || ! grep -q -- "$words" "$work/out"; then
        echo "FAILED: $*: exit $code (want $want), and should say \"$words\":"
        cat "$work/out"
        failures=$((failures + 1))
    else
        echo "ok: $words"
    fi
}

# A machine without Debian's tools: everything else of this one's programs, by links.
mkdir "$work/bin"
for program in bash dirname readlink env fmt sort grep awk printf cat id; do
    ln -s "$(command -v $program)" "$work/bin/$program"
done
expect 1 'libgtk-4-dev' env PATH="$work/bin" "$dev" run
expect 1 'this is not Debian' env PATH="$work/bin" "$dev" run
expect 1 'valgrind' env PATH="$work/bin" "$dev" test
expect 1 'unknown option --fast' "$dev" run --fast
expect 1 'unknown option --short' "$dev" test --short
expect 2 'unknown verb dance' "$dev" dance
expect 0 'dev run' "$dev" help
exit $((failures > 0))
