"""The network: MiniLM's encoder, the mean of its tokens, and one layer to the three classes."""

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

MAX_TOKENS = 128
CLASSES = 3
_DROPOUT = 0.1


class Spotter(nn.Module):
    """Gives three logits for each sentence: not factual, unimportant, check-worthy."""

    def __init__(self, base: Path) -> None:
        """Start from pretrained weights; the last layer is new."""
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base)
        self.dropout = nn.Dropout(_DROPOUT)
        self.head = nn.Linear(self.encoder.config.hidden_size, CLASSES)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Give logits [batch, 3] for token ids and their mask, both int64 [batch, tokens]."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        logits: Tensor = self.head(self.dropout(mean))
        return logits


def tokenizer(base: Path) -> Tokenizer:
    """Return the base's tokenizer; it cuts what is too long, and pads nothing."""
    found = Tokenizer.from_file(str(base / "tokenizer.json"))
    found.no_padding()
    found.enable_truncation(MAX_TOKENS)
    return found


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Return token ids and mask, int64 [batch, longest]; the padding is 0 in both."""
    longest = max(len(row) for row in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    return ids, mask
