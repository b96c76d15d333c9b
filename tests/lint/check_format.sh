#!/bin/sh
# Every C file is laid out as .clang-format says. usage: check_format.sh CHECKOUT
set -eu
cd "$1"
command -v clang-format >/dev/null || { echo "skipped: clang-format is not installed"; exit 77; }
find src include tests \( -name '*.[ch]' -o -name '*.cc' \) -print0 | xargs -0 clang-format --dry-run -Werror
