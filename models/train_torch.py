"""Train one of Lilt's networks on as many GPUs as there are: the same recipe, data and file as `lilt-lab train`.

    torchrun --nproc_per_node 4 models/train_torch.py --like models/mcnn.safetensors \\
        --data ../shared/data/fer2013 --out mcnn.safetensors --set epochs=300

--like  a model that `lilt-lab train` made: its layer list and its note `settings` are the recipe; its weights are not
        used unless --init is given. For another shape let `lilt-lab train --recipe R --set layers=...` run an epoch.
--set   changes an entry of the settings (not `layers`), as lilt-lab's --set does; may be given more than once
--steps ends after so many steps, for trying out

Each process takes its share of every batch; gradients are averaged (DistributedDataParallel, nccl on GPUs, gloo
without) and on GPUs batch norm counts over the whole batch. Several machines: torchrun's --nnodes and
--rdzv_endpoint. (torchrun of PyTorch 1.13 on Python 3.11 wants --redirects 1 --tee 1.) Without torchrun it is one
process. OUT is the averaged network of the least validation loss, calibrated; OUT.history.csv has a row an epoch.
Random numbers are PyTorch's, so a run is another one than lilt-lab's with the same seed. Distillation (`teach`) is
lilt-lab's alone."""
import argparse
import copy
import json
import math
import os
import pathlib
import sys
import time

import torch
import torch.distributed as dist
from torch.nn import functional

sys.dont_write_bytecode = True
from lilt_faces import augment, mixup, read_train, targets_of  # noqa: E402
from lilt_torch import Network, read_safetensors  # noqa: E402

HEADING = ('epoch,step,rate,train_loss,train_accuracy,valid_loss,valid_accuracy,valid_ferplus_accuracy,images_per_s,'
           'seconds')


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--like', required=True, metavar='MODEL')
    parser.add_argument('--data', required=True, metavar='DIR', type=pathlib.Path)
    parser.add_argument('--out', required=True, metavar='MODEL')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--init', action='store_true', help='begin with the weights of --like')
    parser.add_argument('--steps', type=int, default=0)
    parser.add_argument('--set', action='append', default=[], metavar='NAME=VALUE')
    return parser.parse_args()


def read_settings(notes, changes):
    """The recipe's numbers by name."""
    if 'settings' not in notes:
        sys.exit('train_torch: the model of --like notes no settings: make one with lilt-lab train')
    settings = dict(entry.split('=', 1) for entry in notes['settings'].split('; '))
    for change in changes:
        name, _, value = change.partition('=')
        if name not in settings or name == 'layers':
            sys.exit(f'train_torch: cannot set "{name}"; there are: {" ".join(settings)}')
        settings[name] = value
    settings.pop('layers')
    numbers = {name: float(value) for name, value in settings.items()}
    if numbers['teach'] or numbers['paper']:
        sys.exit('train_torch: teach and paper are for lilt-lab train')
    return numbers


def write_settings(notes, numbers):
    """The note of the settings that were in force."""
    layers = notes['settings'].split('; ')[0]
    return '; '.join([layers] + [f'{name}={value:.7g}' for name, value in numbers.items()])


@torch.no_grad()
def draw_weights(net):
    """First weights as Lilt draws them: He et al. 2015, heads near 0, which gives near equal probabilities."""
    for name, p in net.named_parameters():
        if p.dim() > 1:
            gain = 0.01 if name.split('.')[0] in net.heads else 2.0
            p.normal_(0.0, math.sqrt(gain / p[0].numel()))
        elif name.endswith('.bias'):
            p.zero_()


class Average:
    """The network's running average: parameters and statistics."""

    def __init__(self, net, keep):
        self.net, self.keep, self.step = copy.deepcopy(net).eval(), keep, 0

    @torch.no_grad()
    def follow(self, net):
        keep = min(self.keep, (1 + self.step) / (10 + self.step))  # young averages have little to remember
        self.step += 1
        for mine, other in zip(self.net.tensors().values(), net.tensors().values()):
            mine.lerp_(other, 1 - keep)


