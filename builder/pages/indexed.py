"""What search knows of a course's pages: its lessons, modules and concepts."""

from __future__ import annotations

from builder.models.concepts import Concept
from builder.pages import facts
from builder.pages.compiled import Compiled
from builder.pages.markup import plain
from builder.pages.search import Indexed, page_words


def indexed_lesson(entry: facts.Entry, text: Compiled) -> Indexed:
    """A lesson's lines: its title, its description and its text by section."""
    return page_words(facts.lesson_path(entry.slug), entry.title, entry.description, text.words)


def indexed_module(module: facts.Contents) -> Indexed:
    """A module's lines: its title, its summary and its goal."""
    return page_words(module.path, module.title, plain(module.summary or module.goal), [("", "", plain(module.goal))])


def indexed_concept(name: str, concept: Concept) -> Indexed:
    """The lines of the concept of this id: its name, its summary and its other names."""
    path, others = facts.concept_path(name), ", ".join(concept.aliases)
    return page_words(path, concept.name, plain(concept.summary), [("", others, "")])
