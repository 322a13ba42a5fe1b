"""What msgspec has looked into, many threads decode at once. Where it has not, they crash the process: hence one of its own for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec

from marketplace.foundation import structs

BACKEND = Path(__file__).parents[4]
MANY = """
from __future__ import annotations
import sys, threading
import msgspec
from marketplace.foundation import structs

sys.setswitchinterval(1e-6)
kinds = []
for number in range(200):
    inner = msgspec.defstruct(f"Inner{number}", [("a", "int | None", None), ("b", str, "")], module=__name__)
    globals()[inner.__name__] = inner
    kinds.append(msgspec.defstruct(f"Outer{number}", [("id", str), ("one", inner), ("many", f"list[{inner.__name__}]")], module=__name__))
structs.prepare()
for kind in kinds:
    start = threading.Barrier(8)

    def decode(kind=kind):
        start.wait()
        msgspec.json.decode(b'{"id": "x", "one": {"a": 1}, "many": [{"b": "y"}]}', type=kind)

    threads = [threading.Thread(target=decode) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def test_threads_that_decode_a_prepared_type_first_do_not_crash():
    done = subprocess.run([sys.executable, "-c", MANY], cwd=BACKEND, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_every_struct_is_found():
    class Parent(msgspec.Struct):
        name: str

    class Child(Parent):
        age: int

    assert structs.prepare() > len({Parent, Child})
    assert {Parent, Child} <= set(structs._below(msgspec.Struct))
