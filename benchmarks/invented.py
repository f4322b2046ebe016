"""Invented matter for generated courses: words, code, formulas, tables and pictures, each made from a seed alone.

Words follow the law of Zipf as Mandelbrot corrected it: the word of rank r is as likely as 1 / (r + 2.7).  So a text
repeats its frequent words and goes on bringing new ones, as real texts do, and a search index has to cope with it.
"""

from __future__ import annotations

import itertools
import random
import re
import struct
import zlib
from functools import cache

VOCABULARY = 4_000
_FREQUENT = """
    the of and to a in is that it as with for one by on are from this which or at be we so can when more than then
    each how where into between all both only what two other same out over there has have was would their they
"""
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_SYLLABLES = [a + b for a in _CONSONANTS for b in _VOWELS]

_CODE = {
    "python": (
        "def §a(§b: list[float], §c: int = §n) -> dict[str, float]:\n    \"\"\"Sum up §b by §c.\"\"\"",
        ["    §d = {name: value * §n.5 for name, value in §b}", "    for §e in range(§n, len(§b)):",
         "        if §e % §n == 0 and §c is not None:", "            §d[\"§e\"] = sum(§b[§e:]) / §n",
         "    # §a the §d before it is too late", "    with open(f\"{§c}.§d\", \"rb\") as §e:",
         "        print(f\"§a: {§e!r:>§n}\", flush=True)", "    assert len(§d) <= §n, \"too many §e\"",
         "    §b = sorted(§d.items(), key=lambda §e: -§e[1])"],
        "    return §d",
    ),
    "javascript": (
        "export async function §a(§b, { §c = §n } = {}) {",
        ["  const §d = new Map(§b.map((§e) => [§e.id, §e]));", "  let §e = `§a of ${§c} at ${§n}`;",
         "  for (const [key, value] of §d.entries()) {", "    if (value > §n) throw new Error('§e');",
         "  // §b comes before §c", "  await Promise.all(§b.filter((§e) => §e.§c !== null));",
         "  document.querySelector('#§d').textContent = §e;", "  §d.set('§b', §c ?? §n);",
         "  const §b§c = /^§a-(\\d+)$/i.exec(§e);"],
        "  return §d;\n}",
    ),
    "rust": (
        "pub fn §a(§b: &[f64], §c: usize) -> Result<Vec<f64>, String> {",
        ["    let mut §d: Vec<f64> = Vec::with_capacity(§n);", "    for (§e, value) in §b.iter().enumerate() {",
         "    if §c > §n { return Err(format!(\"§a: {}\", §c)); }", "    // §d holds what §b has lost",
         "    let §e = §b.iter().fold(0.0, |sum, x| sum + x * §n.25);", "    match §c { 0 => §d.push(1.0), _ => {} }",
         "    §d.extend_from_slice(&§b[..§c.min(§n)]);", "    println!(\"{:>§n}\", \"§e\");",
         "    let §b§c = §d.get(§n).copied().unwrap_or_default();"],
        "    Ok(§d)\n}",
    ),
    "c": (
        "static double §a(const double *§b, size_t §c)\n{",
        ["    double §d = §n.0, §e = 0.0;", "    for (size_t i = 0; i < §c; i++)", "        §d += §b[i] * §n;",
         "    if (§c == 0 || §b == NULL)", "        fprintf(stderr, \"§a: %zu of %d\\n\", §c, §n);",
         "    /* §d before §e */", "    char §d§e[§n] = \"§b\";", "    §e = §d > §n ? §d : 1.0 / §n;",
         "    memset(§d§e, 0, sizeof §d§e);"],
        "    return §d;\n}",
    ),
    "sql": (
        "CREATE TABLE §a (id INTEGER PRIMARY KEY, §b TEXT NOT NULL, §c REAL DEFAULT §n);",
        ["INSERT INTO §a (§b, §c) VALUES ('§d', §n.5), ('§e', §n);", "-- §b of every §c",
         "SELECT §b, AVG(§c) AS §d FROM §a GROUP BY §b HAVING COUNT(*) > §n;",
         "UPDATE §a SET §c = §c * §n WHERE §b LIKE '§d%';", "CREATE INDEX §a_§e ON §a (§b, §c);",
         "DELETE FROM §a WHERE id IN (SELECT id FROM §a ORDER BY §c LIMIT §n);",
         "SELECT a.§b FROM §a AS a JOIN §d AS d ON d.id = a.id WHERE a.§c BETWEEN §n AND 1000;"],
        "DROP TABLE §d;",
    ),
    "bash": (
        "#!/bin/sh\nset -eu",
        ["§a=$(grep -c '§b' \"$1\" || true)", "for §c in *.§d; do", "    printf '%s\\n' \"${§c%.§d}\" >> §e.txt",
         "done < /dev/null", "# §a what §b left", "if [ \"$§a\" -gt §n ]; then exit §n; fi",
         "find . -name '*.§d' -size +§nk | sort | head -n §n", "export §B=\"$HOME/§c\"", "sed -i 's/§a/§b/g' §e.txt"],
        "echo \"$§a\"",
    ),
    "json": (
        "{\n  \"§a\": {\"§b\": §n, \"§c\": [§n, §n, true]},",
        ["  \"§d-§n\": \"§e §a §b\",", "  \"§b-§n\": {\"§c\": null, \"§d\": §n.75},",
         "  \"§c-§n\": [\"§d\", \"§e\", -§n],", "  \"§e-§n\": false,"],
        "  \"§e\": \"§a\"\n}",
    ),
    "yaml": (
        "§a:\n  §b: §n",
        ["  §c-§n: [§d, §e, §n]", "  # §b before §c", "  §d-§n: {§e: \"§a §b\", §c: §n.5}",
         "  §b-§n: >-\n    §c §d §e §a", "  §e-§n: &§a true", "  - §b: §n"],
        "  §e: null",
    ),
}
_INLINE = (
    "§a_{§n}", "§a^2 + §b^2", r"\hat{§a} = §n §b", r"\frac{§a}{§n}", r"§a \in \mathbb{R}^{§n}", r"\sqrt{§a + §n}",
    r"P(§a \mid §b)", r"\lVert §a - §b \rVert_2", r"§a \le §n",
)
_DISPLAY = (
    r"L(§a) = \frac{1}{§n} \sum_{i=1}^{§n} \left( §a_i - \hat{§b}_i \right)^2 + \lambda \lVert §c \rVert_2^2",
    r"\int_0^{§n} §a(§b) \, d§b = \lim_{n \to \infty} \sum_{k=0}^{n} \binom{n}{k} §c^{k} (1 - §c)^{n - k}",
    r"\begin{pmatrix} §a & §n \\ §n & §b \end{pmatrix} \begin{pmatrix} x \\ y \end{pmatrix} = §c",
    r"\begin{aligned} §a &= §b + §n \\ §c &= \sqrt[3]{§a^2 + §n §b} \end{aligned}",
    r"\log p_\theta(§a) \ge \mathbb{E}_{q} \left[ \log p(§a \mid §b) \right] - \mathrm{KL}(q \,\|\, p) + §n",
)
_LETTERS = ("a", "b", "c", "u", "v", "w", "x", "y", "z", r"\alpha", r"\beta", r"\gamma", r"\mu", r"\sigma", r"\phi")


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """The words by rank, and the sums of their weights up to each."""
    chance, words = random.Random(1), dict.fromkeys(_FREQUENT.split())
    while len(words) < VOCABULARY:
        syllables = chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 3, 4)))
        words["".join(syllables) + chance.choice(("", "n", "r"))] = None
    return list(words), list(itertools.accumulate(1 / (rank + 2.7) for rank in range(1, VOCABULARY + 1)))


