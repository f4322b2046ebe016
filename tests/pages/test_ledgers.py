"""Pages about reviews: nothing that a review holds is left out, and what is computed stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.build import Options, build_lessons
from builder.jobs.progress import Progress
from builder.ledger.history import history
from builder.models.base import ReviewSeverity
from builder.models.reviews import Review
from builder.pages.ledgercharts import MOST, Chart, chart
from builder.pages.ledgers import marks
from tests.conftest import Tiny
from tests.pages.reviewed import SECOND, read_by, with_reviews
from tests.pages.test_papers import Filler, pages, plain, words_of


@pytest.fixture
def read(tiny: Tiny) -> Tiny:
    """The tiny course, read twice in part."""
    return with_reviews(tiny)


def part(page: bytes, heading: str, until: str = "<h[1-3] ") -> str:
    """What stands under a heading."""
    return re.split(until, page.decode().split(f'id="{heading}"', 1)[1])[0]


# ---- a lesson


def test_every_field_of_a_review_is_shown(read: Tiny) -> None:
    filler = Filler()
    review = filler.model(Review) | {"lesson": "running", "date": "2026-01-01", "plan": {"depths": {"running": "APPLIED"}, "misconceptions": [filler.word("seen")]}}
    for look, note, day in zip(review["verification"], review["notes"], ("2026-01-02", "2026-01-03"), strict=True):
        look["date"], note["ordered"] = day, day == "2026-01-03"
    Review.model_validate(review)
    read.write("lessons/running/reviews/01.yaml", plain(review))
    shown = words_of(pages(read.root)["reviews/running.html"])
    lost = {word for word in filler.missing(shown) if not re.search("-(lesson|date|depths|misconceptions|ordered)$", word)}
    assert lost == set()
    assert "2026-01-02" in shown and "2026-01-03" in shown and "applied" in shown
    assert len(filler.words) > 50


def test_open_findings_come_first_and_settled_ones_are_folded(read: Tiny) -> None:
    page = pages(read.root)["reviews/running.html"].decode()
    assert re.findall(r'<details class="fold finding" data-sift="finding-([\w-]+)" data-severity="(\w+)" data-status="([\w ]+)"( open)?', page) == [
        ("no-picture", "critical", "open", " open"), ("which-shoes", "polish", "open", " open"),
        ("barefoot", "improvement", "verified", ""), ("too-short", "polish", "accepted", ""),
    ]
    assert "2 open, 1 verified, 1 accepted" in page


def test_a_finding_leads_to_its_place_or_says_that_it_is_lost(read: Tiny) -> None:
    page = pages(read.root)["reviews/running.html"]
    moved = words_of(b"<body>" + part(page, "finding-no-picture", "</details>").encode())
    assert "What running is section shoes It has moved here since it was judged." in moved
    assert 'href="../lessons/running.html#what-running-is"' in page.decode()
    assert "<blockquote>for a moment both are in the air</blockquote>" in page.decode()
    assert "It is gone from the text." in part(page, "finding-barefoot", "</details>")
    assert 'href="../lessons/running.html">Running</a>' in part(page, "finding-too-short", "</details>")


def test_a_row_of_the_timeline_runs_from_the_raising_to_the_settling(read: Tiny) -> None:
    entries = {entry.finding.id: entry for entry in history(read.load().lessons["running"]).entries}
    rows = {name: [(mark.what, mark.look) for mark in marks(entry, 3)] for name, entry in entries.items()}
    assert rows == {
        "no-picture": [("raised", "raised out"), ("partly fixed", "partly-fixed in out"), ("", "in out")],
        "barefoot": [("raised", "raised out"), ("verified", "verified in"), ("", "")],
        "too-short": [("raised", "raised"), ("", ""), ("", "")],
        "which-shoes": [("", ""), ("raised", "raised out"), ("", "in out")],
    }


def test_stated_verdicts_and_counts_stand_beside_the_computed_ones(read: Tiny) -> None:
    page = pages(read.root)["reviews/running.html"]
    first, second = part(page, "iteration-1"), part(page, "iteration-2")
    assert "MAJOR REVISION, as the findings allow" in first
    assert "NEEDS REVISION, but the findings allow no more than MAJOR REVISION" in second
    assert "1 CRITICAL, 1 IMPROVEMENT, 1 POLISH (the review states 0)" in first
    assert "Chidi, 2026-03-07" in second and "A sketch was added" in second


def test_what_stands_in_the_way_is_said_when_no_iteration_is_left(read: Tiny) -> None:
    block = r"No iteration is left.*?In the way stands:(.*?)</ul>"
    found = re.search(block, pages(read.root)["reviews/running.html"].decode(), re.DOTALL)
    assert found and 'href="#finding-no-picture"' in found[1] and "which-shoes" not in found[1]
    read.change("lessons/running/reviews/02.yaml", "of: 2", "of: 3")
    assert "No iteration is left" not in pages(read.root)["reviews/running.html"].decode()


def test_an_edit_makes_stale_what_it_touched(read: Tiny) -> None:
    text = read.load().lessons["running"].text
    assert text
    read.remove("lessons/running/reviews/01.yaml")
    digests = ", ".join(f"{section.id}: {section.digest}" for section in text.sections)
    read.write("lessons/running/reviews/02.yaml", f"lesson: running\niteration: 1\nverdict: PASS\nsections: {{{digests}}}\n")
    assert "passed" in part(pages(read.root)["reviews/running.html"], "content")
    read.change("lessons/running/lesson.md", "Any shoes", "All shoes")
    page = pages(read.root)["reviews/running.html"].decode()
    assert re.search(r"To be read again</dt><dd>\s*<a href=\"../lessons/running.html#shoes\">Shoes</a>\s*</dd>", page)
    assert re.search(r"Shoes</a></dt><dd class=\"own\">changed since", page)
    assert re.search(r"What running is</a></dt><dd class=\"own\">as it was", page)


def test_the_audit_stands_beside_the_reviewers(read: Tiny) -> None:
    read.change("lessons/running/plan.yaml", "required: DEVELOPED", "required: APPLIED")
    shown = part(pages(read.root)["reviews/running.html"], "audit")
    assert "error PRE002" in shown and "lessons/running/plan.yaml:5:" in shown


def test_two_findings_of_one_id_stand_each_at_its_own_place(read: Tiny) -> None:
    read.write("lessons/running/reviews/02.yaml", SECOND.replace("id: which-shoes", "id: barefoot"))
    page = pages(read.root)["reviews/running.html"].decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and {"finding-barefoot", "finding-barefoot-2"} <= set(ids)


def test_reviews_are_reached_from_lesson_plan_and_module(read: Tiny) -> None:
    site = pages(read.root)
    assert b'href="../reviews/running.html"' in site["lessons/running.html"]
    assert b'href="../reviews/running.html"' in site["plans/running.html"]
    assert b'href="../reviews/running.html"' in site["modules/1.html"]
    assert b'href="../reviews/modules/1.html"' in site["modules/1.html"]
    assert b'href="reviews.html"' in site["index.html"]
    assert "reviews/walking.html" not in site and b"What reviewers found</a>" not in site["lessons/walking.html"]


def test_no_lesson_can_take_the_place_of_another_page(read: Tiny) -> None:
    for slug in ("index", "waiting", "modules"):
        read.write(f"lessons/{slug}/plan.yaml", f"lesson: {slug}\ntitle: About {slug}\n")
        read.write(f"lessons/{slug}/reviews/01.yaml", read_by(slug, "Something", "Ana"))
    read.change("curriculum/course.yaml", "[walking, running]", "[walking, running, index, waiting, modules]")
    site = pages(read.root)
    for slug in ("index", "waiting", "modules"):
        assert f"About {slug}: what reviewers found" in words_of(site[f"reviews/{slug}.html"])
    assert "What waits for review" in words_of(site["waiting.html"])


# ---- modules and the course


def grown(tiny: Tiny, lessons: int) -> dict[str, bytes]:
    """The site of a course of so many lessons, each read by somebody else."""
    names = [f"more-{n:03}" for n in range(lessons)]
    for n, name in enumerate(names):
        tiny.write(f"lessons/{name}/plan.yaml", f"lesson: {name}\ntitle: More {name}\n")
        tiny.write(f"lessons/{name}/reviews/01.yaml", read_by(name, "PRE002 again", f"Reader {n:03}"))
    listed = f"lessons: [walking, running]\n  - {{id: '2', title: Further, lessons: [{', '.join(names)}]}}"
    tiny.change("curriculum/course.yaml", "lessons: [walking, running]", listed)
    return pages(tiny.root)


def test_a_module_shows_its_lessons_with_their_states(read: Tiny) -> None:
    page = words_of(pages(read.root)["reviews/modules/1.html"])
    assert re.search(r"Walking drafted none Running in review iteration 2: NEEDS REVISION 1 CRITICAL, 1 POLISH", page)
    assert "Lessons 1 drafted, 1 in review" in page
    assert "Nobody sees both feet in the air, Running CRITICAL, since 2026-03-01" in page


def test_the_course_shows_modules_and_no_more_than_forty_rows_of_anything_else(tmp_path: Path) -> None:
    few, many = (grown(with_reviews(Tiny(tmp_path / str(count))), count) for count in (60, 120))
    page = words_of(many["reviews.html"])
    assert re.search(r"2 Further 120 in review 120 IMPROVEMENT", page)
    assert "PRE002 120 findings in 120 lessons" in page and "and 115 more" in page
    assert page.count("Reader ") == 38 and "Ana" in page and "Ben" in page and "and 82 more" in page
    assert words_of(many["waiting.html"]).count("1 open IMPROVEMENT") < 40
    assert "and 82 more" in words_of(many["waiting.html"])
    for path in ("reviews.html", "waiting.html"):
        assert abs(len(many[path]) - len(few[path])) < 50, path


def test_what_waits_stands_in_the_order_of_harm(read: Tiny) -> None:
    rows = re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]*).*?<td>([^<]*)', pages(read.root)["waiting.html"].decode())
    assert rows == [("Running", "1 open CRITICAL finding; no iteration is left"), ("Walking", "nobody has read it yet")]


def test_a_chart_keeps_every_finding(read: Tiny) -> None:
    page = pages(read.root)["reviews.html"].decode()
    assert 'role="img"' in part(page.encode(), "severity")
    assert re.findall(r"<td>(\d+)</td>", part(page.encode(), "severity")) == ["1", "1", "1", "0", "0", "1"]


def test_bars_share_one_scale_and_long_charts_end_in_a_sum() -> None:
    counts = [{ReviewSeverity.CRITICAL: n, ReviewSeverity.POLISH: 2} for n in range(MOST + 5)]
    drawn = chart(counts)
    assert isinstance(drawn, Chart) and len(drawn.bars) == MOST
    assert sum(bar.total for bar in drawn.bars) == sum(sum(one.values()) for one in counts)
    assert drawn.bars[-1].name == f"From {MOST} on"
    for bar in drawn.bars:
        ends = [start + length for _, start, length in drawn.parts(bar)]
        assert ends[-1] == pytest.approx(drawn.end(bar), abs=0.02) and ends[-1] <= 100
    assert chart([{}, {ReviewSeverity.POLISH: 0}]) is None


# ---- building


def test_an_edit_brings_all_pages_about_reviews_in_step(read: Tiny, tmp_path: Path) -> None:
    text = read.load().lessons["running"].text
    assert text
    read.remove("lessons/running/reviews/02.yaml")
    digests = ", ".join(f"{section.id}: {section.digest}" for section in text.sections)
    read.write("lessons/running/reviews/01.yaml", f"lesson: running\niteration: 1\nverdict: PASS\nsections: {{{digests}}}\n")
    edited, fresh = (Options(tmp_path / name, today="2026-04-01") for name in ("edited", "fresh"))
    build_lessons(read.root, edited, Progress())
    read.change("lessons/running/lesson.md", "Any shoes", "All shoes")
    build_lessons(read.root, edited, Progress())
    build_lessons(read.root, fresh, Progress())
    for path in ("reviews.html", "waiting.html", "reviews/running.html", "reviews/modules/1.html"):
        assert (edited.output / "site" / path).read_bytes() == (fresh.output / "site" / path).read_bytes(), path
    assert "stale" in (edited.output / "site/reviews.html").read_text()
