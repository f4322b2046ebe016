"""Questions that ask the learner to commit first.

Without scripts the options can be marked and feedback and answer stand folded beneath them.  With scripts they
appear after the learner has committed, beside what the learner chose or wrote.
"""

from __future__ import annotations

from msgspec import Struct

from builder.pages.html import element


class Option(Struct, frozen=True):
    """A possible answer and its feedback, as HTML."""

    content: str
    feedback: str
    correct: bool


class Question(Struct, frozen=True):
    """A question's id on its page, its options if it has any, and its answer as HTML."""

    name: str
    id: str
    options: tuple[Option, ...]
    answer: str


def ask(question: Question) -> str:
    """The part of a question where the learner answers and then compares."""
    form = _choices(question) if question.options else _room(question)
    feedback = "".join(_feedback(question, number, option) for number, option in enumerate(question.options))
    answer = fold("answer", "Answer", question.answer) if question.answer else ""
    commit = _commit("Commit" if question.options else "Compare")
    return element("cw-question", {"class": "question", "id": question.id}, form + commit + feedback + answer)


def _commit(label: str) -> str:
    """The button that shows what follows, and the line that says what the learner chose; unseen without scripts."""
    button = element("button", {"type": "button", "class": "commit", "data-label": label}, label)
    return button + element("p", {"role": "status"})


def fold(kind: str, summary: str, content: str, identity: str | None = None) -> str:
    """Text that opens on demand; its summary is HTML, and print shows it open."""
    inner = element("summary", None, summary) + element("div", {"class": "inside"}, content)
    return element("details", {"class": f"fold {kind}", "id": identity}, inner)


def _choices(question: Question) -> str:
    legend = element("legend", None, "Which do you expect?" if question.name == "check" else "Which is it?")
    rows = "".join(_choice(question, number, option) for number, option in enumerate(question.options))
    return element("fieldset", None, legend + rows)


def _choice(question: Question, number: int, option: Option) -> str:
    radio = element("input", {"type": "radio", "name": question.id, "value": number})
    return element("label", {"class": "choice"}, radio + element("span", None, option.content))


def _room(question: Question) -> str:
    """Room for an answer in the learner's words; it stays in the page and goes nowhere."""
    identity = f"{question.id}-words"
    label = element("label", {"for": identity}, "Your answer, before you look")
    return element("div", {"class": "room"}, label + element("textarea", {"id": identity, "rows": 3}))


def _feedback(question: Question, number: int, option: Option) -> str:
    verdict = "Right" if option.correct else "Not this one"
    inner = element("p", {"class": "verdict"}, verdict) + option.feedback
    kind = "feedback right" if option.correct else "feedback wrong"
    return fold(kind, f"On “{option.content}”", inner, f"{question.id}-{number}")
