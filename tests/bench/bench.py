"""Ours against its peers: ./dev bench [--json] [--readme] [--quick]

Every peer is a program of its own that says when it is ready and then times rounds as it is asked to. The rounds of
all peers take turns on one core, what counts is the CPU time of each and the median of its rounds, so that what else
the machine does spoils little. Training with two threads is timed by the clock on the wall, on both cores.

--json: a comparison a line, {net, work, peer, cpu, threads, batch, cold, ours_ms, peer_ms, ratio}; ratio is ours by
the peer's. --readme puts the tables into README.md. --quick: the small network only, few rounds (for the tests).
usage: bench.py BUILD LIBONNXRUNTIME [OPTION...]"""
import argparse
import datetime
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
HERE = SOURCE / 'tests' / 'bench'
PYTHON = '/usr/bin/python3'  # which has Debian's python3-torch
# Without these PyTorch gives memory back and asks for it again at every step, and is 2 to 5 times slower.
MALLOC = {'MALLOC_MMAP_THRESHOLD_': '4294967296', 'MALLOC_TRIM_THRESHOLD_': '8589934592', 'MALLOC_TOP_PAD_': '268435456'}
TRAIN_BATCH = 128
READING = [(1, False), (1, True), (32, False)]  # batch, cold caches


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def cores_by_rest():
    """The cores that we may use, the one that rested most in the last second at the end."""
    def idle():
        text = pathlib.Path('/proc/stat').read_text()
        return {int(core): int(ticks) for core, ticks in re.findall(r'^cpu(\d+)(?: \d+){3} (\d+)', text, re.M)}
    before = idle()
    time.sleep(1)
    after = idle()
    return sorted(os.sched_getaffinity(0), key=lambda core: after[core] - before[core])


CORES = cores_by_rest()


class Peer:
    """A program that times rounds. One that does not start is named on stderr and leaves no rows."""

    def __init__(self, name, command, cores=1, env=None):
        self.name, self.rounds = name, {}
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, bufsize=1, env={**os.environ, **(env or {})},
            preexec_fn=lambda: os.sched_setaffinity(0, CORES[-cores:]))
        answer = self.process.stdout.readline().split()
        self.ready = answer[:1] == ['ready']
        self.probs = [float(word) for word in answer[1:]]
        if not self.ready:
            say(f'bench: no {name}:', self.process.stderr.read().strip().splitlines()[-1:])

    def measure(self, batch, cold):
        self.process.stdin.write(f'{"cold" if cold else "warm"} {batch}\n')
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f'bench: {self.name} ended: {self.process.stderr.read().strip()[-300:]}')
        return float(answer)

    def median(self, batch, cold):
        return statistics.median(self.rounds[batch, cold])

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)


def take_turns(peers, cases, rounds):
    """Measure every case with every peer, in turns. The peers that came up, by name."""
    ready = [peer for peer in peers if peer.ready]
    for batch, cold in cases:
        for i in range(rounds + 1):
            for peer in ready:
                ms = peer.measure(batch, cold)
                if i > 0:  # in the first round of a batch size peers allocate and plan
                    peer.rounds.setdefault((batch, cold), []).append(ms)
    for peer in ready:
        peer.close()
    return {peer.name: peer for peer in ready}


