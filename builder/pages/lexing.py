"""Pygments' lexers made quick: what a state may begin with is one pattern, where Pygments tries one after another.

A lexer of Pygments is a table: for each state, rules of a pattern, an action and a state to go to.  At each place it
tries the rules in their order, and the first that fits wins.  The first alternative that fits wins within a pattern,
too, so rules that stand one after another can be tried at once.  The tokens are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Any, cast

from msgspec import Struct
from pygments.lexer import Lexer, RegexLexer
from pygments.token import Error, Whitespace, _TokenType

Token = tuple[int, _TokenType, str]
Rule = tuple[Any, Any, Any]
"""A rule as Pygments holds it: what matches, what is made of it, and the state to go to."""

_BY_ITSELF = re.compile(r"\\[1-9]|\(\?(?:P|\(|[aiLmsux]+\))")
"""What only means the same where a pattern stands alone: references to groups, their names, and flags."""


class _Joined(Struct, frozen=True):
    """Some rules as one pattern, and each by the group that it is there; one by itself has no groups."""

    match: Callable[[str, int], re.Match[str] | None]
    rules: dict[int | None, Rule]
    one: Rule | None = None


def quick(lexer: Lexer) -> Lexer:
    """A lexer that finds the same tokens sooner, where it is of the common kind; it takes some time to prepare."""
    kind, made = type(lexer), cast(Any, lexer)
    if kind.get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed and "_tokens" in vars(kind):
        made.get_tokens_unprocessed = partial(_tokens, lexer)
    return lexer


def _tokens(lexer: Any, text: str, stack: Iterable[str] = ("root",)) -> Iterator[Token]:
    """The tokens of a text, with the places at which they begin."""
    states: Any = type(lexer)
    stack, at = list(stack), 0
    state = _joined(states, stack[-1])
    while True:
        for joined in state:
            if found := joined.match(text, at):
                break
        else:
            if at >= len(text):
                return
            ends_line = text[at] == "\n"
            yield at, Whitespace if ends_line else Error, text[at]
            at += 1
            if ends_line:
                stack, state = ["root"], _joined(states, "root")
            continue
        match, action, way = joined.one or joined.rules[found.lastindex]
        if type(action) is _TokenType:
            yield at, action, found[0]
        elif action is not None:
            yield from action(lexer, found if joined.one else match(text, at))
        at = found.end()
        if way is not None:
            _go(stack, way)
            state = _joined(states, stack[-1])


def _go(stack: list[str], way: Any) -> None:
    """Change the stack of states as a rule wants it; its first state stays."""
    for step in way if isinstance(way, tuple) else (way,):
        if step == "#push":
            stack.append(stack[-1])
        elif step == "#pop" or isinstance(step, int):
            count = 1 if step == "#pop" else -step
            del stack[max(1, len(stack) - count):]
        else:
            stack.append(step)


@cache
def _joined(lexer: Any, state: str) -> Sequence[_Joined]:
    """The rules of a state, as many at once as can be tried at once."""
    found, alike = list[_Joined](), list[Rule]()
    for rule in lexer._tokens[state]:
        pattern = _pattern(rule)
        alone = bool(pattern.flags & re.VERBOSE or _BY_ITSELF.search(pattern.pattern))
        if alike and (alone or pattern.flags != _pattern(alike[0]).flags):
            found.append(_join(alike))
            alike = []
        if alone:
            found.append(_Joined(rule[0], {}, rule))
        else:
            alike.append(rule)
    return (*found, _join(alike)) if alike else tuple(found)


def _pattern(rule: Rule) -> re.Pattern[str]:
    """The pattern of which a rule holds the method that matches."""
    pattern: re.Pattern[str] = rule[0].__self__
    return pattern


def _join(rules: Sequence[Rule]) -> _Joined:
    """Rules without peculiarities as one."""
    if len(rules) == 1:
        return _Joined(rules[0][0], {}, rules[0])
    patterns = [_pattern(rule) for rule in rules]
    groups, at = dict[int | None, Rule](), 1
    for rule, pattern in zip(rules, patterns, strict=True):
        groups[at] = rule
        at += 1 + pattern.groups
    return _Joined(re.compile("|".join(f"({one.pattern})" for one in patterns), patterns[0].flags).match, groups)
