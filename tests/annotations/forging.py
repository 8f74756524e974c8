"""What somebody can do to a dossier's file, and what a verifier says of it."""

import hashlib
from collections.abc import Callable
from typing import Any

from annotations.text.digests import digest

File = dict[str, Any]


def told(value: File, noun: str, action: str) -> File:
    """What the file's first line of this kind says."""
    return next(
        line["facts"]
        for line in value["lines"]
        if line.get("facts", {}).get("noun") == noun and line["facts"]["action"] == action
    )


def redo(value: File) -> None:
    """Let a forger put right what can be put right without the checkpoint."""
    head = value["start"]
    for seq, line in enumerate(value["lines"], value["first"]):
        own = digest(line["facts"]) if "facts" in line else line["sealed"]
        head = hashlib.sha256((head + own).encode()).hexdigest()
        if seq == value["published"]["line"]:
            value["published"]["hash"] = head
    value["head"][1:] = [seq, head]


def other_dossier(value: File) -> None:
    value["dossier"]["summary"] = "The accounts deny the figure."


def other_dossier_with_its_digest(value: File) -> None:
    other_dossier(value)
    value["digest"] = digest(value["dossier"])


def other_reviewer(value: File) -> None:
    told(value, "review", "approve")["actor_name"] = "Charlie"


def other_reviewer_everywhere(value: File) -> None:
    other_reviewer(value)
    value["approvals"][0]["name"] = "Charlie"
    redo(value)


def one_more_approval(value: File) -> None:
    value["approvals"].append({**value["approvals"][0], "name": "Charlie"})


def everything_for_another_dossier(value: File) -> None:
    other_dossier_with_its_digest(value)
    told(value, "verdict", "submit")["after"]["digest"] = value["digest"]
    told(value, "review", "approve")["after"]["digest"] = value["digest"]
    value["approvals"][0]["digest"] = value["digest"]
    redo(value)


def another_root(value: File) -> None:
    everything_for_another_dossier(value)
    value["path"] = []
    value["checkpoint"]["root"] = "0" * 64


FORGED: dict[Callable[[File], Any], str] = {
    other_dossier: "The dossier is not what was submitted.",
    other_dossier_with_its_digest: "The dossier is not what was submitted.",
    other_reviewer: "The approvals are others.",
    other_reviewer_everywhere: "The checkpoint has not seen this head.",
    one_more_approval: "The approvals are others.",
    everything_for_another_dossier: "The checkpoint has not seen this head.",
    another_root: "The checkpoint has not seen this head.",
    lambda value: value["lines"].pop(-1): "The lines do not lead to the checkpoint's head.",
    lambda value: value["lines"].pop(1): "is misplaced.",
    lambda value: value.update(
        start="0" * 64
    ): "The history does not say that it was published so.",
    lambda value: value["published"].update(hash="0" * 64): "The history does not say",
    lambda value: value["head"].__setitem__(0, "article:99"): "is misplaced.",
    lambda value: value["checkpoint"].update(root="0" * 64): "The checkpoint has not seen",
}
