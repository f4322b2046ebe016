"use strict";
// Search: loads the data of the beginnings of the words that are typed, and shows the pages that have all of them.
// builder/pages/search.py writes the data and says how they are made; words are told apart here as they are there.

(() => {
  const nonce = document.currentScript.nonce;
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\u{20000}-\u{3ffff}]+/gu;
  const WORDS = /[\p{L}\p{N}]+/gu;
  const WEIGHTS = { ":": 4, ".": 1 };
  const AT_ONCE = 10;

  // ---- words

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase().replaceAll("ς", "σ");

  const parts = (word) => {
    const pairs = (run) => {
      const letters = [...run];
      return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => letters[at] + letter);
    };
    return [...(word.replace(UNSPACED, " ").match(WORDS) ?? []), ...(word.match(UNSPACED) ?? []).flatMap(pairs)];
  };

  const words = (text) => (fold(text).match(WORDS) ?? []).flatMap(parts);

  // A plural finds the singular, too: whatever begins with it.
  const stem = (word) => (/[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word);

  const shardOf = (word) => {
    const letters = [...word].slice(0, 2);
    const [first, second] = letters.map((letter) => letter.codePointAt(0));
    if (word.search(UNSPACED) === 0) return `-${(first >> 4).toString(16)}`;
    if (!second) return "-";
    return Math.max(first, second) < 128 ? letters.join("") : `${first.toString(16)}-${second.toString(16)}`;
  };

  // ---- data

  const loaded = new Map();
  const waiting = new Map();

  window.cw = { shard: (name, rows) => waiting.get(name)?.(rows) };

  const load = (name) => {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((done) => {
        waiting.set(name, done);
        const script = Object.assign(document.createElement("script"), { src: `search/${name}.js`, nonce });
        script.onload = () => done({});
        script.onerror = () => {
          loaded.delete(name);
          done({});
        };
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  };

  // What a result shows of a page; an older file that the browser has kept may not know the page.
  const about = async (page) => {
    const [path, title, description, others, ...sections] = (await load(`pages/${page.slice(0, 2)}`))[page] ?? [];
    return { path, title, description, others, sections };
  };

  // ---- finding

  // How well a page's line answers a word: a weight for the title and one for each section.
  const weigh = (line, word) => {
    const found = { title: 0, sections: new Map() };
    for (const entry of ` ${line}`.split(` ${word}`).slice(1)) {
      const [, rest, marks] = /^([^!:. ]*)(\S*)/.exec(entry);
      const near = 1 / (1 + rest.length / 3);
      for (const [, sign, number] of marks.matchAll(/([!:.])(\d+)/g)) {
        if (sign === "!") found.title = Math.max(found.title, near * (6 + 6 / number));
        else found.sections.set(number, Math.max(found.sections.get(number) ?? 0, near * WEIGHTS[sign]));
      }
    }
    return found;
  };

  const total = ({ title, sections }) => title + Math.max(0, ...sections.values()) + Math.min(1, sections.size / 10);

  const findWord = async (word) => {
    const rows = await load(shardOf(word));
    const found = new Map();
    for (const [page, line] of Object.entries(rows)) {
      const weights = weigh(line, word);
      if (weights.title || weights.sections.size) found.set(page, weights);
    }
    return found;
  };

  // The pages that have all words, best first, each with its best sections.
  const find = async (asked) => {
    const [first, ...others] = await Promise.all(asked.map(findWord));
    const pages = [...first.keys()].filter((page) => others.every((found) => found.has(page)));
    const ranked = pages.map((page) => {
      const weights = [first, ...others].map((found) => found.get(page));
      const sections = new Map();
      for (const { sections: one } of weights) for (const [number, weight] of one) sections.set(number, (sections.get(number) ?? 0) + weight);
      const best = [...sections].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      const weight = weights.map(total).reduce((sum, one) => sum + one) + (best[0]?.[1] ?? 0);
      return { page, weight, sections: best.map(([number]) => Number(number)).filter(Boolean).slice(0, 3) };
    });
    return ranked.sort((a, b) => b.weight - a.weight || (a.page < b.page ? -1 : 1));
  };

  // ---- showing

  const make = (tag, className, ...content) => {
    const made = Object.assign(document.createElement(tag), { className });
    made.append(...content);
    return made;
  };

  // Text with the words that were asked for marked in it.
  const marked = (text, asked) => text.split(/([\p{L}\p{N}\p{M}]+)/u).map((part, at) => {
    const hit = at % 2 && words(part).some((word) => asked.some((begin) => word.startsWith(begin)));
    return hit ? make("mark", "", part) : part;
  });

  const KINDS = { lessons: "Lesson", modules: "Module", concepts: "Concept" };

  const shown = async ({ page, sections }, asked) => {
    const { path, title, description, others, sections: all } = await about(page);
    if (!path) return null;
    const link = (to, text) => Object.assign(make("a", "", ...marked(text, asked)), { href: to });
    const kind = KINDS[path.split("/")[0]];
    const item = make("li", "", make("p", "name", link(path, title), " ", make("span", "load", kind ?? "Page")));
    if (description) item.append(make("p", "about", ...marked(description, asked)));
    const names = marked(others, asked);
    if (names.some((part) => part.tagName)) item.append(make("p", "about", "Also called ", ...names));
    const places = sections.map((number) => make("li", "", link(`${path}#${all[number - 1][0]}`, all[number - 1][1])));
    if (places.length) item.append(make("ul", "places", ...places));
    return item;
  };

  const start = () => {
    const form = document.querySelector("form.search");
    const [field, count, list, more] = ["#query", ".count", ".found", ".further"].map((part) => document.querySelector(part));
    const skipped = new Set(form.dataset.skip.split(" "));
    let found = [], asked = [], from = 0, turn = 0, timer = 0;

    const showMore = async () => {
      const mine = turn;
      const items = await Promise.all(found.slice(from, from + AT_ONCE).map((one) => shown(one, asked)));
      if (mine !== turn) return;
      list.append(...items.filter(Boolean));
      if (from) items.find(Boolean)?.querySelector("a").focus();
      from += AT_ONCE;
      more.hidden = from >= found.length;
    };

    const say = (said) => {
      if (!said.length) return "";
      if (!found.length) return `Nothing has ${said.length > 1 ? "all of these words" : "this word"}.`;
      return found.length === 1 ? "1 page" : `${found.length} pages`;
    };

    const search = async () => {
      const mine = ++turn;
      const said = [...new Set(words(field.value))];
      const telling = said.filter((word) => !skipped.has(word));
      const next = telling.length ? await find(telling.map(stem)) : [];
      if (mine !== turn) return;
      [found, asked, from] = [next, telling.map(stem), 0];
      list.replaceChildren();
      more.hidden = true;
      await showMore();
      if (mine !== turn) return;
      count.textContent = telling.length ? say(telling) : said.length ? "Words such as these stand on every page." : "";
    };

    const remember = () => {
      const query = field.value.trim();
      try { history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname); } catch { /* from disk the address stays */ }
    };

    const walk = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      const stops = [field, ...list.querySelectorAll("a")];
      const at = stops.indexOf(document.activeElement);
      if (at < 0) return;
      event.preventDefault();
      stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => { search(); remember(); }, 120);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(timer);
      await search();
      remember();
      list.querySelector("a")?.focus();
    });
    more.querySelector("button").addEventListener("click", showMore);
    document.addEventListener("keydown", walk);

    field.value = new URLSearchParams(location.search).get("q") ?? "";
    if (matchMedia("(pointer: fine)").matches) field.focus();
    search();
  };

  start();
})();
