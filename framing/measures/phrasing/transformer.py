"""A Hugging Face sentence classifier in place of the built-in sentence score.

Needs the extra `framing[transformers]` and a model in a local folder; nothing is downloaded. Only `sentences.loaded`
comes from the classifier; the table `phrases` stays that of lexicons and rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: Sentences per call of the model.
BATCH = 32


class NoClassifier(Exception):
    """An unusable classifier; the message says what is wrong and what to do."""


class TransformerClassifier:
    """A classifier's probability that each sentence has a label, for `Phrasing(classifier=...)`.

    `folder` holds the model and its tokenizer as `save_pretrained` writes them; `label` names the label that means
    loaded (by default the last). Raises `NoClassifier`.

    >>> from framing.measures.phrasing import Phrasing
    >>> Phrasing(classifier=TransformerClassifier("models/bias", "BIASED"))  # doctest: +SKIP
    """

    def __init__(self, folder: str | Path, label: str | None = None) -> None:
        path = Path(folder)
        if not (path / "config.json").is_file():
            raise NoClassifier(f"{path}: no config.json; name the folder that save_pretrained wrote the model to")
        try:
            import torch
            from transformers import AutoModelForSequenceClassification, AutoTokenizer
        except ImportError as error:
            raise NoClassifier(f"{error.name} is not installed; run: pip install 'framing[transformers]'") from error
        self._torch = torch
        self._tokenizer = AutoTokenizer.from_pretrained(str(path), local_files_only=True)
        self._model = AutoModelForSequenceClassification.from_pretrained(str(path), local_files_only=True).eval()
        self._column = _column(self._model.config, label)

    def __call__(self, sentences: Sequence[str]) -> list[float]:
        """The probability of the label for each sentence, in order."""
        probabilities: list[float] = []
        with self._torch.no_grad():
            for at in range(0, len(sentences), BATCH):
                tokens = self._tokenizer(
                    list(sentences[at : at + BATCH]), padding=True, truncation=True, return_tensors="pt"
                )
                logits = self._model(**tokens).logits
                likely = logits.sigmoid() if logits.shape[1] == 1 else logits.softmax(dim=1)
                probabilities += likely[:, self._column].tolist()
        return probabilities


def _column(config: Any, label: str | None) -> int:
    labels = [str(config.id2label[number]) for number in range(config.num_labels)]
    if label is None:
        return len(labels) - 1
    if label not in labels:
        raise NoClassifier(f"the model has no label {label!r}; there are {', '.join(labels)}")
    return labels.index(label)
