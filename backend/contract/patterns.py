"""
Which regular expressions may take more than a time that grows with the length of a text alone, found out by their syntax trees.

Two things make Python's matcher slow. Two repeats without a limit that may share the same characters (``a*a*``, ``(a+)*``) can be
divided in many ways. And a search begins again at each place: a repeat without a limit at the beginning, with something behind it that
may be lacking (``\\w+-``), goes over the same characters from each of them.

Sets of characters are compared by samples, so a doubt counts against a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

LONG = 300  # repeats up to so many are taken as limited: their square is a matter of a millisecond
SAMPLES = [chr(code) for code in range(128)] + list("éßاة٣中\u00a0\u2028\u2019€\u200d\u0301²\U0001f600")

Node = tuple[Any, Any]
Loop = tuple[Sequence[Node], bool]  # what comes after a node, and whether that begins again from the first
REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
EMPTY = (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT)


def is_slow(pattern: str | bytes, flags: int = 0, *, is_searched: bool = True) -> bool:
    """Whether some text may take more than a time that grows with its length; ``is_searched``: not only from its beginning."""
    if isinstance(pattern, bytes):
        pattern = pattern.decode("latin-1")
    tree = _Tree(pattern, flags)
    return tree.shares_characters(tree.top, ()) or (is_searched and tree.begins_again())


class _Tree:
    def __init__(self, pattern: str, flags: int) -> None:
        parsed = _parser.parse(pattern, flags & ~re.DEBUG)
        self.state, self.top = parsed.state, list(parsed)
        self.chars = lru_cache(None)(self._chars)

    def shares_characters(self, nodes: Sequence[Node], after: tuple[Loop, ...]) -> bool:
        """Whether two repeats without a limit may take the same characters, one right after the other or inside each other."""
        for place, node in enumerate(nodes):
            rest = ((nodes[place + 1 :], False), *after)
            if _is_long(node) and self._meets_another(self._all_chars(node), rest):
                return True
            for inner in _branches(node):
                loops = ((inner, True), *rest) if _is_long(node) else rest
                if self.shares_characters(inner, loops):
                    return True
        return False

    def begins_again(self) -> bool:
        """Whether a repeat without a limit can start at each of its own characters, with something behind it that may be lacking."""
        return any(self._starts_anywhere(way) for way in _ways(self.top))

    def _starts_anywhere(self, nodes: Sequence[Node]) -> bool:
        for place, node in enumerate(nodes):
            if node[0] is _constants.AT and node[1] is _constants.AT_BEGINNING_STRING:
                return False
            if node == (_constants.AT, _constants.AT_BEGINNING) and not self.state.flags & re.MULTILINE:
                return False
            if _is_long(node):
                chars = self._all_chars(node)
                before = nodes[:place]
                if not any(self._keeps_off(each, chars) for each in before) and all(self._passes(each, chars) for each in before):
                    return any(not self._is_optional(each) for each in nodes[place + 1 :])
        return False

    def _meets_another(self, chars: frozenset[str], after: tuple[Loop, ...]) -> bool:
        """Whether what follows can take some of the characters, by another repeat without a limit, before anything else has to come."""
        for place, (nodes, begins_again) in enumerate(after):
            for number, node in enumerate(nodes):
                if _is_long(node) and self._first_chars(node) & chars:
                    return True
                rest = ((nodes[number + 1 :], False), *after[place + 1 :])
                inner = [branch for branch in _branches(node) if not _is_long(node) and node[0] not in EMPTY]
                if any(self._meets_another(chars, ((branch, False), *rest)) for branch in inner if self._has_long(branch)):
                    return True
                if not self._passes(node, chars):
                    return False
            if begins_again:
                return True  # all of the loop's body takes these characters, so it does again
        return False

    def _has_long(self, nodes: Sequence[Node]) -> bool:
        return any(_is_long(node) or any(self._has_long(inner) for inner in _branches(node)) for node in nodes)

    def _passes(self, node: Node, chars: frozenset[str]) -> bool:
        """Whether the node can be got over with nothing but these characters."""
        if self._is_optional(node) or node[0] in EMPTY:
            return True
        branches = list(_branches(node))
        if branches:
            return any(all(self._passes(each, chars) for each in branch) for branch in branches)
        return bool(self._all_chars(node) & chars)

    def _keeps_off(self, node: Node, chars: frozenset[str]) -> bool:
        """Whether it lets nothing begin behind one of these characters: ``(?<!\\w)`` before ``\\w+``."""
        if node[0] is not _constants.ASSERT_NOT or node[1][0] > 0:
            return False
        return chars <= frozenset().union(*map(self._all_chars, node[1][1]))

    def _is_optional(self, node: Node) -> bool:
        op, value = node
        if op in REPEATS or op is _constants.POSSESSIVE_REPEAT:
            return value[0] == 0 or all(map(self._is_optional, value[2]))
        branches = list(_branches(node))
        return bool(branches) and op not in EMPTY and any(all(map(self._is_optional, branch)) for branch in branches)

    def _all_chars(self, node: Node) -> frozenset[str]:
        branches = list(_branches(node))
        if branches:
            return (
                frozenset().union(*(self._all_chars(inner) for branch in branches for inner in branch))
                if node[0] not in EMPTY
                else frozenset()
            )
        return self.chars(_Key(node))

    def _first_chars(self, node: Node) -> frozenset[str]:
        branches = list(_branches(node))
        if not branches or node[0] in EMPTY:
            return self._all_chars(node)
        found: frozenset[str] = frozenset()
        for branch in branches:
            for inner in branch:
                found |= self._first_chars(inner)
                if not self._is_optional(inner) and inner[0] not in EMPTY:
                    break
        return found

    def _chars(self, key: _Key) -> frozenset[str]:
        op = key.node[0]
        if op is _constants.GROUPREF:
            return frozenset(SAMPLES)
        if op in (_constants.AT, _constants.GROUPREF_EXISTS):
            return frozenset()
        one = _compiler.compile(_parser.SubPattern(self.state, [key.node]))
        return frozenset(char for char in SAMPLES if one.fullmatch(char))


class _Key:
    """A node, to be remembered by: its parts are lists, which cannot be."""

    def __init__(self, node: Node) -> None:
        self.node, self.text = node, repr(node)

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.text == other.text


def _is_long(node: Node) -> bool:
    op, value = node
    return op in REPEATS and (value[1] is _constants.MAXREPEAT or value[1] > LONG)


def _branches(node: Node) -> Iterator[Sequence[Node]]:
    """What is inside: of an alternative each, of all else that has an inside the one."""
    op, value = node
    if op is _constants.BRANCH:
        yield from value[1]
    elif op is _constants.SUBPATTERN:
        yield value[3]
    elif op in REPEATS or op is _constants.POSSESSIVE_REPEAT:
        yield value[2]
    elif op is _constants.ATOMIC_GROUP:
        yield value
    elif op in (_constants.ASSERT, _constants.ASSERT_NOT):
        yield value[1]


def _ways(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """The pattern with groups and alternatives at its beginning opened, one way after the other."""
    for place, (op, _) in enumerate(nodes):
        if op in (_constants.BRANCH, _constants.SUBPATTERN):
            for inner in _branches(nodes[place]):
                yield from _ways([*nodes[:place], *inner, *nodes[place + 1 :]])
            return
    yield list(nodes)
