"""The training data as Lilt sees it, in PyTorch: which faces, which targets, and how training changes them. What the
numbers mean stands in include/lilt/train.h (LiltRecipe, LiltAugment); src/train is the original."""
import math
import struct

import torch
from torch.nn import functional

VALID_SHARE = 16
LEFT_OUT = 1 | 4 | 32  # no face, uncertain, contradictory
OF_VOTES = [6, 3, 5, 4, 0, 1, 2]  # the class of each of the first seven columns of the crowd's votes


def read_idx(path):
    """An IDX file of bytes as a tensor."""
    data = path.read_bytes()
    n_dims = data[3]
    sizes = struct.unpack(f'>{n_dims}I', data[4:4 + 4 * n_dims])
    return torch.frombuffer(bytearray(data[4 + 4 * n_dims:]), dtype=torch.uint8).reshape(sizes)


def hash_pixels(faces):
    """FNV-1a, 64 bits, over the pixels of each face, row by row."""
    hashes = torch.full((len(faces),), 14695981039346656037 - 2 ** 64, dtype=torch.int64)
    for pixel in faces.flatten(1).t().contiguous():
        hashes = (hashes ^ pixel.long()) * 1099511628211  # wraps round, as it should
    return hashes


def is_valid_part(faces):
    """One in sixteen, the same for an image, its copies and its mirror images."""
    one, other = hash_pixels(faces), hash_pixels(faces.flip(2))
    sign = -2 ** 63  # compared as numbers without a sign
    least = torch.where((one ^ sign) < (other ^ sign), one, other)
    return (least >> 32 & 0xffffffff) % VALID_SHARE == 0


def read_train(folder, device):
    """The training part and the validation part, each with faces [n,48,48], labels by head [n] (7: none) and the
    crowd's shares [n,7] (0: none)."""
    files = {name: read_idx(folder / f'train-{name}.idx{dims}-ubyte')
             for name, dims in (('images', 3), ('labels', 1), ('flags', 1), ('ferplus-votes', 2))}
    valid, usable = is_valid_part(files['images']), files['flags'] & LEFT_OUT == 0
    return [take(files, usable & (valid == wanted), device) for wanted in (False, True)]


def take(files, keep, device):
    votes = files['ferplus-votes'][keep].float()
    crowd = torch.zeros(len(votes), 7)
    crowd[:, OF_VOTES] = votes[:, :7]
    crowd /= crowd.sum(1, keepdim=True).clamp(min=1)
    classes = torch.tensor(OF_VOTES + [7, 7, 7])
    clear = (votes == votes.max(1, keepdim=True).values).sum(1) == 1
    majority = torch.where(clear, classes[votes.argmax(1)], torch.tensor(7))
    labels = {'fer': files['labels'][keep].long(), 'ferplus': majority}
    return {'faces': files['images'][keep].to(device), 'crowd': crowd.to(device),
            'labels': {head: value.to(device) for head, value in labels.items()}}


def targets_of(data, index, settings):
    """What each head is to say: `fer` the label, softened by the crowd's votes and evenly; `ferplus` the votes."""
    crowd = data['crowd'][index]
    fer = functional.one_hot(data['labels']['fer'][index], 7).float()
    fer = torch.where(crowd.sum(1, keepdim=True) > 0, torch.lerp(fer, crowd, settings['crowd']), fer)
    return {'fer': torch.lerp(fer, torch.full_like(fer, 1 / 7), settings['smoothing']), 'ferplus': crowd}


def mixup(faces, targets, a):
    """Each face blended with the next one of the batch, and so are their targets."""
    if a <= 0:
        return faces, targets
    share = torch.distributions.Beta(a, a).sample((len(faces),)).to(faces.device)

    def blend(x):
        return torch.lerp(x.roll(-1, 0), x, share.view(-1, *[1] * (x.dim() - 1)))

    return blend(faces), {head: blend(target) for head, target in targets.items()}


# ---- augmentation -----------------------------------------------------------------------------


def either_way(n, limit, device):
    return (2 * torch.rand(n, device=device) - 1) * limit


def change_tones(x, settings):
    n, device = len(x), x.device
    contrast = 1 + either_way(n, settings['contrast'], device).view(-1, 1, 1, 1)
    brightness = either_way(n, settings['brightness'], device).view(-1, 1, 1, 1)
    gamma = ((1 + settings['gamma']) ** either_way(n, 1, device)).view(-1, 1, 1, 1)
    return (0.5 + (x - 0.5) * contrast + brightness).clamp(0, 1) ** gamma


