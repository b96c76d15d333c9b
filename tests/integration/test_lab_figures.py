"""What a training run leaves to be read, on a data set of chance: drawings, tables, the card, the record of who looked
at `private`, and the paper's table.

usage: test_lab_figures.py BUILD"""
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

LAB = pathlib.Path(sys.argv[1]).resolve() / 'bin' / 'lilt-lab'
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
import idx  # noqa: E402

failures = 0


def check(good, words):
    global failures
    print('ok    ' if good else 'FAILED', words)
    failures += not good


def run(*arguments, code=0):
    """What lilt-lab prints, on either stream."""
    done = subprocess.run([str(part) for part in (LAB, *arguments)], capture_output=True, text=True, timeout=120)
    if done.returncode != code:
        sys.exit(f'FAILED lilt-lab {arguments}: exit {done.returncode}, want {code}\n{done.stdout}{done.stderr}')
    return done.stdout + done.stderr


def texts_of(path):
    """All words of an SVG, which must be well formed."""
    return [''.join(node.itertext()) for node in xml.etree.ElementTree.parse(path).iter() if node.tag.endswith('text')]


def check_drawings(model, n_valid):
    words = texts_of(f'{model}.curves.svg')
    for word in ('Loss', 'Accuracy', 'epoch', 'mean cross-entropy (nats)', '1', '2'):
        check(word in words, f'the curves say "{word}"')
    words = texts_of(f'{model}.confusion.svg')
    check(any(f'{n_valid} faces' in word for word in words), f'the confusion is of {n_valid} faces')
    check(words.count('disgust') == 2, 'and names each class on both sides')
    rows = list(csv.reader(open(f'{model}.confusion.csv')))[1:]
    check(sum(int(cell) for row in rows for cell in row[1:]) == n_valid, 'its table adds up')
    for name in ('samples', 'mistakes'):
        head = pathlib.Path(f'{model}.{name}.png').read_bytes()[:24]
        size = [int.from_bytes(head[at:at + 4], 'big') for at in (16, 20)]
        check(head[:4] == b'\x89PNG' and min(size) > 400, f'{name}: a picture of {size[0]} x {size[1]}')


def check_reads(model, data):
    """Looks at `private`, and at nothing else, are counted."""
    record = pathlib.Path(f'{model}.private-reads.csv')
    for split in ('valid', 'public'):
        run('evaluate', '--model', model, '--data', data, '--split', split)
    check(not record.exists(), 'looks at other splits are not counted')
    check('has not been looked at' in run('card', '--model', model, '--data', data, '--without-private'),
          'the card says that nobody looked at `private`')
    for labels in ('fer', 'ferplus'):
        said = json.loads(run('evaluate', '--model', model, '--data', data, '--split', 'private', '--labels', labels,
                              '--json'))
        check(said['head'] == labels and said['n'] == 70 and said['accuracy'] > 0.9,
              f'head {said["head"]} answers for {labels}, {said["accuracy"]:.0%} correct')
    card = run('card', '--model', model, '--data', data)
    rows = list(csv.DictReader(open(record)))
    check([row['verb'] for row in rows] == ['evaluate', 'evaluate', 'card'], 'three looks are in the record')
    check(len({row['sha256'] for row in rows}) == 1 and len(rows[0]['sha256']) == 64, 'all by the same file')
    check('looked at 3 times with this network, 3 times' in card, 'the card counts them')
    other = pathlib.Path(shutil.copy(model, model.with_name('other.safetensors')))
    pathlib.Path(f'{other}.private-reads.csv').mkdir()
    check('could not be noted' in run('evaluate', '--model', other, '--data', data, '--split', 'private'),
          'a look that cannot be noted is said to be, and the work goes on')
    return card


def check_card(model, data, card):
    folder = pathlib.Path(model).parent
    said = json.loads(run('evaluate', '--model', model, '--data', data, '--split', 'public', '--without-twins',
                          '--json'))
    row = f'| `public` without twins | {said["n"]} | {100 * said["accuracy"]:.1f} % | {said["macro_f1"]:.3f} |'
    check(said['n'] == 68 and row in card, f'the card has {row}')
    check('Recipe `fast`, seed 7' in card and 'shift=1' in card, 'and the recipe as it was set')
    check('(model.safetensors.curves.svg)' in card, 'and a link to the curves')
    check('| bigger | 2 |' not in card, 'no ablation yet')
    (folder / 'ablation.csv').write_text('what,MMAC\nbigger,2\n')
    page = folder / 'README.md'
    page.write_text('before\n<!-- card -->\nold\n<!-- end of card -->\nafter\n')
    run('card', '--model', model, '--data', data, '--without-private', '--update', page)
    text = page.read_text()
    check(text.startswith('before\n<!-- card -->\n') and text.endswith('<!-- end of card -->\nafter\n'),
          'what stands around the card is left alone')
    check('| bigger | 2 |' in text and '\nold\n' not in text, 'the card is new, with the ablation')
    page.write_text('no place for it\n')
    check('README.md' in run('card', '--model', model, '--data', data, '--without-private', '--update', page, code=1),
          'a page without a place for it is refused by name')


def check_table1(folder, data):
    model = folder / 'table1.safetensors'
    said = run('train', '--data', data, '--out', model, '--recipe', 'table1', '--epochs', 2, '--threads', 1, '--set',
               'layers=conv 4, pool 2, linear 8', '--set', 'batch=32')
    for words in ('0.7393   58.79 %', '280 training images', '70 held-out images', 'the paper: 97.41 %',
                  'learns them by heart'):
        check(words in said, f'table1 says "{words}"')


def main():
    with tempfile.TemporaryDirectory(prefix='lilt-figures-') as name:
        folder = pathlib.Path(name)
        model, data = folder / 'model.safetensors', folder / 'data'
        for split, n in (('train', 210), ('public', 70), ('private', 70)):
            idx.write_set(data, split, n, seed=n + len(split))
        said = run('train', '--data', data, '--out', model, '--recipe', 'fast', '--epochs', 2, '--seed', 7, '--set',
                   'shift=1', '--set', 'batch=16', '--threads', 1)
        n_valid = int(said.split(' to validate')[0].split()[-1])
        check_drawings(model, n_valid)
        for drawing in folder.glob('*.svg'):
            drawing.unlink()
        run('plot', '--model', model, '--data', data)
        check_drawings(model, n_valid)
        check_card(model, data, check_reads(model, data))
        check_table1(folder, data)
        check('none.safetensors' in run('plot', '--model', folder / 'none.safetensors', '--data', data, code=1),
              'a model that is not there is named')
    sys.exit(failures > 0)


main()
