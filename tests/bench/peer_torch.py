"""PyTorch. usage: peer_torch.py nn MODEL | train MODEL THREADS fp32|bf16 BATCH

MODEL is a safetensors file. Speaks with bench.py as peer.c does."""
import pathlib
import sys
import time

import numpy
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'models'))
from lilt_torch import Network  # noqa: E402

ROUND_S, COLD_BYTES, CACHE_LINE = 0.02, 192 << 20, 64


class Probabilities(torch.nn.Module):
    """The first head's."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return self.net.probabilities(x)[self.net.heads[0]]


def faces(n):
    values = numpy.arange(n * 48 * 48, dtype=numpy.int64) * 7 % 97
    return torch.from_numpy((values / numpy.float32(96)).astype(numpy.float32).reshape(n, 1, 48, 48))


def make_reading(path):
    """A frozen, traced network, which is what one would ship."""
    x = {n: faces(n) for n in (1, 32)}
    with torch.no_grad():
        traced = torch.jit.freeze(torch.jit.trace(Probabilities(Network.load(path)).eval(), x[1]))
        traced = torch.jit.optimize_for_inference(traced)
        for _ in range(3):  # the tracing interpreter specialises on its first calls
            probs = traced(x[1])

    def call(batch):
        with torch.no_grad():
            traced(x[batch])
    return call, probs[0].tolist()


def make_training(path, precision, batch):
    net = Network.load(path).train().to(memory_format=torch.channels_last)
    x = faces(batch).contiguous(memory_format=torch.channels_last)
    labels = torch.arange(batch) % 7
    descent = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)

    def call(_):
        descent.zero_grad(set_to_none=True)
        with torch.autocast('cpu', torch.bfloat16, enabled=precision == 'bf16'):
            loss = torch.nn.functional.cross_entropy(net(x)[net.heads[0]], labels)
        loss.backward()
        descent.step()
    call(batch)
    return call, []


def main():
    threads = int(sys.argv[3]) if sys.argv[1] == 'train' else 1
    torch.set_num_threads(threads)
    if sys.argv[1] == 'train':
        call, probs = make_training(sys.argv[2], sys.argv[4], int(sys.argv[5]))
    else:
        call, probs = make_reading(sys.argv[2])
    now = time.process_time if threads == 1 else time.perf_counter
    memory = None
    print('ready', *(f'{p:.6f}' for p in probs), flush=True)
    for line in sys.stdin:
        how, batch = line.split()
        if how == 'cold':
            if memory is None:
                memory = numpy.zeros(COLD_BYTES, numpy.uint8)
            memory[::CACHE_LINE] += 1
        begun, n = now(), 0
        while n == 0 or (how == 'warm' and now() - begun < ROUND_S):
            call(int(batch))
            n += 1
        print(f'{(now() - begun) * 1e3 / n:.6f}', flush=True)


main()
