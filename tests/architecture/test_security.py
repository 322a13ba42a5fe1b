"""What an attacker must not find in our code, looked for in its syntax trees (``docs/reference/asvs.md`` names the requirements)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .sources import Module, calls, imported_names, modules

RUNS_TEXT = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
PATTERN_CALLS = {f"re.{name}" for name in ("compile", "match", "search", "sub", "subn", "fullmatch", "findall", "finditer", "split")}
CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")
# Patterns that are put together in a function. Each takes them from a table in the same module.
FROM_TABLES = {
    "backend/marketplace/apps/accounts/domain/postcodes.py",
    "backend/marketplace/apps/discovery/domain/phrases.py",
    "backend/marketplace/apps/vendors/domain/checks.py",
    "backend/marketplace/kit/plain_text.py",
}
WEAK = {"hashlib.md5", "hashlib.sha1", "random.random", "random.choice", "random.randint", "random.getrandbits", "uuid.uuid1"}
SECRET_BYTES = 16
# Random names that keep no secret: an etag, and the name of one attempt to write.
NAMES = {
    "backend/marketplace/foundation/documents/cosmos/engine.py",
    "backend/marketplace/foundation/documents/cosmos/patches.py",
    "backend/marketplace/foundation/documents/postgres/batches.py",
    "backend/marketplace/foundation/documents/postgres/engine.py",
}


def test_no_text_is_run_as_code():
    assert [module.place(node) for module in _backend() for called, node in calls(module) if called in RUNS_TEXT] == []


def test_patterns_are_ours():
    strange = [
        module.place(node)
        for module in _backend()
        if module.name not in FROM_TABLES
        for called, node in calls(module)
        if called in PATTERN_CALLS and not _is_ours(node.args[0])
    ]

    assert strange == []


def test_no_client_follows_redirects():
    following = [
        module.place(node)
        for module in _backend()
        for _, node in calls(module)
        for keyword in node.keywords
        if keyword.arg in ("follow_redirects", "allow_redirects") and ast.unparse(keyword.value) != "False"
    ]
    of_their_own_accord = [
        module.place(node)
        for module in _backend()
        for name, node in imported_names(module)
        if name.startswith(("requests", "urllib.request"))
    ]

    assert (following, of_their_own_accord) == ([], [])


def test_nothing_weak_makes_a_secret_or_a_digest():
    assert [module.place(node) for module in _backend() for called, node in calls(module) if called in WEAK] == []


def test_random_secrets_have_128_bits():
    short = [
        module.place(node)
        for module in _backend()
        if module.name not in NAMES
        for called, node in calls(module)
        if called.startswith("secrets.token_") and not _is_long(node)
    ]

    assert short == []


def _backend() -> Iterator[Module]:
    return (module for module in modules() if module.name.startswith("backend/"))


def _is_ours(pattern: ast.expr) -> bool:
    """Whether it is a text, or put together from texts and constants of a module."""
    match pattern:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return CONSTANT.fullmatch(name) is not None
        case ast.JoinedStr(values=values):
            return all(_is_ours(value) for value in values)
        case ast.FormattedValue(value=value):
            return _is_ours(value) or ast.unparse(value).startswith(("re.escape(", "len("))
        case ast.BinOp(left=left, right=right):
            return _is_ours(left) and _is_ours(right)
    return False


def _is_long(call: ast.Call) -> bool:
    """Python's own length, which is 256 bits, or enough bytes."""
    given = call.args[0] if call.args else None
    return given is None or (isinstance(given, ast.Constant) and isinstance(given.value, int) and given.value >= SECRET_BYTES)
