"""What goes to each file of a course: merged with what stands there, and written only where that changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from builder.course import CONCEPTS_FILE, LESSONS, RECORDS
from builder.diagnostics import Diagnostic, Span
from builder.importing.files import editing, writing
from builder.importing.files.merging import digests, merge
from builder.importing.kinds import BOTH_CHANGED, MISSING_FACT, SAFE_NAME, UNREADABLE_FILE
from builder.importing.naming.matching import Catalogue, names_of
from builder.importing.naming.resolving import Resolver, safe_module, safe_slug
from builder.importing.reading.reviews import relink
from builder.importing.reading.rows import Data
from builder.importing.results import IMPORTS_FILE, ImportResult
from builder.importing.sources import Source, link_misconceptions, only_reviews, settle_plan, settle_record
from builder.importing.structure.words import Names, bare, stems
from builder.models.concepts import ConceptsFile
from builder.models.course import CourseFile
from builder.models.plans import Plan
from builder.models.records import Record
from builder.models.reviews import Review
from builder.models.validation import validate
from builder.roots import COURSE_FILE
from builder.source import yaml
from builder.source.text import decode

ModelT = TypeVar("ModelT", bound=BaseModel)

_SCHEMAS = {CourseFile: "course", ConceptsFile: "concepts", Record: "record", Plan: "plan", Review: "review"}


# ---- the course


class Importer:
    """Gathers what goes to each file of one course."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.result = ImportResult(root)
        self.base: dict[str, Any] = self.read_base()
        self.kept: dict[str, Any] = dict(self.base)
        self.unread: set[str] = set()
        self.sources: dict[str, str] = {}
        self.files: dict[str, yaml.YamlFile] = {}
        self.config = self.load(COURSE_FILE, CourseFile)
        self.concepts = self.load(CONCEPTS_FILE, ConceptsFile)
        self.modules: list[Data] = [dict(module) for module in (self.config or {}).get("modules", [])]
        self.new_concepts: dict[str, Data] = {}
        self.catalogue = Catalogue()
        self.know()
        self.names = Names((self.concepts or {}).get("concepts", {}))
        self.slugs, self.records = set[str](), set[str]()
        self.about: Data = {}
        self.pending: dict[str, tuple[Data, Source]] = {}
        self.plans: dict[str, Data] = {}

    def read_base(self) -> dict[str, Any]:
        path = self.root / IMPORTS_FILE
        try:
            found = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        except ValueError:
            found = {}
        files = found.get("files") if isinstance(found, dict) else None
        return files if isinstance(files, dict) else {}

    def load(self, path: str, model: type[ModelT]) -> Data | None:
        """A file of the course as plain data in the shape of its model; None if it is not there."""
        if not (self.root / path).is_file():
            return None
        file = yaml.read(path, (self.root / path).read_bytes())
        value, faults = validate(file, model)
        if value is None or file.faults:
            self.unread.add(path)
            fault = faults[0] if faults else None
            self.result.diagnostics.append(Diagnostic(
                UNREADABLE_FILE, UNREADABLE_FILE.severity, fault.span if fault else Span(path, 1, 1, 1, 1),
                f"{path} cannot be read, so nothing is imported into it: {fault.message if fault else 'it is empty'}",
                "mend the file and import again"))
            return None
        self.files[path] = file
        return writing.dump(value)

    def know(self) -> None:
        """Fill the catalogue with what the course has."""
        for concept, data in (self.concepts or {}).get("concepts", {}).items():
            self.catalogue.add(concept, names_of(data))
        for module in self.modules:
            self.catalogue.place(module["id"], module.get("lessons", ()))
        folder = self.root / RECORDS
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            record = self.load(f"{RECORDS}/{path.name}", Record)
            for row in (record or {}).get("concepts", ()):
                if row.get("concept") and row.get("lesson"):
                    self.catalogue.teach(row["concept"], row["lesson"])
        for row in (self.config or {}).get("assumes", ()):
            if row.get("lesson"):
                self.catalogue.teach(row["concept"], row["lesson"])

    def course(self, source: Source) -> None:
        """Take an export's page of the course: its settings and its concept index."""
        pages = ((COURSE_FILE, CourseFile, "course"), (CONCEPTS_FILE, ConceptsFile, "concepts"))
        found: list[Data | None] = []
        for path, model, key in pages:
            data = writing.dump(model.model_validate(source.changes[key]))
            found.append(None if path in self.unread else self.merged(path, model, data, source))
        self.config, self.concepts = found
        self.modules = [dict(module) for module in (self.config or {}).get("modules", [])]
        self.catalogue = Catalogue()
        self.know()
        self.names = Names((self.concepts or {}).get("concepts", {}))

    # ---- records

    def record(self, source: Source) -> None:
        """Take a module record."""
        values = source.parts.values
        module = self.module_id(values, source)
        title, goal = values.get("title"), str(values.get("goal", ""))
        resolver = Resolver(self.catalogue, source.odd, f"{RECORDS}/{module}.yaml")
        fresh = dict(self.new_concepts)
        data = settle_record(source, module, self.catalogue, fresh, self.names, resolver)
        used = {row.get("concept") for row in data.get("concepts", ())}
        self.new_concepts |= {concept: one for concept, one in fresh.items() if concept in used}
        self.result.proposals.extend(resolver.proposals)
        if source.changes:
            said = {row.get("lesson") for key in ("lessons", "concepts") for row in data.get(key, ())}
            self.catalogue.place(module, [one for one in self.catalogue.modules[module] if one in said])
        self.add_module(module, title, goal, self.catalogue.modules[module])
        self.pending[f"{RECORDS}/{module}.yaml"] = (data, source)

    def module_id(self, values: Data, source: Source) -> str:
        if not values.get("module"):
            source.odd.note(MISSING_FACT, 1, "the record does not say which module it is of",
                            "name the module in its title")
        module = safe_module(str(source.changes.get("module") or values.get("module") or ""), source.odd, 1,
                             str(values.get("title") or Path(source.name).stem))
        if module in self.records:
            odd_module, number = module, 2
            while f"{module}-{number}" in self.records:
                number += 1
            module = f"{module}-{number}"
            source.odd.note(SAFE_NAME, 1, f"another record is of module {odd_module}; this one became {module}",
                            "give each module a number of its own")
        self.records.add(module)
        return module

    def add_module(self, module: str, title: str | None, goal: str | None, lessons: Iterable[str],
                   place: int | None = None) -> None:
        """See to it that the course lists a module and its lessons."""
        known = next((m for m in self.modules if m["id"] == module), None)
        listed = {slug for m in self.modules for slug in m.get("lessons", ())}
        if known is None:
            known = {"id": module, "title": title or f"Module {module}", "lessons": []}
            self.modules.append(known)
            self.about.setdefault("title", title)
            self.about.setdefault("description", goal)
        elif title and known["title"] == f"Module {module}":
            known["title"] = title
        fresh = [slug for slug in lessons if slug not in listed]
        at = len(known["lessons"]) if place is None else min(place - 1, len(known["lessons"]))
        known["lessons"] = [*known["lessons"][:at], *fresh, *known["lessons"][at:]]
        self.catalogue.place(module, known["lessons"])

    # ---- plans

    def plan(self, source: Source) -> None:
        """Take a lesson plan and its reviews."""
        values, odd = source.parts.values, source.odd
        slug = self.slug(values, source)
        written = values.get("written", {}).get("module")
        module = str(values.get("module") or next((m["id"] for m in self.modules if slug in m.get("lessons", ())), ""))
        if not module:
            odd.note(MISSING_FACT, 1, "the plan does not say which module the lesson belongs to",
                     "state the module in its header")
        place = values.get("position", {}).get("number")
        self.add_module(safe_module(module, odd, 1, "lessons"), _module_title(written), None, [slug], place)
        path = f"{LESSONS}/{slug}/plan.yaml"
        resolver = Resolver(self.catalogue, odd, path)
        plan, reviews = settle_plan(source, slug, self.catalogue, self.before(slug), resolver)
        self.result.proposals.extend(resolver.proposals)
        self.plans[slug] = plan
        first = 1
        if only_reviews(source) and (self.root / path).is_file():
            first = self.first_review(slug, source, reviews)
            known = [self.load(f"{LESSONS}/{slug}/reviews/{number:02d}.yaml", Review) for number in range(1, first)]
            relink([*(review for review in known if review), *reviews], reviews, odd)
        else:
            self.write(path, Plan, plan, source)
        for number, review in enumerate(reviews, first):
            self.write(f"{LESSONS}/{slug}/reviews/{number:02d}.yaml", Review, review, source)

    def first_review(self, slug: str, source: Source, reviews: Sequence[Data]) -> int:
        """The number of the first review of a document that has no plan.

        That is the number of the one that came from it, or that has its day and iteration; else the next free one.
        """
        number = 1
        while (self.root / (path := f"{LESSONS}/{slug}/reviews/{number:02d}.yaml")).is_file():
            entry, known = self.base.get(path), self.load(path, Review) or {}
            if isinstance(entry, dict) and entry.get("source") == source.name:
                break
            if known.get("date") and all(known.get(key) == reviews[0].get(key) for key in ("date", "iteration")):
                break
            number += 1
        return number

    def slug(self, values: Data, source: Source) -> str:
        """The lesson's slug: stated, else from the document's name or title; never one that this import used."""
        stated = str(source.changes.get("lesson") or values.get("lesson", ""))
        stem = Path(source.name).stem.lower()
        if not stated:
            title = set(stems(values.get("title", "")))
            stated = stem if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", stem) and title & set(stems(stem)) else ""
            source.odd.note(MISSING_FACT, 1, "the plan does not state the lesson's slug", "state it in the header")
        slug = safe_slug(stated, source.odd, 1, values.get("title") or stem)
        if slug in self.slugs:
            number = 2
            while f"{slug}-{number}" in self.slugs:
                number += 1
            source.odd.note(SAFE_NAME, 1,
                            f"another document is of the lesson `{slug}`; this one became `{slug}-{number}`",
                            "give each lesson a slug of its own")
            slug = f"{slug}-{number}"
        self.slugs.add(slug)
        return slug

    def before(self, slug: str) -> list[str]:
        """The lessons before one, the last first."""
        order = [lesson for module in self.modules for lesson in module.get("lessons", ())]
        return order[:order.index(slug)][::-1] if slug in order else order[::-1]

    # ---- files

    def write(self, path: str, model: type[ModelT], data: Data, source: Source | None = None) -> None:
        """Plan a file's new text: merged with what stands there, and only if that changes."""
        if path in self.unread:
            return
        mine = self.load(path, model)
        if path in self.unread:
            return
        merged = self.merged(path, model, data, source)
        if mine is None:
            self.result.written[path] = writing.text(merged, self.schema(path, model))
        elif merged != mine:
            self.result.written[path] = self.edited(path, model, mine, merged)

    def merged(self, path: str, model: type[ModelT], data: Data, source: Source | None) -> Data:
        """A document's values merged with the file's; what both changed is said."""
        mine, entry = self.load(path, model), self.base.get(path)
        self.kept[path] = {"source": source.name if source else None, "values": digests(data)}
        if mine is None:
            return data
        base = entry.get("values") if isinstance(entry, dict) else None
        found = merge(base, mine, data)
        self.report(path, base is not None, found.both, source)
        return dict(found.value)

    def report(self, path: str, imported: bool, both: Sequence[tuple[Any, Any, Any]], source: Source | None) -> None:
        """Say where the file and the document both changed."""
        if not both:
            return
        file = self.files[path]
        shown = both if imported else both[:1]
        for route, mine, theirs in shown:
            span = file.locate(tuple(route))
            more = "" if imported or len(both) == 1 else f", as do {len(both) - 1} other values"
            other = source.name if source else "the document"
            self.result.diagnostics.append(Diagnostic(
                BOTH_CHANGED, BOTH_CHANGED.severity, span,
                f"the file says {_short(mine)} and {other} says {_short(theirs)}{more}",
                "the file was left as it is; write the one that is right into it",
            ))

    def finish(self) -> ImportResult:
        """The records, the course's own files, and the digests for the next import."""
        for path, (record, source) in self.pending.items():
            slugs = [lesson["lesson"] for lesson in record.get("lessons", ())]
            plans = {slug: self.plans.get(slug) or self.load(f"{LESSONS}/{slug}/plan.yaml", Plan) or {}
                     for slug in slugs}
            link_misconceptions(record, plans)
            self.write(path, Record, record, source)
        if self.modules and COURSE_FILE not in self.unread:
            self.write_listing(COURSE_FILE, CourseFile, self.course_data())
        known = (self.concepts or {}).get("concepts", {})
        if (known or self.new_concepts) and CONCEPTS_FILE not in self.unread:
            self.write_listing(CONCEPTS_FILE, ConceptsFile,
                               {**(self.concepts or {}), "concepts": {**known, **self.new_concepts}})
        if self.kept != self.base:
            self.result.written[IMPORTS_FILE] = _listing(self.kept)
        return self.result

    def course_data(self) -> Data:
        if self.config is not None:
            return {**self.config, "modules": self.modules}
        title = self.about.get("title") or "Imported course"
        return {"title": title,
                "description": self.about.get("description") or f"{title}, imported from its records and plans.",
                "modules": self.modules}

    def write_listing(self, path: str, model: type[ModelT], values: Data) -> None:
        """Write a file to which an import only adds."""
        data = writing.dump(model.model_validate(clean_listing(values)))
        mine = self.load(path, model)
        if mine is None:
            self.result.written[path] = writing.text(data, self.schema(path, model))
        elif data != mine:
            self.result.written[path] = self.edited(path, model, mine, data)

    def schema(self, path: str, model: type[BaseModel]) -> str:
        """The way from a file to its schema, for editors; empty where the course has none."""
        schema = f"schemas/{_SCHEMAS[model]}.schema.json"
        return "../" * path.count("/") + schema if (self.root / schema).is_file() else ""

    def edited(self, path: str, model: type[BaseModel], old: Data, new: Data) -> str:
        """A file's text with new values: changed line by line, or written anew where that does not give the values."""
        text, _ = decode(path, (self.root / path).read_bytes())
        fresh = editing.edit(self.files[path], text, old, new)
        if fresh is not None:
            value, faults = validate(yaml.read(path, fresh.encode()), model)
            if value is not None and not faults and writing.dump(value) == new:
                return fresh
        head = editing.head(text)
        return f"{head}\n{writing.text(new)}" if head else writing.text(new, self.schema(path, model))


def _listing(kept: Mapping[str, Any]) -> str:
    """The file of digests, a line for each of the course's files."""
    lines = [f"{json.dumps(path)}: {json.dumps(kept[path], sort_keys=True)}" for path in sorted(kept)]
    return '{"format": 1, "files": {\n' + ",\n".join(lines) + "\n}}\n"


def clean_listing(values: Data) -> Data:
    """A listing's data with the lists that its schema wants even where they are empty."""
    return {key: value for key, value in values.items() if value not in (None, "")}


def _module_title(words: str | None) -> str | None:
    match = re.match(r"\W*(?:module\s+)?[\d.]+\s*(?:—|–|-+|:|\()\s*(.+?)\)?$", bare(str(words or "")), re.IGNORECASE)
    return match[1].strip() if match else None


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    text = " ".join(str(value).split()) if not isinstance(value, Mapping | list) else f"{len(value)} values"
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"
