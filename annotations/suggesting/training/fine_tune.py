"""Fine-tuning: AdamW, a linear warm-up and decay, and the mean of the last weights."""

import copy
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from annotations.suggesting.training.data import Example
from annotations.suggesting.training.network import Spotter, padded, tokenizer

EPOCHS = 3
BATCH = 32
LEARNING_RATE = 5e-5
_WEIGHT_DECAY = 0.01
_WARM_UP = 0.06
_MOST_NORM = 1.0
# Sentences of like length share a batch: nine tenths of the padding is saved.
_POOL = 50 * BATCH
_AVERAGED_EVERY = 20
_AVERAGED = 60


def fine_tune(examples: Sequence[Example], base: Path, seed: int) -> Spotter:
    """Return the network trained on these examples, the same for the same seed and machine."""
    random.seed(seed)
    torch.manual_seed(seed)
    network = Spotter(base)
    mean, taken = copy.deepcopy(network), 0
    rows = [encoding.ids for encoding in tokenizer(base).encode_batch([e.text for e in examples])]
    steps = EPOCHS * -(-len(rows) // BATCH)
    optimizer, schedule = _optimizer(network, steps)
    for step, batch in enumerate(_batches(rows)):
        network.train()
        labels = torch.tensor([examples[number].label for number in batch])
        loss = _loss(network, [rows[number] for number in batch], labels)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), _MOST_NORM)
        optimizer.step()
        schedule.step()
        _say(step, steps, loss)
        if step >= steps // EPOCHS and step % _AVERAGED_EVERY == 0:
            taken += 1
            _move(mean, network, 1 / min(taken, _AVERAGED))
    mean.eval()
    return mean


def _loss(network: Spotter, rows: Sequence[Sequence[int]], labels: Tensor) -> Tensor:
    # Sixteen bits take half the time where the processor knows them.
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(*padded(rows))
    return nn.functional.cross_entropy(logits.float(), labels)


def _optimizer(
    network: nn.Module, steps: int
) -> tuple[torch.optim.AdamW, torch.optim.lr_scheduler.LambdaLR]:
    bare = {n for n, _p in network.named_parameters() if n.endswith("bias") or "LayerNorm" in n}
    groups = [
        {"params": [p for n, p in network.named_parameters() if (n in bare) == is_bare]}
        | {"weight_decay": 0.0 if is_bare else _WEIGHT_DECAY}
        for is_bare in (True, False)
    ]
    optimizer = torch.optim.AdamW(groups, lr=LEARNING_RATE, fused=True)

    def rate(step: int) -> float:
        rising = (step + 1) / (_WARM_UP * steps)
        return min(rising, max(0.0, (steps - step) / ((1 - _WARM_UP) * steps)))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, rate)


def _batches(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield the numbers of the rows of each step; every epoch has another order."""
    for _epoch in range(EPOCHS):
        order = random.sample(range(len(rows)), len(rows))
        pools = [order[at : at + _POOL] for at in range(0, len(order), _POOL)]
        sorted_ = [sorted(pool, key=lambda number: len(rows[number])) for pool in pools]
        batches = [pool[at : at + BATCH] for pool in sorted_ for at in range(0, len(pool), BATCH)]
        random.shuffle(batches)
        yield from batches


@torch.no_grad()
def _move(mean: nn.Module, network: nn.Module, share: float) -> None:
    """Move the mean of the weights towards those of now."""
    for kept, now in zip(mean.parameters(), network.parameters(), strict=True):
        kept.lerp_(now, share)


_began = time.monotonic()


def _say(step: int, steps: int, loss: Tensor) -> None:
    if step % 100 == 0:
        seconds = time.monotonic() - _began
        print(f"  step {step:5} of {steps}, loss {loss.item():.3f}, {seconds:6.0f} s", flush=True)
