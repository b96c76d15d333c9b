#!/bin/sh
# Nothing at the top but what the plan names, no weights over 8 MB, no datasets. usage: check_tree.sh CHECKOUT
set -eu
cd "$1"
git rev-parse --is-inside-work-tree >/dev/null 2>&1 || { echo "skipped: not a git checkout"; exit 77; }
bad=$(git ls-files | cut -d/ -f1 | sort -u |
      grep -vxE 'CMakeLists\.txt|src|include|models|data|ui|tests|README\.md|LICENSE|dev|\..*' || true)
[ -z "$bad" ] || { echo "not in the plan, at the top: $bad"; exit 1; }
for file in $(git ls-files models); do
    [ "$(stat -c %s "$file")" -le 8388608 ] || { echo "$file is larger than 8 MB"; exit 1; }
done
bad=$(git ls-files | grep -E '\.(idx[0-9]-ubyte|mp3|ogg|wav|mp4|npz?|o|a)$' || true)
[ -z "$bad" ] || { echo "does not belong into the repository: $bad"; exit 1; }
echo "$(git ls-files | wc -l) files, each in its place"
