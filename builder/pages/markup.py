"""Markdown's own nodes as HTML: paragraphs, lists, tables, code, formulas, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

from builder.pages.highlight import highlight, line_set, lines
from builder.pages.html import element, text
from builder.pages.math import FormulaFault, mathml
from builder.pages.roles import fault, role
from builder.pages.sheet import Sheet, Target, inline_node
from builder.source.tree import Node

LONG_FORMULA = 20
"""Characters above which a formula in running text may not fit a line of a small phone."""

_MARKED = re.compile(r"[\\`*_\[\]{}<>&$|~#^\n]|^(?:[-+>=:]|\d+[.)])")
_MARKUP = re.compile(r"<[^>]+>")
_OPENING_QUOTE = re.compile(r"""(?<=[\s(\[—–/“‘])["']""")

_AWAY = ("lesson:", "concept:", "module:", "#widget-")
"""How links begin that rest on other pages, or on what else this page shows."""

Rule = Callable[[Node, Sheet], str]


def write(nodes: Sequence[Node], sheet: Sheet) -> str:
    """Nodes as HTML, in order."""
    return "".join([RULES[node.type](node, sheet) for node in nodes])


def bare(markdown: str) -> bool:
    """Whether words hold no sign that Markdown knows; such words, which most are, need no parsing."""
    return not _MARKED.search(markdown)


def inline(markdown: str, sheet: Sheet) -> str:
    """A line of Markdown, such as a title or a caption, as HTML."""
    return printed(markdown, sheet) if bare(markdown) else parsed(markdown, sheet)


def parsed(markdown: str, sheet: Sheet) -> str:
    """A line of Markdown as HTML, by the parser."""
    return write(inline_node(markdown).children, sheet)


def plain(markdown: str) -> str:
    """A line of Markdown without its marks, for titles and labels."""
    if bare(markdown):
        return markdown
    return "".join(_plain(inline_node(markdown)))


def _plain(node: Node) -> Iterator[str]:
    for child in node.children:
        yield from _plain(child) if child.children else (_words(child),)


def _words(node: Node) -> str:
    if node.type == "role":
        return str(node.meta["content"]).partition("|")[2] or str(node.meta["content"])
    return " " if node.type in ("softbreak", "hardbreak") else node.content


def _wrap(tag: str) -> Rule:
    """The rule of a node that is one element around its children."""
    return lambda node, sheet: element(tag, named(node), write(node.children, sheet))


def _inside(node: Node, sheet: Sheet) -> str:
    return write(node.children, sheet)


def _nothing(node: Node, sheet: Sheet) -> str:
    return ""


# ---- blocks


def _paragraph(node: Node, sheet: Sheet) -> str:
    content = write(node.children, sheet)
    return content if node.hidden else element("p", named(node), content)


def named(node: Node) -> dict[str, str]:
    """The id and the class that an author gave a node."""
    return {name: str(node.attrs[name]) for name in ("id", "class") if node.attrs.get(name)} if node.attrs else {}


def _heading(node: Node, sheet: Sheet) -> str:
    """A heading with its id; a lesson's title is the page's only h1, so deeper ones begin at h2."""
    tag = "h2" if node.tag == "h1" else node.tag
    return element(tag, named(node), write(node.children, sheet))


def _ordered_list(node: Node, sheet: Sheet) -> str:
    start = node.attrs.get("start")
    return element("ol", {"start": str(start) if start else None}, write(node.children, sheet))


def _list_item(node: Node, sheet: Sheet) -> str:
    task = node.attrs.get("class") == "task-list-item"
    return element("li", {"class": "task" if task else None}, write(node.children, sheet))


def _table(node: Node, sheet: Sheet) -> str:
    return scroll(element("table", None, write(node.children, sheet)), "Table", "table")


def _cell(node: Node, sheet: Sheet) -> str:
    """A cell; a corner without words heads nothing."""
    side, content = str(node.attrs.get("style", "")).removeprefix("text-align:"), write(node.children, sheet)
    heads = node.tag == "th" and bool(content)
    return element("th" if heads else "td", {"class": side or None, "scope": "col" if heads else None}, content)


def scroll(content: str, label: str, kind: str) -> str:
    """A box that scrolls sideways where its content is wider; a script lets the keyboard into those that do."""
    return element("div", {"class": f"scroll {kind}", "data-label": label}, content)


def _fence(node: Node, sheet: Sheet) -> str:
    options = (node.meta or {}).get("options", {})
    language = node.info.split()[0] if node.info.strip() else ""
    return code_block(node.content, language, options)


def code_block(content: str, language: str, options: dict[str, str]) -> str:
    """Code in its box, with the name of its file and its lines marked as the options say."""
    name = options.get("filename") or options.get("caption")
    marked = line_set(options.get("emphasize-lines", ""))
    numbered = "linenos" in options
    written = lines(highlight(content.rstrip("\n"), language), numbered, marked)
    code = element("code", {"class": "numbered" if numbered else None}, written)
    head = element("p", {"class": "file"}, text(name)) if name else ""
    label = f"Code: {name}" if name else "Code"
    return element("div", {"class": "code"}, head + scroll(element("pre", None, code), label, "listing"))


def _code_block(node: Node, sheet: Sheet) -> str:
    return code_block(node.content, "", {})


def _math_block(node: Node, sheet: Sheet) -> str:
    box = scroll(_formula(node.content, True), "Formula", "formula")
    return box.replace("<div", f'<div id="{node.info}"', 1) if node.info else box


def _formula(latex: str, display: bool) -> str:
    try:
        return mathml(latex, display)
    except FormulaFault as error:
        return fault(latex, error.message)


def _block(node: Node, sheet: Sheet) -> str:
    """One of the course's own blocks; one that nobody knows shows its text."""
    name = node.meta["name"]
    if name in sheet.blocks:
        return sheet.blocks[name](node, sheet)
    return element("p", None, fault(f"{{{name}}}", "unknown block")) + write(node.children, sheet)


def _rule(node: Node, sheet: Sheet) -> str:
    return element("hr")


# ---- footnotes


def _footnotes(node: Node, sheet: Sheet) -> str:
    items = element("ol", None, write(node.children, sheet))
    return element("div", {"class": "footnotes", "role": "doc-endnotes"}, items)


def _footnote(node: Node, sheet: Sheet) -> str:
    return element("li", {"id": f"note-{node.meta['id'] + 1}"}, write(node.children, sheet))


def _footnote_ref(node: Node, sheet: Sheet) -> str:
    number = node.meta["id"] + 1
    link = {"href": f"#note-{number}", "id": _call(node), "role": "doc-noteref", "aria-label": f"Note {number}"}
    return element("sup", {"class": "call"}, element("a", link, str(number)))


def _footnote_anchor(node: Node, sheet: Sheet) -> str:
    link = {"href": f"#{_call(node)}", "class": "back", "role": "doc-backlink", "aria-label": "↩ Back to the text"}
    return " " + element("a", link, "↩")


def _call(node: Node) -> str:
    times = node.meta.get("subId", 0)
    return f"call-{node.meta['id'] + 1}" + (f"-{times + 1}" if times else "")


# ---- inline


def _text(node: Node, sheet: Sheet) -> str:
    """Running words, with the quotes and apostrophes of print where the course is in English."""
    return printed(node.content, sheet, node.before not in ("", "softbreak", "hardbreak"))


def printed(words: str, sheet: Sheet, inside: bool = False) -> str:
    """Words as HTML text in the course's typography; `inside` says that something stands right before them."""
    return text(curled(words, inside) if sheet.english else words)


def curled(words: str, inside: bool = False) -> str:
    """Straight quotes as opening and closing ones; `inside` says that something stands right before the words."""
    if '"' not in words and "'" not in words:
        return words
    before = "x" if inside else " "
    opened = _OPENING_QUOTE.sub(lambda match: {'"': "“", "'": "‘"}[match[0]], before + words)
    return opened.replace('"', "”").replace("'", "’")[1:]


def _code_inline(node: Node, sheet: Sheet) -> str:
    return element("code", None, text(node.content))


def _math_inline(node: Node, sheet: Sheet) -> str:
    """A formula in running text; a long one may scroll by itself where the screen is narrow."""
    written = _formula(node.content, node.type == "math_inline_double")
    long = len(_MARKUP.sub("", written)) > LONG_FORMULA
    return element("span", {"class": "scroll long", "data-label": "Formula"}, written) if long else written


def _role(node: Node, sheet: Sheet) -> str:
    return role(node.meta["name"], node.meta["content"], sheet)


def _checkbox(node: Node, sheet: Sheet) -> str:
    """The box of a task: the only HTML that the parser itself puts in."""
    return "☑" if "checked" in node.content else "☐"


def _image(node: Node, sheet: Sheet) -> str:
    return sheet.later(picture, str(node.attrs.get("src", "")), node.content, str(node.attrs.get("title", "")))


def picture(sheet: Sheet, source: str, words: str, title: str) -> str:
    """A picture that stands beside the lesson; its words, where there is none."""
    found = sheet.pictures.get(source)
    if found is None:
        return element("em", None, text(words))
    return element("img", {
        "src": quote(sheet.pictured + found.name), "width": found.width, "height": found.height, "alt": words,
        "title": title or None, "loading": "lazy", "decoding": "async",
    })


def _link(node: Node, sheet: Sheet) -> str:
    goal, words = str(node.attrs.get("href", "")), write(node.children, sheet)
    return sheet.later(link, goal, words) if goal.startswith(_AWAY) else link(sheet, goal, words)


def link(sheet: Sheet, goal: str, words: str) -> str:
    """A link; one to a state of a widget bears the state as its id, and so leads somewhere without scripts, too."""
    target = resolve(goal, sheet)
    words = words or text(target.title if target else goal)
    if target is None:
        return element("span", {"class": "unlinked"}, words)
    state = sheet.once(goal[1:]) if goal.startswith("#widget-") else None
    return element("a", {"href": target.path, "id": state}, words)


def resolve(goal: str, sheet: Sheet) -> Target | None:
    """Where a link leads from this page; None for a page that is not there yet."""
    kind, _, name = goal.partition(":")
    if kind == "figure":
        return Target(f"#figure-{name}", f"Figure {sheet.numbers[name]}") if name in sheet.numbers else None
    if kind in ("lesson", "concept", "module"):
        target = sheet.targets.get(goal)
        return Target(sheet.root + target.path, target.title) if target else None
    return Target(goal, goal.lstrip("#"))


RULES: dict[str, Rule] = {
    "paragraph": _paragraph, "heading": _heading, "bullet_list": _wrap("ul"), "ordered_list": _ordered_list,
    "list_item": _list_item, "blockquote": _wrap("blockquote"), "hr": _rule, "fence": _fence,
    "code_block": _code_block, "table": _table, "thead": _wrap("thead"), "tbody": _wrap("tbody"),
    "tr": _wrap("tr"), "th": _cell, "td": _cell, "dl": _wrap("dl"), "dt": _wrap("dt"), "dd": _wrap("dd"),
    "math_block": _math_block, "math_block_label": _math_block, "amsmath": _math_block,
    "footnote_block": _footnotes, "footnote": _footnote, "footnote_anchor": _footnote_anchor,
    "footnote_ref": _footnote_ref, "inline": _inside, "text": _text, "text_special": _text, "em": _wrap("em"),
    "strong": _wrap("strong"), "s": _wrap("s"), "span": _wrap("span"), "link": _link, "image": _image,
    "code_inline": _code_inline, "math_inline": _math_inline, "math_inline_double": _math_inline, "role": _role,
    "softbreak": lambda node, sheet: "\n", "hardbreak": lambda node, sheet: element("br"), "html_inline": _checkbox,
    "front_matter": _nothing, "directive": _block, "myst_role": _role,
}
"""How each kind of node is written."""
