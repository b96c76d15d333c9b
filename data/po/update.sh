#!/bin/sh
# update.sh [FOLDER]: bring POTFILES and lilt.pot up to date with the strings in the sources, and every LANG.po with
# lilt.pot. With a FOLDER, only POTFILES and lilt.pot, written there (the test compares them).
set -eu
po=$(cd "$(dirname "$0")" && pwd)
out=$(cd "${1:-$po}" && pwd)
cd "$po/../.."

{
    echo data/io.github.lilt_player.Lilt.desktop
    echo data/io.github.lilt_player.Lilt.metainfo.xml
    for room in base recommend library player desktop session ui app; do
        grep -lE '(^|[^A-Za-z0-9_])(_|N_|C_|NC_|ngettext)\("' "src/$room"/*.c || true
    done
    grep -l 'translatable="yes"' ui/*.ui
} | LC_ALL=C sort >"$out/POTFILES"

# Only the file is told of a string's place: line numbers would change with every commit.
LC_ALL=C xgettext --files-from="$out/POTFILES" --output="$out/lilt.pot.new" --from-code=UTF-8 --add-location=file \
    --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 --add-comments=Translators --msgid-bugs-address=https://github.com/lilt-player/lilt/issues \
    --package-name=Lilt --copyright-holder='The Lilt authors'
sed -i '/^"POT-Creation-Date:/d; s/charset=CHARSET/charset=UTF-8/' "$out/lilt.pot.new"
mv "$out/lilt.pot.new" "$out/lilt.pot"
[ $# = 0 ] || exit 0
for language in "$po"/*.po; do
    msgmerge --quiet --update --backup=none --previous --add-location=file "$language" "$po/lilt.pot"
done