def move(x, settings):
    """Flip, shift, turn, size and width against height in one bilinear pass; edges are repeated."""
    n, device = len(x), x.device
    flip = 1 - 2 * (torch.rand(n, device=device) < 0.5).float() * settings['flip']
    shift_x, shift_y = (either_way(n, settings['shift'], device) / 23.5 for _ in range(2))
    turn = either_way(n, settings['turn'], device)
    height = 1 + either_way(n, settings['stretch'], device)
    width = height * (1 + either_way(n, settings['squeeze'], device))
    c, s = turn.cos(), turn.sin()
    rows = torch.stack([flip * c / width, -s / width, (-shift_x * c + shift_y * s) / width,
                        flip * s / height, c / height, (-shift_x * s - shift_y * c) / height], 1)
    grid = functional.affine_grid(rows.view(n, 2, 3), x.shape, align_corners=True)
    return functional.grid_sample(x, grid, mode='bilinear', padding_mode='border', align_corners=True)


def coarsen(x, most):
    """Fewer pixels, spread out again; one size for all that are handed in."""
    side = int(48 / (1 + torch.rand(1).item() * most))
    if side < 2:
        return x
    small = functional.interpolate(x, size=(side, side), mode='bilinear', align_corners=False)
    return functional.interpolate(small, size=(48, 48), mode='bilinear', align_corners=False)


def blur(x, most_px):
    """A Gaussian by passes of (k, 1 - 2 k, k), whose variances add up; one deviation for all that are handed in."""
    variance = (torch.rand(1).item() * most_px) ** 2
    n_passes = 1 + int(2 * variance)
    k = 0.5 * variance / n_passes
    row = torch.tensor([k, 1 - 2 * k, k], device=x.device)
    for _ in range(n_passes):
        x = functional.conv2d(functional.pad(x, (1, 1, 0, 0), mode='replicate'), row.view(1, 1, 1, 3))
        x = functional.conv2d(functional.pad(x, (0, 0, 1, 1), mode='replicate'), row.view(1, 1, 3, 1))
    return x


def add_noise(x, most):
    deviation = torch.rand(len(x), 1, 1, 1, device=x.device) * most
    return (x + deviation * torch.randn_like(x)).clamp(0, 1)


def erase(x, settings):
    """Cover a rectangle of some faces with one grey or with noise."""
    n, device = len(x), x.device
    area = torch.rand(n, device=device) * settings['erase_area']
    ratio = 3 ** (0.5 * either_way(n, 1, device))
    width = (48 * area.sqrt() * ratio).clamp(1, 48).floor()
    height = (48 * area.sqrt() / ratio).clamp(1, 48).floor()
    left = (torch.rand(n, device=device) * (49 - width)).floor()
    top = (torch.rand(n, device=device) * (49 - height)).floor()
    place = torch.arange(48, device=device)
    inside_x = (place >= left.view(-1, 1)) & (place < (left + width).view(-1, 1))
    inside_y = (place >= top.view(-1, 1)) & (place < (top + height).view(-1, 1))
    chosen = (torch.rand(n, device=device) < settings['erase']).view(-1, 1, 1)
    mask = (inside_y.unsqueeze(2) & inside_x.unsqueeze(1) & chosen).unsqueeze(1)
    rough = (torch.rand(n, device=device) < 0.5).view(-1, 1, 1, 1)
    cover = torch.where(rough, torch.rand_like(x), torch.rand(n, 1, 1, 1, device=device).expand_as(x))
    return torch.where(mask, cover, x)


def augment(faces, settings):
    """Faces [n,48,48], 0..255, to luma [n,1,48,48], 0..1, changed by chance."""
    x = move(change_tones(faces.float().unsqueeze(1) / 255, settings), settings)
    for change, name in ((coarsen, 'coarse'), (blur, 'blur'), (add_noise, 'noise')):
        chosen = (torch.rand(len(x), device=x.device) < 0.25).nonzero().flatten()
        if settings[name] > 0 and len(chosen) > 0:
            x = x.index_copy(0, chosen, change(x[chosen], settings[name]))
    return erase(x, settings)
