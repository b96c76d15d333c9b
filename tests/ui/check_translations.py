"""The list of translatable strings is that of the sources, and every language is whole: nothing missing, nothing
guessed ("fuzzy"), and words for screen readers as short or long as they need to be.

usage: check_translations.py SOURCE_DIR
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def entries(path):
    """(flags, msgid, [msgstr...]) of a .po file, obsolete entries left out."""
    text = path.read_text(encoding='utf-8')
    for block in re.split(r'\n\s*\n', text):
        lines = [line for line in block.splitlines() if not line.startswith('#~')]
        flags = ' '.join(line for line in lines if line.startswith('#,'))
        fields, name = {}, None
        for line in lines:
            match = re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$', line)
            if match:
                name = match.group(1)
                fields[name] = match.group(2)
            elif line.startswith('"') and name:
                fields[name] += line[1:-1]
        if 'msgid' in fields:
            yield flags, fields['msgid'], [v for k, v in fields.items() if k.startswith('msgstr')]


def stale(po):
    """What update.sh would change in POTFILES and lilt.pot."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([po / 'update.sh', folder], check=True)
        for name in ('POTFILES', 'lilt.pot'):
            fresh, kept = pathlib.Path(folder, name), po / name
            if fresh.read_text(encoding='utf-8') != kept.read_text(encoding='utf-8'):
                diff = subprocess.run(['diff', '-u', kept, fresh], capture_output=True, text=True)
                yield f'{name} is not up to date (run data/po/update.sh):\n' + diff.stdout[:2000]


def gaps(path):
    for flags, msgid, texts in entries(path):
        if msgid and 'fuzzy' in flags:
            yield f'{path.name}: guessed: "{msgid}"'
        elif not all(texts):
            yield f'{path.name}: not translated: "{msgid}"'
        elif msgid and msgid.endswith('…') != texts[0].endswith('…'):
            yield f'{path.name}: one of the two ends in an ellipsis: "{msgid}" / "{texts[0]}"'
    check = subprocess.run(['msgfmt', '--check', '-o', '/dev/null', path], capture_output=True, text=True)
    if check.returncode:
        yield check.stderr


def main():
    po = pathlib.Path(sys.argv[1]) / 'data' / 'po'
    if not shutil.which('xgettext'):
        print('skipped: xgettext is not installed')
        return 77
    problems = list(stale(po))
    languages = sorted(po.glob('*.po'))
    for language in languages:
        problems += gaps(language)
    n = len(list(entries(po / 'lilt.pot')))
    print(f'{n} strings, {len(languages)} languages')
    print('\n'.join(problems))
    assert n > 250 and languages, 'too little was read'
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
