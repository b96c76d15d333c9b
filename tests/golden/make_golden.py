"""Make the golden files that test_golden.c holds Lilt's networks against, in double precision by PyTorch.

usage: /usr/bin/python3 tests/golden/make_golden.py        (package python3-torch)

faces.safetensors    six synthetic pictures, and what the shipped network says to them: run this again whenever
                     models/mcnn.safetensors changes
deep.safetensors ... small networks with weights of chance, each with what it says to the same pictures

Logits are as the file's function gives them: after division by the head's temperature."""
import math
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE.parents[1] / 'models'
sys.dont_write_bytecode = True
sys.path.insert(0, str(MODELS))
from lilt_torch import Network, write_safetensors  # noqa: E402


def conv(number, out, size=3, pad=1, norm=True):
    """Convolution, batch norm if asked, ReLU."""
    layers = [{'kind': 'conv', 'name': f'conv{number}', 'out': out, 'size': size, 'pad': pad, 'bias': not norm}]
    if norm:
        layers.append({'kind': 'batch_norm', 'name': f'norm{number}'})
    return layers + [{'kind': 'relu'}]


def pool():
    return [{'kind': 'max_pool', 'size': 2}]


def linear(number, out):
    return [{'kind': 'linear', 'name': f'linear{number}', 'out': out, 'bias': False},
            {'kind': 'batch_norm', 'name': f'norm{number}'}, {'kind': 'relu'}]


NORMALIZE = [{'kind': 'normalize', 'epsilon': 0.01}]
HEADS = [{'kind': 'head', 'name': 'fer', 'out': 7}, {'kind': 'head', 'name': 'ferplus', 'out': 7}]
NETWORKS = {
    # Pairs of 3x3 on pictures of 48, 24, 12 and 6 pixels, batch norm, two heads.
    'deep': NORMALIZE + conv(1, 16) + conv(2, 16) + pool() + conv(3, 24) + conv(4, 24) + pool() + conv(5, 32)
    + conv(6, 32) + pool() + conv(7, 48) + conv(8, 32) + pool() + [{'kind': 'dropout', 'rate': 0.5}]
    + linear(9, 32) + HEADS,
    # The same at three sizes with biases in place of batch norm.
    'plain': NORMALIZE + conv(1, 16, norm=False) + conv(2, 16, norm=False) + pool() + conv(3, 16, norm=False)
    + conv(4, 16, norm=False) + pool() + conv(5, 32, norm=False) + conv(6, 32, norm=False) + pool() + HEADS[:1],
    # Sizes that fit no vector and no tile: odd channels, 5x5 and 1x1 kernels, no padding, pictures of 11 pixels.
    'odd': conv(1, 7, size=5, pad=2) + conv(2, 13, size=1, pad=0) + pool() + conv(3, 19, pad=0, norm=False) + pool()
    + conv(4, 5) + linear(5, 11) + HEADS,
}


def make_faces():
    """Six pictures [6,1,48,48] whose values are multiples of 1/256, which BF16 holds exactly."""
    torch.manual_seed(1)
    y, x = torch.meshgrid(torch.linspace(-1, 1, 48), torch.linspace(-1, 1, 48), indexing='ij')
    radius = (x ** 2 + y ** 2).sqrt()
    mouth = ((y - 0.5 + 0.3 * x ** 2).abs() < 0.06) & (x.abs() < 0.45)
    eyes = ((x.abs() - 0.4) ** 2 + (y + 0.25) ** 2) < 0.012
    face = 0.75 - 0.35 * radius.clamp(max=1.2) - 0.45 * (mouth | eyes)
    pictures = [
        face,
        face.flip(0),                                       # upside down
        0.1 + 0.08 * face,                                  # in the dark
        torch.rand(48, 48),                                 # noise
        0.5 + 0.5 * torch.sin(9 * x) * torch.cos(7 * y),    # waves
        torch.full((48, 48), 0.5),                          # nothing at all
    ]
    return (torch.stack(pictures).clamp(0, 255 / 256) * 256).round().unsqueeze(1) / 256


def make_network(layers, seed):
    """Weights of chance (He et al. 2015), rounded to what BF16 holds, with heads spread as a trained net's are."""
    torch.manual_seed(seed)
    net = Network(layers, {'fer.temperature': '1.25', 'recipe': 'golden', 'seed': str(seed)})
    with torch.no_grad():
        for name, value in net.tensors().items():
            if name.endswith('running_var'):
                value.uniform_(0.5, 2.0)
            elif name.endswith('.weight') and value.dim() > 1:
                value.normal_(0.0, math.sqrt(2.0 / value[0].numel()) * (2.0 if name.startswith('fer') else 1.0))
            elif name.startswith('norm') and name.endswith('.weight'):
                value.uniform_(0.5, 1.5)
            else:
                value.normal_(0.0, 0.2)
            value.copy_(value.bfloat16().float())
    return net.eval()


def logits_of(net, faces):
    """[n,7] by head, by double precision; prints how far PyTorch's own single precision is from it."""
    with torch.no_grad():
        single = net(faces)
        double = net.double()(faces.double())
        net.float()
    for head, logits in double.items():
        error = ((single[head].double() - logits).abs().max() / logits.abs().max()).item()
        print(f'  {head}: largest logit {logits.abs().max():.3f}, PyTorch single precision is {error:.1e} of it off')
    return {f'golden.{head}': (logits / net.temperature(head)).float() for head, logits in double.items()}


def main():
    faces = make_faces()
    print('mcnn:')
    logits = logits_of(Network.load(MODELS / 'mcnn.safetensors'), faces)
    write_safetensors(HERE / 'faces.safetensors', {'faces': faces.bfloat16(), **logits}, {})
    for seed, (name, layers) in enumerate(NETWORKS.items()):
        print(f'{name}:')
        net = make_network(layers, seed + 1)
        logits = logits_of(net, faces)
        weights = {tensor: value.bfloat16() for tensor, value in net.tensors().items()}
        write_safetensors(HERE / f'{name}.safetensors', {**weights, **logits}, net.all_notes())


if __name__ == '__main__':
    main()
