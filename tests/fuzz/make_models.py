"""Writes the seeds of fuzz_model: small model files, whole and broken, that together use every kind of layer and
every check of the reader. usage: make_models.py FOLDER"""
import json
import pathlib
import random
import struct
import sys


def model(layers, tensors, notes=None, claimed=None, **changes):
    """A safetensors file. tensors: {name: (shape, dtype)}; `changes` replace header entries."""
    draw, data, header = random.Random(1), b'', {'__metadata__': {'layers': json.dumps(layers), **(notes or {})}}
    for name, (shape, dtype) in tensors.items():
        n = 1
        for side in shape:
            n *= side
        values = [struct.pack('<f', draw.gauss(0, 0.3) ** 2 if name.endswith('var') else draw.gauss(0, 0.3))
                  for _ in range(n)]
        part = b''.join(value if dtype == 'F32' else value[2:] for value in values)
        header[name] = {'dtype': dtype, 'shape': shape, 'data_offsets': [len(data), len(data) + len(part)]}
        data += part
    header.update(changes)
    text = json.dumps(header, separators=(',', ':')).encode()
    return struct.pack('<Q', len(text) if claimed is None else claimed) + text + data


HEAD = {'kind': 'head', 'name': 'fer'}
POOL = {'kind': 'max_pool', 'size': 2}
SMALL = [{'kind': 'normalize'}, POOL, POOL, POOL, POOL, HEAD]
SMALL_TENSORS = {'fer.weight': ([7, 9], 'F32'), 'fer.bias': ([7], 'F32')}
ALL = [{'kind': 'normalize', 'epsilon': 0.01}, POOL, POOL,
       {'kind': 'conv', 'name': 'c', 'out': 3, 'size': 3, 'pad': 1, 'bias': False},
       {'kind': 'batch_norm', 'name': 'n'}, {'kind': 'relu'}, POOL,
       {'kind': 'conv', 'name': 'd', 'out': 4, 'size': 2, 'pad': 0}, {'kind': 'relu'},
       {'kind': 'dropout', 'rate': 0.5}, {'kind': 'linear', 'name': 'l', 'out': 5}, {'kind': 'relu'},
       HEAD, {'kind': 'head', 'name': 'ferplus'}]
ALL_TENSORS = {'c.weight': ([3, 1, 3, 3], 'F32'), 'n.weight': ([3], 'F32'), 'n.bias': ([3], 'F32'),
               'n.running_mean': ([3], 'F32'), 'n.running_var': ([3], 'F32'), 'd.weight': ([4, 3, 2, 2], 'BF16'),
               'd.bias': ([4], 'F32'), 'l.weight': ([5, 100], 'BF16'), 'l.bias': ([5], 'F32'),
               'fer.weight': ([7, 5], 'F32'), 'fer.bias': ([7], 'F32'), 'ferplus.weight': ([7, 5], 'F32'),
               'ferplus.bias': ([7], 'F32')}
MODELS = {
    'small': model(SMALL, SMALL_TENSORS, {'fer.temperature': '1.3'}),
    'all': model(ALL, ALL_TENSORS, {'format': 'lilt-net 1'}),
    'bare': model(SMALL[1:], {name: (shape, 'BF16') for name, (shape, _) in SMALL_TENSORS.items()}),
    'giant-header': model(SMALL, SMALL_TENSORS, claimed=2 << 30),
    'overlap': model(SMALL, SMALL_TENSORS, more={'dtype': 'F32', 'shape': [4], 'data_offsets': [8, 24]}),
    'wide': model([{'kind': 'conv', 'name': 'c', 'out': 1000, 'size': 1}, HEAD], {'c.weight': ([2, 1], 'F32')}),
}

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for name, data in MODELS.items():
    (folder / f'{name}.safetensors').write_bytes(data)
