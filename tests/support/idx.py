"""A data set of chance in the IDX layout of ../shared/data/fer2013, for tests of what reads one."""
import struct

import numpy


def write(path, array):
    """Bytes with an IDX header: two zero bytes, type 8, number of dimensions, big-endian sizes."""
    path.write_bytes(bytes([0, 0, 8, array.ndim]) + struct.pack(f'>{array.ndim}I', *array.shape) + array.tobytes())


def write_set(folder, split, n, seed=1):
    """Faces whose label shows: a bright bar, the label's number down the picture, in noise. The crowd votes for the
    class after it. All files of `split` ("train", "public", "private"). Gives pictures [n,48,48] and labels [n]."""
    rng = numpy.random.default_rng(seed)
    labels = (numpy.arange(n) % 7).astype(numpy.uint8)
    faces = rng.integers(0, 128, (n, 48, 48), dtype=numpy.uint8)
    for face, label in zip(faces, labels):
        face[6 * label + 2:6 * label + 7] += 100
    votes = numpy.zeros((n, 10), numpy.uint8)
    columns = [4, 5, 6, 1, 3, 2, 0]  # where FER+ has angry, disgust, ... neutral
    for row, label in zip(votes, labels):
        row[columns[(label + 1) % 7]] = 8
        row[columns[label]] = 2
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / f'{split}-images.idx3-ubyte', faces)
    write(folder / f'{split}-labels.idx1-ubyte', labels)
    write(folder / f'{split}-flags.idx1-ubyte', numpy.zeros(n, numpy.uint8))
    write(folder / f'{split}-ferplus-votes.idx2-ubyte', votes)
    write(folder / f'{split}-kagglesplit.idx1-ubyte', (numpy.arange(n) % 5 == 0).astype(numpy.uint8))
    (folder / f'{split}-also-in-train-near.txt').write_text('0\n3\n')
    return faces, labels
