"""The window may say how a face looks, never what somebody is or feels; and no word about health or healing.

usage: check_words.py SOURCE_DIR
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

FEELINGS = 'happy|sad|angry|afraid|scared|surprised|neutral|disgusted|depressed|upset|cheerful|tired|stressed'
FORBIDDEN = [
    re.compile(rf'\b(is|are|am|was|were|be|seem|seems|feel|feels|feeling|you’re|you\'re)\s+(\w+\s+){{0,2}}({FEELINGS})\b(?! one)', re.I),
    re.compile(r'\byour (emotion|feeling|mood) is\b', re.I),
    re.compile(r'\b(heals?|healed|healing|cures?|therap\w*|diagnos\w*)\b', re.I),
]
# The same in the languages Lilt speaks, by the name of their .po file.
TRANSLATED = {'de': [
    re.compile(r'\b(ist|sind|bin|war|waren|scheint|scheinen|fühlt|fühlen|seid)\s+(\w+\s+){0,2}'
               r'(fröhlich|glücklich|traurig|wütend|ängstlich|überrascht|neutral|angewidert|bedrückt)\b', re.I),
    re.compile(r'\b(Ihr Gefühl|Ihre Stimmung) ist\b', re.I),
    re.compile(r'\b(heilt|heilen|geheilt|therap\w*|diagnos\w*)\b', re.I),
]}
ROOMS = ('ui', 'app', 'session', 'desktop', 'recommend')


def texts_of_templates(source):
    for path in sorted((source / 'ui').glob('*.ui')):
        for node in ElementTree.parse(path).iter():
            if node.get('translatable') == 'yes' and node.text:
                yield path.name, node.text


def texts_of_code(source):
    """Every string literal of the rooms that speak, adjacent ones joined."""
    literal = re.compile(r'"((?:[^"\\\n]|\\.)*)"(?:\s*"((?:[^"\\\n]|\\.)*)")*')
    for room in ROOMS:
        for path in sorted((source / 'src' / room).glob('*.c')):
            code = re.sub(r'/\*.*?\*/', '', path.read_text(encoding='utf-8'), flags=re.S)
            for match in literal.finditer(code):
                yield path.name, ''.join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', match.group(0)))


def found_in_translations(source):
    """(file, text) of every translated text that says what somebody is."""
    for path in sorted((source / 'data' / 'po').glob('*.po')):
        rules = TRANSLATED[path.stem]  # a new language brings its rules along
        text = re.sub(r'"\n"', '', path.read_text(encoding='utf-8'))
        for said in re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', text, re.M):
            if any(rule.search(said) for rule in rules):
                yield path.name, said


def misreads_in_ten(source):
    """How many expressions in ten the network misreads, as a word: from its card, on `public`."""
    card = (source / 'models' / 'README.md').read_text(encoding='utf-8')
    per_cent = float(re.search(r'^\| `public` \| \d+ \| ([\d.]+) %', card, re.M)[1])
    return ('no', 'one', 'two', 'three', 'four', 'five')[round((100 - per_cent) / 10)]


def main():
    source = pathlib.Path(sys.argv[1])
    texts = list(texts_of_templates(source)) + list(texts_of_code(source))
    found = [(name, text) for name, text in texts if any(rule.search(text) for rule in FORBIDDEN)]
    found += found_in_translations(source)
    for bad in ('Sie ist fröhlich.', 'Sie sind ein wenig traurig', 'Musik heilt'):
        assert any(rule.search(bad) for rule in TRANSLATED['de']), f'the rules miss "{bad}"'
    for bad in ('You are happy.', 'She feels a bit sad', 'It is very angry', 'Music heals'):
        assert any(rule.search(bad) for rule in FORBIDDEN), f'the rules miss "{bad}"'
    word = misreads_in_ten(source)
    for name in ('lilt_first_start.ui', 'guide.ui'):
        assert any(name == n and re.search(rf'misreads about {word}\b.* in ten', t) for n, t in texts), \
            f'{name}: the card says {word} in ten'
    print(f'{len(texts)} texts read')
    for name, text in found:
        print(f'{name}: "{text}"')
    assert len(texts) > 300, 'too few texts: were the folders read?'
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