def rate_at(settings, step, steps_per_epoch):
    """Linear warm-up, then half a cosine down to nothing."""
    warm_up = settings['warm_up'] * steps_per_epoch
    done = min(1.0, step / (settings['epochs'] * steps_per_epoch))
    warmth = min(1.0, (step + 1) / warm_up) if warm_up > 0 else 1.0
    return settings['rate'] * warmth * 0.5 * (1 + math.cos(math.pi * done))


def loss_of(logits, targets, weights):
    """Cross-entropy of each head by its weight; an image whose row of targets is zero does not count for it."""
    return sum(weights[head] * -(targets[head] * functional.log_softmax(logits[head], 1)).sum(1).mean()
               for head in logits)


@torch.no_grad()
def judge(net, faces, labels):
    """Loss and accuracy by head after calibration, and the temperatures that calibrate."""
    chunks = [net(part.float().unsqueeze(1) / 255) for part in faces.split(512)]
    verdict = {}
    for head in net.heads:
        known = labels[head] < 7
        logits, truth = torch.cat([chunk[head] for chunk in chunks])[known], labels[head][known]
        factors = torch.logspace(-1, 1, 401, device=logits.device)
        losses = torch.stack([functional.cross_entropy(logits * factor, truth) for factor in factors])
        best = losses.argmin()
        verdict[head] = (losses[best].item(), (logits.argmax(1) == truth).float().mean().item(),
                         1 / factors[best].item())
    return verdict


def make_optimizer(net, settings):
    """Weight decay acts on the weights of convolutions and linear layers only."""
    weights = [p for p in net.parameters() if p.dim() > 1]
    others = [p for p in net.parameters() if p.dim() == 1]
    return torch.optim.SGD([{'params': weights, 'weight_decay': settings['decay']}, {'params': others}],
                           lr=settings['rate'], momentum=settings['momentum'])


