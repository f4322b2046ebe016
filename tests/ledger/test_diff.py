"""What has changed is told as the learner reads it: paragraphs and words, marks and line breaks left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from builder.ledger.blocks import as_text
from builder.ledger.diff import changes, diff_blocks
from tests.ledger.conftest import TEXT, text


def told(words: str) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.section, one.before, one.after) for one in changes(text(), text(words))]


def test_what_a_learner_does_not_see_is_no_change() -> None:
    assert told(TEXT.replace("*net*", "**net**").replace("hour…\n    Push", "hour…     Push")) == []


def test_a_paragraph_is_changed_added_or_removed() -> None:
    assert told(TEXT.replace("half as long", "a third as long")) == [
        ("changed", "by-machine", "It takes half as long.", "It takes a third as long.")]
    assert told(TEXT.replace("- Hold", "- Wait.\n    - Hold")) == [("added", "window", "", "Wait.")]
    assert told(TEXT.replace("    - Draw a piece thin.\n", "")) == [("removed", "window", "Draw a piece thin.", "")]


def test_words_that_went_and_came_are_marked() -> None:
    found = changes(text(), text(TEXT.replace("takes half as", "takes twice as")))
    assert "- changed: It takes [-half-] {+twice+} as long." in as_text(diff_blocks("Kneading", "then", found))


PARAGRAPHS = st.lists(st.sampled_from(["One two three.", "One two four.", "Five.", "Six seven."]), max_size=6)


@given(PARAGRAPHS, PARAGRAPHS)
def test_no_paragraph_is_left_out_of_a_diff(old: list[str], new: list[str]) -> None:
    before, after = (text("# T\n\n" + "\n\n".join(words) + "\n") for words in (old, new))
    found = changes(before, after)
    came, went = [one.after for one in found if one.after], [one.before for one in found if one.before]
    assert len(new) - len(came) == len(old) - len(went), "what is in neither list has stayed"
    assert sorted(old + came) == sorted(new + went)