def proper(number: int) -> str:
    """A name that no other number has: a mixed-up number below 70 ** 3 in three syllables, and an ending."""
    size = len(_SYLLABLES)
    mixed = number * 104_729 % size**3
    return "".join(_SYLLABLES[mixed // size**place % size] for place in range(3)) + "x"


class Invention:
    """Invented matter of one seed; what is asked for next differs from what came before."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)

    def words(self, count: int) -> list[str]:
        """Words as frequent as they are in texts."""
        words, weights = vocabulary()
        return self.chance.choices(words, cum_weights=weights, k=count)

    def rare(self, count: int) -> list[str]:
        """Different words from the rarer nine tenths of the vocabulary."""
        return self.chance.sample(vocabulary()[0][VOCABULARY // 10 :], count)

    def sentence(self, insert: str = "") -> str:
        """A sentence of eight to twenty words, in its middle a piece of Markdown if one is given."""
        words = self.words(self.chance.randint(8, 20))
        words[0] = words[0].capitalize()
        middle = len(words) // 2
        words[middle] += "," if len(words) > 12 else ""
        return " ".join([*words[: middle + 1], *([insert] if insert else []), *words[middle + 1 :]]) + "."

    def paragraph(self, sentences: int, inserts: list[str]) -> str:
        """Sentences, as many of them with an insert as there are inserts, a line each."""
        return "\n".join(self.sentence(inserts[n] if n < len(inserts) else "") for n in range(sentences))

    def heading(self) -> str:
        """A title of three or four rare words."""
        return " ".join(self.rare(self.chance.randint(3, 4))).capitalize()

    def code(self, language: str) -> str:
        """About a dozen lines that look like the language, as a fence."""
        head, body, tail = _CODE[language]
        lines = [self.chance.choice(body) for _ in range(self.chance.randint(9, 13))]
        return f"```{language}\n{self._filled([head, *lines, tail], self.rare(5))}\n```"

    def languages(self, count: int) -> list[str]:
        """Different languages that `code` knows."""
        return self.chance.sample(sorted(_CODE), count)

    def formula(self) -> str:
        """A short formula in dollars."""
        return f"${self._filled([self.chance.choice(_INLINE)], self.chance.sample(_LETTERS, 5))}$"

    def display(self) -> str:
        """A formula on lines of its own."""
        return f"$$\n{self._filled([self.chance.choice(_DISPLAY)], self.chance.sample(_LETTERS, 5))}\n$$"

    def _filled(self, lines: list[str], names: list[str]) -> str:
        """Templates with `§a` to `§e` as names and each `§n` as a number of its own."""
        known = dict(zip("abcde", names, strict=True)) | {"B": names[1].upper()}
        return re.sub(r"§(\w)", lambda m: known.get(m[1]) or str(self.chance.randint(2, 999)), "\n".join(lines))

    def table(self) -> str:
        """A table of three columns: words, a number, a formula or code."""
        rows = [f"| {' '.join(self.rare(2))} | {self.chance.randint(1, 10**6):,} | {self._cell()} |" for _ in range(5)]
        head = "| " + " | ".join(word.capitalize() for word in self.rare(3)) + " |"
        return "\n".join([head, "|---|---:|---|", *rows])

    def _cell(self) -> str:
        return self.formula().replace(r"\mid", ",") if self.chance.random() < 0.5 else f"`{self.rare(1)[0]}`"

    def picture(self, width: int = 96, height: int = 64) -> bytes:
        """A PNG of a grey slope with grain, written as the PNG specification (W3C, third edition) has it."""
        slope, grain = self.chance.randint(1, 3), iter(self.chance.randbytes(width * height))
        rows = (bytes((slope * (x + y) + next(grain) % 16) % 256 for x in range(width)) for y in range(height))
        head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 6)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