class Run:
    def __init__(self, options, rank, world, device):
        tensors, notes = read_safetensors(options.like)
        self.options, self.rank, self.world, self.device = options, rank, world, device
        self.settings = read_settings(notes, options.set)
        torch.manual_seed(options.seed)  # the same first weights in every process
        self.net = Network(json.loads(notes['layers']))
        draw_weights(self.net)
        if options.init:
            self.net.load_state_dict(tensors, strict=False)
        self.notes = {'recipe': notes['recipe'], 'settings': write_settings(notes, self.settings),
                      'seed': str(options.seed)}
        self.net.to(device)
        model = torch.nn.SyncBatchNorm.convert_sync_batchnorm(self.net) if device.type == 'cuda' else self.net
        self.model = torch.nn.parallel.DistributedDataParallel(model) if world > 1 else model
        self.average = Average(self.net, self.settings['average'])
        self.sgd = make_optimizer(self.net, self.settings)
        self.train, self.valid = read_train(options.data, device)
        self.batch = min(int(self.settings['batch']), len(self.train['faces'])) // world
        self.steps_per_epoch = max(1, len(self.train['faces']) // (self.batch * world))
        self.weights = {'fer': 1.0, 'ferplus': self.settings['ferplus_weight']}
        self.step, self.best, self.waited, self.rows, self.begun = 0, math.inf, 0, [], time.time()

    def learn_batch(self, index):
        """A step on this process's share of the batch; the loss and the right ones of head fer."""
        for group in self.sgd.param_groups:
            group['lr'] = rate_at(self.settings, self.step, self.steps_per_epoch)
        faces = augment(self.train['faces'][index], self.settings)
        targets = targets_of(self.train, index, self.settings)
        faces, targets = mixup(faces, targets, self.settings['mixup'])
        logits = self.model(faces)
        loss = loss_of(logits, targets, self.weights)
        self.sgd.zero_grad()
        loss.backward()
        self.sgd.step()
        self.average.follow(self.net)
        self.step += 1
        with torch.no_grad():
            right = (logits['fer'].argmax(1) == targets['fer'].argmax(1)).float().mean()
            return torch.stack([loss_of({'fer': logits['fer']}, targets, self.weights), right])

    def learn_epoch(self, epoch):
        """All processes shuffle alike; each takes every world-th image."""
        order = torch.randperm(len(self.train['faces']), generator=torch.Generator().manual_seed(
            1000003 * self.options.seed + epoch))
        self.net.train()
        seen = []
        for i in range(self.steps_per_epoch):
            if 0 < self.options.steps <= self.step:
                break
            whole = order[i * self.batch * self.world:(i + 1) * self.batch * self.world]
            seen.append(self.learn_batch(whole[self.rank::self.world].to(self.device)))
        mean = torch.stack(seen).mean(0)
        if self.world > 1:
            dist.all_reduce(mean)
            mean /= self.world
        return mean.tolist()

    def note_epoch(self, epoch, loss, accuracy, verdict):
        """A row of the history, as lilt-lab writes it, and a line to read."""
        seconds = time.time() - self.begun
        ferplus = verdict.get('ferplus', (0, math.nan))[1]
        values = (epoch, self.step, f'{rate_at(self.settings, self.step, self.steps_per_epoch):.5f}', f'{loss:.4f}',
                  f'{accuracy:.4f}', f'{verdict["fer"][0]:.4f}', f'{verdict["fer"][1]:.4f}', f'{ferplus:.4f}',
                  f'{self.step * self.batch * self.world / seconds:.1f}', f'{seconds:.1f}')
        self.rows.append(','.join(str(value) for value in values))
        pathlib.Path(self.options.out + '.history.csv').write_text('\n'.join([HEADING, *self.rows]) + '\n')
        print(f'epoch {epoch}  loss {loss:.4f}  train {accuracy:.2%}  valid {verdict["fer"][0]:.4f}  '
              f'{verdict["fer"][1]:.2%}', flush=True)

    def end_epoch(self, epoch, loss, accuracy):
        """The first process judges the average and keeps it if it is the best."""
        if self.rank != 0:
            return
        verdict = judge(self.average.net, self.valid['faces'], self.valid['labels'])
        self.note_epoch(epoch, loss, accuracy, verdict)
        self.waited += 1
        if verdict['fer'][0] < self.best:
            self.best, self.waited = verdict['fer'][0], 0
            temperatures = {f'{head}.temperature': f'{verdict[head][2]:.4f}' for head in verdict}
            self.average.net.notes = {**self.notes, **temperatures, 'steps': str(self.step),
                                      'images': str(len(self.train['faces']))}
            self.average.net.save(self.options.out)

    def is_over(self):
        """The first process decides for all: patience is at its end, or the steps are done."""
        patience = self.settings['patience']
        over = 0 < patience <= self.waited or 0 < self.options.steps <= self.step
        if self.world > 1:
            decision = torch.tensor(int(over), device=self.device)
            dist.broadcast(decision, 0)
            over = decision.item() > 0
        return over

    def __call__(self):
        torch.manual_seed(self.options.seed + 1 + self.rank)  # from here each draws its own
        for epoch in range(1, int(self.settings['epochs']) + 1):
            self.end_epoch(epoch, *self.learn_epoch(epoch))
            if self.is_over():
                break


def main():
    options = read_options()
    rank, world = int(os.environ.get('RANK', 0)), int(os.environ.get('WORLD_SIZE', 1))
    gpu = torch.cuda.is_available()
    device = torch.device('cuda', int(os.environ.get('LOCAL_RANK', 0))) if gpu else torch.device('cpu')
    if gpu:
        torch.cuda.set_device(device)
    if world > 1:
        dist.init_process_group('nccl' if gpu else 'gloo')
    Run(options, rank, world, device)()
    if world > 1:
        dist.barrier()
        dist.destroy_process_group()


if __name__ == '__main__':
    main()
