"""Lilt's networks in PyTorch: the same file (models/README.md), the same function.

    net = Network.load('models/mcnn.safetensors')
    logits = net(faces)['fer']           # faces: [n, 1, 48, 48], luma 0..1
    net.save('other.safetensors')        # `lilt-lab evaluate --model other.safetensors ...` reads it

PyTorch is all that is needed; reading and writing safetensors takes a few lines."""
import json
import math
import struct

import torch
from torch import nn
from torch.nn import functional

DTYPES = {'F32': torch.float32, 'BF16': torch.bfloat16}


def read_safetensors(path):
    """The tensors of a file by name, as float32, and its notes (`__metadata__`)."""
    with open(path, 'rb') as file:
        header = json.loads(file.read(struct.unpack('<Q', file.read(8))[0]))
        data = bytearray(file.read())
    notes = header.pop('__metadata__', {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry['data_offsets']
        flat = torch.frombuffer(data, dtype=DTYPES[entry['dtype']], offset=begin, count=math.prod(entry['shape']))
        if flat.numel() * flat.element_size() != end - begin:
            raise ValueError(f'{path}: tensor {name}: its offsets do not fit its shape')
        tensors[name] = flat.reshape(entry['shape']).float().clone()
    return tensors, notes


def write_safetensors(path, tensors, notes):
    """Write tensors (float32 or bfloat16) and notes (texts)."""
    types = {dtype: name for name, dtype in DTYPES.items()}
    header, parts, begin = {'__metadata__': notes}, [], 0
    for name, tensor in tensors.items():
        flat = tensor.detach().cpu().contiguous().reshape(-1)
        parts.append(flat.view(torch.int16 if flat.dtype == torch.bfloat16 else torch.int32).numpy().tobytes())
        end = begin + len(parts[-1])
        header[name] = {'dtype': types[flat.dtype], 'shape': list(tensor.shape), 'data_offsets': [begin, end]}
        begin = end
    text = json.dumps(header, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + b''.join(parts))


class Normalize(nn.Module):
    """Every image to mean 0 and deviation 1 by itself."""

    def __init__(self, epsilon):
        super().__init__()
        self.epsilon = epsilon

    def forward(self, x):
        mean = x.mean((1, 2, 3), keepdim=True)
        deviation = (x - mean).square().mean((1, 2, 3), keepdim=True).sqrt()
        return (x - mean) / (deviation + self.epsilon)


class Network(nn.Module):
    """A layer list that runs and learns. Parameters have the names and shapes that the file gives them. Heads give
    logits before calibration: `temperature` by head is what they are divided by to get calibrated probabilities."""

    def __init__(self, layers, notes=None):
        super().__init__()
        self.layers, self.notes = layers, dict(notes or {})
        self.trunk, self.heads = [], []  # names of modules, in order
        shape = (1, 48, 48)
        for i, layer in enumerate(layers):
            name = layer.get('name', f'{layer["kind"]}_{i}')
            module, after = self._make(layer, shape)
            self.add_module(name, module)
            if layer['kind'] == 'head':
                self.heads.append(name)
            else:
                self.trunk.append(name)
                shape = after

    @staticmethod
    def _make(layer, shape):
        """The layer's module for an input of that shape, (channels, height, width) or (values,), and what it gives."""
        kind = layer['kind']
        if kind == 'normalize':
            return Normalize(layer.get('epsilon', 0.01)), shape
        if kind == 'conv':
            size, pad = layer['size'], layer.get('pad', 0)
            grown = [side + 2 * pad - size + 1 for side in shape[1:]]
            return nn.Conv2d(shape[0], layer['out'], size, padding=pad, bias=layer.get('bias', True)), \
                (layer['out'], *grown)
        if kind == 'batch_norm':
            form = nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d
            return form(shape[0], eps=layer.get('epsilon', 1e-5)), shape
        if kind == 'relu':
            return nn.ReLU(), shape
        if kind == 'max_pool':
            return nn.MaxPool2d(layer['size']), (shape[0], *(side // layer['size'] for side in shape[1:]))
        if kind == 'dropout':
            return nn.Dropout(layer.get('rate', 0.5)), shape
        if kind in ('linear', 'head'):
            out = layer.get('out', 7)
            return nn.Linear(math.prod(shape), out, bias=kind == 'head' or layer.get('bias', True)), (out,)
        raise ValueError(f'unknown kind of layer: {kind}')

    def forward(self, x):
        for name in self.trunk:
            step = getattr(self, name)
            x = step(x.flatten(1) if isinstance(step, nn.Linear) else x)
        return {head: getattr(self, head)(x.flatten(1)) for head in self.heads}

    def temperature(self, head):
        return float(self.notes.get(f'{head}.temperature', 1.0))

    def probabilities(self, x):
        """Calibrated, by head, as Lilt gives them."""
        return {head: functional.softmax(logits / self.temperature(head), 1) for head, logits in self(x).items()}

    @classmethod
    def load(cls, path):
        tensors, notes = read_safetensors(path)
        net = cls(json.loads(notes['layers']), notes)
        wanted = net.tensors()
        for name in wanted:
            if name not in tensors or tensors[name].shape != wanted[name].shape:
                raise ValueError(f'{path}: tensor {name} is missing or has another shape')
        net.load_state_dict({name: tensors[name] for name in wanted}, strict=False)
        return net.eval()

    def tensors(self):
        """What the file holds: parameters and running statistics by name."""
        return {name: value for name, value in self.state_dict().items() if not name.endswith('num_batches_tracked')}

    def save(self, path):
        write_safetensors(path, self.tensors(), self.all_notes())

    def all_notes(self):
        """Its notes and what makes a network of them: format and layer list."""
        return {**self.notes, 'format': 'lilt-net 1', 'layers': json.dumps(self.layers)}
