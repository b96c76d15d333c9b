"""The figures of models/README.md are those of the network that is shipped: what the card says of validation and of
`public` is computed again. `private` is left alone: every look at it counts.

usage: test_card.py BUILD"""
import json
import pathlib
import re
import subprocess
import sys

LAB = pathlib.Path(sys.argv[1]).resolve() / 'bin' / 'lilt-lab'
SOURCE = pathlib.Path(__file__).resolve().parents[2]
MODEL = SOURCE / 'models' / 'mcnn.safetensors'
DATA = SOURCE.parent / 'shared' / 'data' / 'fer2013'
ROWS = {
    'validation': ('valid',),
    "validation, the crowd's labels": ('valid', '--labels', 'ferplus'),
    '`public`': ('public',),
    '`public` without twins': ('public', '--without-twins'),
    "`public`, the crowd's labels": ('public', '--labels', 'ferplus'),
}


def evaluate(*arguments):
    done = subprocess.run([LAB, 'evaluate', '--model', MODEL, '--data', DATA, '--json', '--split', *arguments],
                          capture_output=True, text=True, timeout=200, check=True)
    return json.loads(done.stdout)


def main():
    failures = 0
    if not DATA.exists():
        print(f'skipped: no {DATA}')
        sys.exit(77)
    text = (SOURCE / 'models' / 'README.md').read_text()
    for faces, arguments in ROWS.items():
        row = re.search(rf'^\| {re.escape(faces)} \| (\d+) \| ([\d.]+) % \| ([\d.]+) \| ([\d.]+) \|$', text, re.M)
        if row is None:
            print(f'FAILED models/README.md has no row for {faces}')
            failures += 1
            continue
        said = evaluate(*arguments)
        n, accuracy, macro_f1, ece = int(row[1]), float(row[2]), float(row[3]), float(row[4])
        # Rounding, and two faces that another instruction set may see otherwise.
        good = (said['n'] == n and abs(100 * said['accuracy'] - accuracy) < 0.05 + 200 / n
                and abs(said['macro_f1'] - macro_f1) < 0.006 and abs(said['ece'] - ece) < 0.004)
        failures += not good
        print('ok    ' if good else 'FAILED', f'{faces}: the card says {row[0]}; computed: n {said["n"]}, accuracy '
              f'{said["accuracy"]:.4f}, macro F1 {said["macro_f1"]:.4f}, calibration error {said["ece"]:.4f}')
    sys.exit(failures > 0)


main()
