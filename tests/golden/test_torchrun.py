"""models/train_torch.py in two processes on a data set of chance: it learns, and lilt-lab reads what it
writes.

usage: /usr/bin/python3 test_torchrun.py BUILD        (package python3-torch; ends with 77 without it)"""
import csv
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LAB = pathlib.Path(sys.argv[1]).resolve() / 'bin' / 'lilt-lab'
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / 'support'))
import idx  # noqa: E402

EPOCHS = 3
SETTINGS = ('batch=32', f'epochs={EPOCHS}', 'rate=0.1', 'warm_up=1', 'average=0.9', 'smoothing=0.05', 'crowd=0.2',
            'ferplus_weight=1', 'mixup=0.1', 'shift=1', 'turn=0.02', 'brightness=0.1', 'contrast=0.1', 'gamma=0.1',
            'coarse=0.1', 'blur=0.3', 'noise=0.05', 'erase=0.2', 'erase_area=0.05')
failures = 0


def check(good, words):
    global failures
    print('ok    ' if good else 'FAILED', words)
    failures += not good


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=250,
                          env={**os.environ, 'OMP_NUM_THREADS': '1', 'PYTHONDONTWRITEBYTECODE': '1'})
    if done.returncode != 0:
        sys.exit(f'FAILED {command}: exit {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout


def main():
    if importlib.util.find_spec('torch') is None or not LAB.exists():
        print('skipped: no python3-torch, or lilt-lab is not built')
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix='lilt-torchrun-') as name:
        folder = pathlib.Path(name)
        like, out, data = folder / 'like.safetensors', folder / 'out.safetensors', folder / 'data'
        idx.write_set(data, 'train', 420)
        idx.write_set(data, 'public', 210, seed=2)
        run(LAB, 'train', '--data', data, '--out', like, '--recipe', 'fast', '--epochs', 1, '--threads', 1)
        changes = [part for setting in SETTINGS for part in ('--set', setting)]
        # (Without redirection torchrun of 1.13 stumbles over Python 3.11.)
        print(run(sys.executable, '-m', 'torch.distributed.run', '--standalone', '--nproc_per_node', 2,
                  '--redirects', 1, '--tee', 1, '--log_dir', folder / 'log', HERE.parents[1] / 'models' / 'train_torch.py',
                  '--like', like, '--data', data, '--out', out, *changes))
        rows = list(csv.DictReader(open(f'{out}.history.csv')))
        check(len(rows) == EPOCHS, f'{len(rows)} epochs in the history')
        check(float(rows[-1]['train_loss']) < float(rows[0]['train_loss']),
              f'the loss goes down from {rows[0]["train_loss"]} to {rows[-1]["train_loss"]}')
        for labels in ('fer', 'ferplus'):
            said = json.loads(run(LAB, 'evaluate', '--model', out, '--data', data, '--split', 'public', '--labels',
                                  labels, '--json'))
            check(said['head'] == labels and said['accuracy'] > 0.9,
                  f'lilt-lab, head {said["head"]}: {said["accuracy"]:.2%} of {said["n"]} faces')
    sys.exit(failures > 0)


main()