class Bench:
    def __init__(self, build, ort, rounds, print_rows):
        self.bench, self.lab, self.ort, self.rounds = build / 'bench', build / 'bin' / 'lilt-lab', ort, rounds
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='lilt-bench-'))
        self.cpu = json.loads(subprocess.run([self.lab, 'bench', 'nn', '--net', 'r2', '--json'], check=True,
                                             capture_output=True, text=True).stdout)['cpu']
        self.rows, self.print_rows = [], print_rows

    def model(self, net, suffix):
        """The network as a file, made when first asked for."""
        path = self.folder / f'{net}.{suffix}'
        if not path.exists():
            command = [self.lab, 'export', '--model', net, '--onnx', path] if suffix == 'onnx' else \
                [self.bench / 'peer_lilt', 'write', net, path]
            subprocess.run(command, check=True)
        return path

    def add(self, work, net, peer, cpu, threads, case, ours, theirs):
        batch, cold = case
        ours_ms, peer_ms = ours.median(*case), theirs.median(*case)
        self.rows.append({'net': net, 'work': work, 'peer': peer, 'cpu': cpu, 'threads': threads, 'batch': batch,
                          'cold': cold, 'ours_ms': round(ours_ms, 4), 'peer_ms': round(peer_ms, 4),
                          'ratio': round(ours_ms / peer_ms, 4)})
        if self.print_rows:
            print(json.dumps(self.rows[-1]), flush=True)

    def read(self, net):
        """One network classifies: ours, also held to AVX2, and everybody else's."""
        say(f'bench: reading with {net}')
        ours = self.bench / 'peer_lilt'
        peers = [Peer('lilt', [ours, 'nn', net]),
                 Peer('onnxruntime', [self.bench / 'peer_ort', self.ort, self.model(net, 'onnx')]),
                 Peer('pytorch', [PYTHON, HERE / 'peer_torch.py', 'nn', self.model(net, 'safetensors')])]
        if self.cpu == 'avx512':
            peers.append(Peer('lilt avx2', [ours, 'nn', net], env={'LILT_CPU': 'avx2'}))
        if net == 'mcnn':  # OpenCV 4.6 cannot normalise a picture; ours may be held against a larger network
            peers.append(Peer('onnxruntime on r1', [self.bench / 'peer_ort', self.ort, self.model('r1', 'onnx')]))
        else:
            peers.append(Peer('opencv', [self.bench / 'peer_opencv', self.model(net, 'onnx')]))
        done = take_turns(peers, READING, self.rounds)
        self.check_probs(net, done)
        for case in READING:
            for name, peer in done.items():
                if not name.startswith('lilt'):
                    self.add('read', net, name, self.cpu, 1, case, done['lilt'], peer)
                    if 'lilt avx2' in done and case == (1, False):
                        self.add('read', net, name, 'avx2', 1, case, done['lilt avx2'], peer)

    @staticmethod
    def check_probs(net, peers):
        """A time means nothing unless everybody does the same work."""
        for name, peer in peers.items():
            worst = max(abs(a - b) for a, b in zip(peer.probs, peers['lilt'].probs))
            if worst > 1e-3 and 'on r1' not in name:
                sys.exit(f'bench: {name} gives other probabilities for {net} than we do: {worst:.2g} apart')

    def train(self, net, threads):
        """One network learns: forward, backward and SGD, batches of 128."""
        say(f'bench: training {net}, {threads} threads')
        model, case = self.model(net, 'safetensors'), (TRAIN_BATCH, False)
        peers = [Peer('lilt', [self.bench / 'peer_lilt', 'train', net, threads, TRAIN_BATCH], threads)]
        for precision in 'fp32', 'bf16':
            peers.append(Peer(f'pytorch {precision}', [PYTHON, HERE / 'peer_torch.py', 'train', model, threads,
                                                       precision, TRAIN_BATCH], threads, MALLOC))
        done = take_turns(peers, [case], max(1, self.rounds // 3))
        for name, peer in done.items():
            if name != 'lilt':
                self.add('train', net, name, self.cpu, threads, case, done['lilt'], peer)


    def watch(self):
        """A picture of a webcam, from JPEG to mood, against the usual demonstration with a small network of our size."""
        say('bench: watching')
        assets, photo = self.ort.parent.parent / 'photos' / 'astronaut.png', self.folder / 'smile.jpg'
        cascade = '/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml'
        if not assets.exists():
            say(f'bench: no photo {assets}')
            return
        subprocess.run(['convert', assets, '-resize', '640x480', '-background', 'gray', '-gravity', 'center', '-extent', '640x480',
                        '-quality', '92', photo], check=True)
        done = take_turns([Peer('lilt', [self.bench / 'peer_watch', photo]),
                           Peer('haar + opencv dnn', [self.bench / 'peer_demo', photo, cascade, self.model('r2', 'onnx')])],
                          [(1, False)], self.rounds)
        if len(done) == 2:
            self.add('watch', 'pipeline', 'haar + opencv dnn', self.cpu, 1, (1, False), done['lilt'], done['haar + opencv dnn'])


def machine():
    model = re.search(r'model name\s*:\s*(.*)', pathlib.Path('/proc/cpuinfo').read_text())
    return f'{model.group(1) if model else os.uname().machine}, {len(CORES)} cores'


def tables(rows, cpu):
    """The rows as Markdown."""
    yield f'Measured on {datetime.date.today()}, {machine()}, {cpu} kernels. `./dev bench` measures again.'
    yield ''
    yield 'Milliseconds a call on one core, and in brackets our time by theirs.'
    yield ''
    peers = ['onnxruntime', 'pytorch', 'opencv', 'onnxruntime on r1']
    yield '| network | faces | Lilt | ' + ' | '.join(
        ['ONNX Runtime 1.30', 'PyTorch 1.13', 'OpenCV DNN 4.6', 'ONNX Runtime on R1']) + ' |'
    yield '| --- ' * 7 + '|'
    keys = dict.fromkeys((r['net'], r['cpu'], r['batch'], r['cold']) for r in rows if r['work'] == 'read')
    for key in sorted(keys, key=lambda k: (['r1', 'r2', 'mcnn'].index(k[0]), k[1] != cpu)):
        found = {r['peer']: r for r in rows
                 if r['work'] == 'read' and (r['net'], r['cpu'], r['batch'], r['cold']) == key}
        net, kernels, batch, cold = key
        what = f'{batch}' + (', cold caches' if cold else '') + (f', we with {kernels}' if kernels != cpu else '')
        cells = [f'{found[p]["peer_ms"]:.2f} ({found[p]["ratio"]:.2f})' if p in found else '' for p in peers]
        yield f'| {net} | {what} | {next(iter(found.values()))["ours_ms"]:.2f} | ' + ' | '.join(cells) + ' |'
    for row in (r for r in rows if r['work'] == 'watch'):
        yield ''
        yield (f'A face followed, from a webcam\'s JPEG to a mood: {row["ours_ms"]:.2f} ms of CPU; with a Haar search of the whole '
               f'picture and r2 by OpenCV DNN {row["peer_ms"]:.2f} ms ({row["ratio"]:.2f}).')
    if all(r['work'] != 'train' for r in rows):
        return
    yield ''
    yield 'Training, images a second in batches of 128, and in brackets our rate by theirs.'
    yield ''
    yield '| network | threads | Lilt | PyTorch 1.13 fp32 | PyTorch 1.13 bf16 |'
    yield '| --- ' * 5 + '|'
    for net, threads in dict.fromkeys((r['net'], r['threads']) for r in rows if r['work'] == 'train'):
        found = {r['peer']: r for r in rows if r['work'] == 'train' and (r['net'], r['threads']) == (net, threads)}
        rate = {p: 1e3 * TRAIN_BATCH / r['peer_ms'] for p, r in found.items()}
        ours = 1e3 * TRAIN_BATCH / next(iter(found.values()))['ours_ms']
        cells = [f'{rate[p]:.0f} ({ours / rate[p]:.2f})' if p in found else '' for p in ('pytorch fp32', 'pytorch bf16')]
        yield f'| {net} | {threads} | {ours:.0f} | ' + ' | '.join(cells) + ' |'


def write_readme(text):
    readme = SOURCE / 'README.md'
    begin, end = '<!-- ./dev bench --readme -->\n', '<!-- end of bench -->'
    before, _, rest = readme.read_text().partition(begin)
    _, _, after = rest.partition(end)
    if not after:
        sys.exit(f'bench: README.md has no place for the tables: {begin.strip()} ... {end}')
    readme.write_text(f'{before}{begin}{text}\n{end}{after}')


def main():
    parser = argparse.ArgumentParser(prog='dev bench')
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('ort', type=pathlib.Path)
    for option in '--json', '--readme', '--quick':
        parser.add_argument(option, action='store_true')
    options = parser.parse_args()
    bench = Bench(options.build, options.ort, 2 if options.quick else 15, options.json)
    for net in ['r2'] if options.quick else ['r1', 'r2', 'mcnn']:
        bench.read(net)
    bench.watch()
    for net in [] if options.quick else ['r1', 'r2']:
        for threads in range(1, min(2, len(CORES)) + 1):
            bench.train(net, threads)
    shutil.rmtree(bench.folder)
    text = '\n'.join(tables(bench.rows, bench.cpu))
    if not options.json:
        print(text)
    if options.readme:
        write_readme(text)


main()
