"use strict";
// Sifting: shows the findings or lessons of the kinds that are ticked, with the words that are typed.  The address
// keeps what was asked for.  Without scripts everything is shown.

(() => {
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

  // What a form asks for: the values that are ticked by name, and the words.
  const asked = (form) => {
    const ticked = new Map();
    for (const box of form.querySelectorAll("input:checked")) ticked.set(box.name, [...(ticked.get(box.name) ?? []), box.value]);
    return { ticked, words: fold(form.elements.words.value).split(/\s+/).filter(Boolean) };
  };

  const fits = (item, { ticked, words }) => {
    const text = words.length ? fold(item.textContent) : "";
    return [...ticked].every(([name, values]) => values.includes(item.dataset[name])) && words.every((word) => text.includes(word));
  };

  class Sieve {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector("[role=status]");
      this.items = [...document.querySelectorAll("[data-sift]")];
      this.rows = [...document.querySelectorAll("[data-with]")];
      this.recall();
      this.sift();
      form.addEventListener("input", () => this.changed());
      form.addEventListener("reset", () => setTimeout(() => this.changed()));
      form.addEventListener("submit", (event) => event.preventDefault());
      addEventListener("hashchange", () => this.reveal());
      this.reveal();
    }

    changed() {
      this.sift();
      this.remember();
    }

    sift() {
      const wanted = asked(this.form);
      const shown = this.items.filter((item) => fits(item, wanted));
      const ids = new Set(shown.map((item) => item.dataset.sift));
      for (const item of this.items) {
        item.hidden = !ids.has(item.dataset.sift);
        if (wanted.words.length && !item.hidden) item.open = true;
      }
      for (const row of this.rows) row.hidden = !ids.has(row.dataset.with);
      for (const group of document.querySelectorAll(".group-of")) group.hidden = !group.querySelector("[data-sift]:not([hidden])");
      const all = !wanted.ticked.size && !wanted.words.length;
      this.status.textContent = all ? "" : `${shown.length} of ${this.items.length} ${this.status.dataset.what}`;
    }

    // ---- the address

    recall() {
      const said = new URLSearchParams(location.search);
      for (const box of this.form.querySelectorAll("input[type=checkbox]")) box.checked = said.getAll(box.name).includes(box.value);
      this.form.elements.words.value = said.get("words") ?? "";
    }

    remember() {
      const said = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => value.trim()));
      try { history.replaceState(null, "", `${location.pathname}${said.size ? `?${said}` : ""}${location.hash}`); } catch { /* from disk the address may stay */ }
    }

    // A link leads to what it names, be it sifted out or folded.
    reveal() {
      const goal = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("[data-sift]");
      if (!goal) return;
      if (goal.hidden) {
        this.form.reset();
        this.changed();
      }
      goal.open = true;
      goal.scrollIntoView();
    }
  }

  const form = document.querySelector("form.sieve");
  if (form) new Sieve(form);
})();
