"""Quick lexers: the tokens that Pygments finds, whatever the code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers import find_lexer_class_by_name

from builder.pages import highlight as highlighting
from builder.pages.highlight import highlight
from builder.pages.lexing import quick

CODE = {
    "python": 'async def f(x: int = 0x1F, *, y=None) -> "str":\n    """Says\n    much."""\n    @g.h\n'
              '    return f"{x!r:>{y}} {{}} {a["b"]}" + rb\'\\n\' if x is not None else print(1e-3)  # done\n',
    "rust": "fn main<'a>() -> Result<(), &'a str> {\n    let s = r#\"raw \"quoted\"\"#; /* a /* nested */ b */\n    Ok(())\n}\n",
    "bash": "for f in *.md; do\n  cat <<'END' > \"$f.bak\"\n$(no) `no`\nEND\n  echo ${f%.md} $((1 + 2)) \\\n    | sed 's/a/b/'\ndone\n",
    "javascript": "const a = `x ${b.map((c) => `${c}`)} y`, r = /[/]\\/+/gi;\nclass A extends B { #p = 1n; get q() { return this?.#p; } }\n",
    "html": "<!doctype html>\n<p class=a id='b'>x &amp; y<script>if (a < b) { c(); }</script><style>p { color: #fff }</style>\n",
    "sql": "SELECT a, 'it''s' FROM \"t\" -- all\nWHERE b >= 1.5 /* some */ AND c IS NOT NULL;\n",
    "ruby": "x = <<~A + <<-'B'\n  one #{two}\nA\n  three\nB\nputs %w[a b].map(&:to_s), %q(c (d)), :'e f'\n",
    "lua": "--[==[ long\n]] ]==]\nlocal s = [[a\nb]] .. 'c' -- d\nfor i = 1, #s do print(s:sub(i, i)) end\n",
    "perl": "my $x = qq{a {b} $c}; s{a}{b}g; print <<\"E\";\n$x\nE\nm/x\\/y/ and die;\n",
    "latex": "\\begin{align}\n  x &= \\frac{1}{2} % half\n\\end{align}\n\\verb|a b| $y_1$\n",
    "toml": "[a.'b c']\nd = 1979-05-27T07:32:00Z\ne = '''\nf'''\ng = [1, 2.0, true]\n",
    "diff": "--- a\n+++ b\n@@ -1,2 +1,2 @@\n-old\n+new\n same\n",
    "kotlin": "fun <T> f(a: List<T>): String = when { a.isEmpty() -> \"none ${a.size}\"; else -> \"\"\"x\n$a\"\"\" }\n",
    "csharp": "var s = $\"{a,5:N2}\" + @\"c:\\x\"; [A] public int B { get; } = 0b1; // c\n",
    "c": "#include <a.h>\n#define X(a) \\\n  (a)\nint main(void) { return X('\\n') /* b */; }\n",
}


def check(language: str, code: str) -> None:
    kind = find_lexer_class_by_name(language)
    wanted = list(kind(stripnl=False, ensurenl=False).get_tokens_unprocessed(code))
    assert list(quick(kind(stripnl=False, ensurenl=False)).get_tokens_unprocessed(code)) == wanted


@pytest.mark.parametrize("language", CODE)
def test_code_of_a_language_has_the_tokens_that_pygments_finds(language: str) -> None:
    for code in (CODE[language], CODE[language].replace("\n", "", 1), CODE[language][7:-9]):
        check(language, code)


PIECES = st.sampled_from([piece for code in CODE.values() for piece in code.replace("\n", " \n ").split(" ")])


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(st.sampled_from(sorted(CODE)), st.lists(PIECES, max_size=30))
def test_what_is_no_code_of_a_language_has_them_too(language: str, pieces: list[str]) -> None:
    check(language, " ".join(pieces))


def test_where_there_is_much_code_it_looks_as_where_there_is_little(monkeypatch: pytest.MonkeyPatch) -> None:
    def coloured(many: int) -> list[str]:
        monkeypatch.setattr(highlighting, "_MANY", many)
        highlight.cache_clear()
        return [highlight(code, language) for language, code in CODE.items()]

    assert coloured(0) == coloured(10 ** 9)
