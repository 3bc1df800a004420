"""Training of the network in `framing.attribution.network`, with PyTorch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from framing.attribution.features import CUE_COLUMN, WINDOW_FIELDS, WINDOW_WIDTH, Windows
from framing.attribution.network import ACTIVATION_SCALE, DILATIONS, MAX_ACTIVATION, WEIGHT_SCALE, Network
from framing.attribution.word_rows import WordRows, ending
from framing.models import pack_words, unit_vectors, unpack_words, vector_forms

SIZE = 64
SEED = 0
EPOCHS_PARSED, EPOCHS = 3, 8
_RATE, _DECAY, _BATCH = 2e-3, 1e-4, 128
#: Dropout: shares of signals and of word forms left out at random in training; without its form, a word is rare.
_DROPPED, _FORMS_DROPPED = 0.25, 0.08
_NEVER = -1e4
#: Weights learned from parsed news, the starting point.
PARSED = Path(__file__).with_name("parsed-news.npz")


@dataclass(frozen=True, eq=False)
class Lessons:
    """Possible cues with their windows and labels.

    `is_cue` says whether a word is a cue. `start` and `end` are the columns of its content, -1 if unknown. `source` has
    a flag for each column of a window.
    """

    codes: NDArray[np.int32]
    known: NDArray[np.bool_]
    is_cue: NDArray[np.bool_]
    start: NDArray[np.int16]
    end: NDArray[np.int16]
    source: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        windows: Windows,
        is_cue: NDArray[np.bool_],
        contents: Sequence[tuple[int, int] | None],
        sources: Sequence[frozenset[int]],
    ) -> Lessons:
        """The lessons of these windows; contents and sources are word numbers of the document."""
        count = len(windows.cue_entry)
        word = windows.word_grid
        codes = np.zeros((len(WINDOW_FIELDS), count, WINDOW_WIDTH), dtype=np.int32)
        codes[:, windows.cue_of_entry, windows.column] = windows.codes
        ends = np.full((2, count), -1, dtype=np.int16)
        source = np.zeros((count, WINDOW_WIDTH), dtype=bool)
        for number, (content, speakers) in enumerate(zip(contents, sources, strict=True)):
            if content is not None and np.isin(content, word[number]).all():
                ends[:, number] = [np.flatnonzero(word[number] == end)[0] for end in content]
            source[number] = np.isin(word[number], list(speakers)) & (word[number] >= 0)
        return cls(codes, word >= 0, is_cue, ends[0], ends[1], source)

    @classmethod
    def joined(cls, parts: Sequence[Lessons]) -> Lessons:
        """Several sets as one."""
        columns = ([getattr(part, field.name) for part in parts] for field in fields(cls))
        first, *rest = columns
        return cls(np.concatenate(first, axis=1), *map(np.concatenate, rest))


def row_descriptions(rows: WordRows) -> list[tuple[str, str, str]]:
    """The form (empty for several), tag and ending of each row of weights."""
    special = rows.count - len(rows.vocabulary) - len(rows.tag_endings)
    endings = [*[""] * special, *map(ending, rows.vocabulary), *(end for _, end in rows.tag_endings)]
    return list(zip(rows.forms, rows.tags, endings, strict=True))


class Tagger(nn.Module):
    """The network in floating point, for training."""

    def __init__(self, rows: WordRows, size: int = SIZE) -> None:
        super().__init__()
        self.rows = rows
        names: dict[str, int] = {}
        every = row_descriptions(rows)
        shared = [[names.setdefault(f"{at} {part}", len(names)) for at, part in enumerate(row[1:])] for row in every]
        vectors, row_of = unit_vectors(), vector_forms()
        known = np.stack([vectors[row_of[form]] if form in row_of else 0 * vectors[0] for form, _, _ in every])
        self.register_buffer("shared", torch.tensor(shared))
        self.register_buffer("vectors", torch.tensor(known * 4))
        self.form, self.kind = nn.Embedding(rows.count, size), nn.Embedding(len(names), size)
        self.meaning = nn.Linear(known.shape[1], size, bias=False)
        sizes = [count for count in WINDOW_FIELDS.values() if count is not None]
        self.fields = nn.ModuleList(nn.Embedding(count, size) for count in sizes)
        self.layers = nn.ModuleList(nn.Conv1d(size, size, 3, padding=step, dilation=step) for step in DILATIONS)
        self.last, self.pointers, self.cue = nn.Linear(size, size), nn.Linear(size, 3), nn.Linear(2 * size, 1)
        self.dropped = nn.Dropout(_DROPPED)
        nn.init.normal_(self.form.weight, std=0.05)
        nn.init.normal_(self.meaning.weight, std=0.02)
        for table in (self.kind, *self.fields):
            nn.init.normal_(table.weight, std=0.1)

    def row(self, rows: Tensor) -> Tensor:
        """The vectors of words by their rows."""
        form = self.form(rows) + self.meaning(self.vectors[rows])
        if self.training:
            form = form * (torch.rand(rows.shape) > _FORMS_DROPPED)[..., None]
        return form + self.kind(self.shared[rows]).sum(-2)

    def forward(self, codes: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
        """The log-odds of each cue, and scores of shape `(windows, words, 3)`; windows are aligned left."""
        total = self.row(codes[0])
        for table, of_field in zip(self.fields, codes[1:], strict=True):
            total = total + table(of_field)
        mask = known[..., None].float()
        signal = self.dropped(functional.relu(total) * mask)
        for layer in self.layers:
            added = functional.relu(layer(signal.transpose(1, 2)).transpose(1, 2))
            signal = (signal + self.dropped(added)) * mask
        read = functional.relu(self.last(signal))
        at = (codes[_OFFSET] == CUE_COLUMN).int().argmax(1)
        own, greatest = read[torch.arange(len(at)), at], (read + _NEVER * (1 - mask)).amax(1)
        scores = self.pointers(read).masked_fill(~known[..., None], _NEVER)
        return self.cue(torch.cat([own, greatest], -1))[:, 0], scores

    @torch.no_grad()
    def quantised(self) -> Network:
        """The network in integers."""
        self.eval()
        rows = _whole(self.row(torch.arange(self.rows.count)), WEIGHT_SCALE)
        tables = tuple(_whole(table.weight, WEIGHT_SCALE) for table in self.fields)
        layers = tuple(
            _whole(layer.weight.permute(2, 1, 0).reshape(-1, self.last.out_features), WEIGHT_SCALE)
            for layer in self.layers
        )
        biases = np.stack([_whole(layer.bias, WEIGHT_SCALE * ACTIVATION_SCALE) for layer in (*self.layers, self.last)])
        cue = np.append(
            _whole(self.cue.weight[0], WEIGHT_SCALE), _whole(self.cue.bias, WEIGHT_SCALE * ACTIVATION_SCALE)
        )
        for weights in layers:
            # float32 represents every integer below 2 ** 24
            assert np.abs(weights).sum(0).max() * MAX_ACTIVATION < 2**24, "sums of a layer are not exact"
        pointers, pointer_bias = (
            _whole(self.pointers.weight.T, WEIGHT_SCALE),
            _whole(self.pointers.bias, WEIGHT_SCALE * ACTIVATION_SCALE),
        )
        return Network(
            (rows, *tables), layers, biases, _whole(self.last.weight.T, WEIGHT_SCALE), pointers, pointer_bias, cue
        )


_OFFSET = list(WINDOW_FIELDS).index("offset")


def _whole(values: Tensor, scale: int) -> NDArray[np.float32]:
    whole: NDArray[np.float32] = np.rint(values.double().numpy() * scale).astype(np.float32)
    return whole


def trained(lessons: Lessons, tagger: Tagger, epochs: int = EPOCHS) -> Tagger:
    """The tagger after training (AdamW, one-cycle learning rates: Smith and Topin 2019)."""
    torch.manual_seed(SEED)
    chance = torch.Generator().manual_seed(SEED)
    count = len(lessons.is_cue)
    length = torch.tensor(lessons.known.sum(1))
    optimizer = torch.optim.AdamW(tagger.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = epochs * (count // _BATCH + count // (_BATCH * _BLOCK) + 2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps, pct_start=0.15)
    tagger.train()
    for _ in range(epochs):
        for chosen in _batches(torch.randperm(count, generator=chance), length, chance):
            optimizer.zero_grad()
            _loss(tagger, lessons, chosen.numpy()).backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return tagger.eval()


#: The number of batches sorted by length together, to save padding.
_BLOCK = 32


def _batches(order: Tensor, length: Tensor, chance: torch.Generator) -> Iterator[Tensor]:
    batches: list[Tensor] = []
    for block in order.split(_BATCH * _BLOCK):
        batches += block[torch.argsort(length[block], stable=True)].split(_BATCH)
    yield from (batches[number] for number in torch.randperm(len(batches), generator=chance).tolist())


def _loss(tagger: Tagger, lessons: Lessons, chosen: NDArray[np.int_]) -> Tensor:
    known = lessons.known[chosen]
    # windows are aligned left, so no batch is wider than its widest window
    first, width = known.argmax(1), int(known.sum(1).max())
    column = np.minimum(first[:, None] + np.arange(width), WINDOW_WIDTH - 1)
    inside = np.take_along_axis(known, column, 1) & (first[:, None] + np.arange(width) < WINDOW_WIDTH)
    codes = np.take_along_axis(lessons.codes[:, chosen], column[None], 2) * inside
    odds, scores = tagger(torch.tensor(codes, dtype=torch.long), torch.tensor(inside))
    is_cue = torch.tensor(lessons.is_cue[chosen])
    loss = functional.binary_cross_entropy_with_logits(odds, is_cue.float())
    start, end = (torch.tensor((ends[chosen] - first).astype(np.int64)) for ends in (lessons.start, lessons.end))
    has_content = is_cue & torch.tensor(lessons.start[chosen] >= 0)
    if has_content.any():
        for pointer, ends in enumerate((start, end)):
            loss = loss + functional.cross_entropy(scores[has_content][..., pointer], ends[has_content])
    source = torch.tensor(np.take_along_axis(lessons.source[chosen], column, 1) & inside)
    has_source = is_cue & source.any(1)
    if has_source.any():
        of_words = functional.log_softmax(scores[has_source][..., 2], -1).masked_fill(~source[has_source], _NEVER)
        loss = loss - torch.logsumexp(of_words, -1).mean()
    return loss


@dataclass(frozen=True, eq=False)
class Pretrained:
    """The result of training on parsed news: vocabulary and tagger."""

    vocabulary: list[str]
    weights: dict[str, NDArray[Any]]

    @classmethod
    def of(cls, tagger: Tagger) -> Pretrained:
        """The weights of a tagger, in half precision."""
        weights = {name: value.numpy().astype(np.float16) for name, value in tagger.state_dict().items()}
        for name in ("shared", "vectors"):
            del weights[name]
        return cls(list(tagger.rows.vocabulary), weights)

    def tagger(self) -> Tagger:
        """A tagger to train further."""
        torch.manual_seed(SEED)
        tagger = Tagger(WordRows(self.vocabulary))
        tagger.load_state_dict({k: torch.tensor(v.astype(np.float32)) for k, v in self.weights.items()}, strict=False)
        return tagger

    def store(self, path: Path = PARSED) -> None:
        """Write the weights to a file."""
        np.savez_compressed(path, allow_pickle=False, vocabulary=pack_words(self.vocabulary), **self.weights)

    @classmethod
    def load(cls, path: Path = PARSED) -> Pretrained:
        """Read what `store` wrote."""
        with np.load(path) as stored:
            weights = {name: stored[name] for name in stored.files if name != "vocabulary"}
            return cls(unpack_words(stored["vocabulary"]), weights)
