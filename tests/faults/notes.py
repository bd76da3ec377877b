"""What the processes say of what they did, one file each; a kill leaves the rest."""

import json
import os
import time


def folder():
    """A new place for the notes of one run."""
    path = os.path.join(os.environ["JAPRA_FAULTS"], str(time.monotonic_ns()))
    os.makedirs(path)
    return path


def path_of(folder, number):
    return os.path.join(folder, f"{number}.jsonl")


def write(folder, number, said):
    with open(path_of(folder, number), "a", encoding="utf-8") as file:
        file.write(json.dumps(said) + "\n")


def read_file(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        # A kill may leave half a line: it was not said.
        return [json.loads(line) for line in file if line.endswith("}\n")]


def read(folder):
    return [
        note
        for name in sorted(os.listdir(folder))
        for note in read_file(os.path.join(folder, name))
    ]
