"use strict";
// What every page does with scripts: the reader's theme, questions to commit to, copying code, scrolling by
// keyboard, folds that open on paper, the key that opens the search, and cards that say what a link leads to.
// Everything also works without.

(() => {
  const root = document.documentElement;
  const THEMES = ["auto", "light", "dark"];
  const MEDIA = { auto: "(prefers-color-scheme: dark)", light: "not all", dark: "all" };

  const recall = () => {
    try { return THEMES.includes(localStorage.theme) ? localStorage.theme : "auto"; } catch { return "auto"; }
  };
  const keep = (theme) => {
    try { localStorage.theme = theme; } catch { /* the choice lasts for this page only */ }
  };

  // Before the first paint: the reader's colours, and the mark that scripts run.
  let theme = recall();
  root.classList.add("js");
  root.dataset.theme = theme;

  // Fetch the math font early, or formulas would move when it comes. From disk browsers refuse, and it comes at once.
  const font = document.currentScript.dataset.font;
  if (font && location.protocol !== "file:") {
    const link = Object.assign(document.createElement("link"), { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href: font });
    document.head.append(link);
  }

  const applyTheme = () => {
    root.dataset.theme = theme;
    for (const source of document.querySelectorAll("picture > source")) source.media = MEDIA[theme];
  };

  const themeButton = () => {
    const button = document.querySelector(".theme");
    const show = () => {
      applyTheme();
      button.textContent = `Theme: ${theme}`;
    };
    button.addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      keep(theme);
      show();
    });
    show();
    button.hidden = false;
  };

  // ---- questions

  class Question extends HTMLElement {
    connectedCallback() {
      this.button = this.querySelector(".commit");
      this.status = this.querySelector("[role=status]");
      this.button.addEventListener("click", () => ("committed" in this.dataset ? this.again() : this.commit()));
    }

    commit() {
      const words = this.querySelector("textarea");
      const choice = this.querySelector("input:checked");
      if (words ? !words.value.trim() : !choice) {
        this.status.textContent = words ? "Write down what you expect first; a few words will do." : "Choose one first.";
        return;
      }
      this.dataset.committed = "";
      this.button.textContent = "Think again";
      const feedback = choice && document.getElementById(`${this.id}-${choice.value}`);
      for (const fold of this.querySelectorAll(":scope > details")) {
        fold.open = fold === feedback || fold.classList.contains("answer");
      }
      this.status.textContent = this.said(choice, feedback);
    }

    said(choice, feedback) {
      if (!choice) return "Compare what you wrote with the answer.";
      const verdict = feedback.classList.contains("right") ? "That is right." : "That is not it.";
      return `You chose: ${choice.closest("label").textContent.trim()} — ${verdict}`;
    }

    again() {
      delete this.dataset.committed;
      this.button.textContent = this.button.dataset.label;
      this.status.textContent = "";
      this.querySelector("textarea, input:checked")?.focus();
    }
  }

  // ---- code

  const copyText = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  const addCopyButton = (box) => {
    const button = document.createElement("button");
    const name = box.querySelector(".file")?.textContent;
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", name ? `Copy ${name}` : "Copy this code");
    button.addEventListener("click", () => {
      const done = (word) => {
        button.textContent = word;
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
      };
      copyText(box.querySelector("code").textContent).then(() => done("Copied"), () => done("Not copied"));
    });
    box.append(button);
  };

  // ---- boxes that scroll get a tab stop, the others none

  const markScrollers = () => {
    const mark = (box) => {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      if (scrolls === box.hasAttribute("tabindex")) return;
      const names = { tabindex: "0", role: "group", "aria-label": box.dataset.label };
      for (const [name, value] of Object.entries(names)) scrolls ? box.setAttribute(name, value) : box.removeAttribute(name);
    };
    const observer = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target)));
    document.querySelectorAll(".scroll").forEach((box) => observer.observe(box));
  };

  // ---- the contents show where the reader is

  const followContents = () => {
    const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    if (!headings.length) return;
    const show = () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.3);
      const current = passed.at(-1)?.id;
      for (const [id, link] of links) id === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    };
    const observer = new IntersectionObserver(show, { rootMargin: "0px 0px -70% 0px" });
    headings.forEach((heading) => observer.observe(heading));
  };

  // ---- paper shows what folds hide

  const openOnPaper = () => {
    const paper = matchMedia("print");
    let opened = [];
    paper.addEventListener("change", () => {
      if (paper.matches) opened = [...document.querySelectorAll("details:not([open])")];
      opened.forEach((fold) => { fold.open = paper.matches; });
    });
  };

  // ---- the key / opens the search, unless the reader has turned that off

  const keyIsOff = () => {
    try { return localStorage.slash === "off"; } catch { return false; }
  };

  const openSearchByKey = () => {
    const setting = document.querySelector(".shortcut input");
    if (setting) {
      setting.checked = !keyIsOff();
      setting.addEventListener("change", () => {
        try { localStorage.slash = setting.checked ? "on" : "off"; } catch { /* the key stays as it is */ }
      });
    }
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || keyIsOff()) return;
      if (event.target.closest("input, textarea, select, [contenteditable], [role=application]")) return;
      event.preventDefault();
      const field = document.getElementById("query");
      if (field) field.focus();
      else document.querySelector(".seek").click();
    });
  };

  // ---- cards: what a link to a concept or a lesson leads to, as its page opens; from disk there are none

  class Cards {
    constructor() {
      this.site = new URL(".", document.querySelector(".top .home").href).href;
      this.pages = new Map();
      document.addEventListener("pointerover", (event) => this.over(event));
      document.addEventListener("focusin", ({ target }) => this.plan(target.matches(":focus-visible") ? this.linkAt(target) : null));
      document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.hide(); });
      document.addEventListener("click", () => this.hide());
    }

    // The link to another lesson or a concept that an element stands in; lists of lessons say all that a card would.
    linkAt(element) {
      const link = element.closest("main a[href]");
      if (!link || link.closest(".lessons, .found, nav")) return null;
      const { href, pathname } = this.goal(link);
      const known = href.startsWith(this.site) && /^(lessons|concepts)\/[^/]+\.html$/.test(href.slice(this.site.length));
      return known && pathname !== location.pathname ? link : null;
    }

    // The page that a link leads to, in text as in drawings.
    goal(link) {
      const goal = new URL(link.getAttribute("href"), document.baseURI);
      goal.hash = goal.search = "";
      return goal;
    }

    // The pointer may move onto the card; the card of a link that has the focus stays until the focus moves on.
    over({ target, pointerType }) {
      if (pointerType !== "mouse") return;
      const link = this.card?.contains(target) ? this.described : this.linkAt(target);
      if (link || !this.described || this.described !== document.activeElement) this.plan(link);
    }

    plan(link) {
      if (link === this.link) return;
      clearTimeout(this.timer);
      this.link = link;
      this.timer = setTimeout(() => (link ? this.show(link) : this.hide()), link ? 350 : 200);
    }

    async show(link) {
      const opening = await this.opening(this.goal(link).href);
      if (link !== this.link || link === this.described) return;
      this.remove();
      if (opening) this.place(opening.cloneNode(true), link);
    }

    hide() {
      clearTimeout(this.timer);
      this.link = null;
      this.remove();
    }

    remove() {
      this.card?.remove();
      this.described?.removeAttribute("aria-describedby");
      this.card = this.described = null;
    }

    opening(address) {
      if (!this.pages.has(address)) this.pages.set(address, this.fetched(address).catch(() => null));
      return this.pages.get(address);
    }

    // The kicker, the title and the first words of a page.
    async fetched(address) {
      const answer = await fetch(address);
      if (!answer.ok) return null;
      const opening = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".opening");
      const card = Object.assign(document.createElement("div"), { className: "hover-card", id: "hover-card" });
      card.setAttribute("role", "tooltip");
      for (const [part, tag] of [[".kicker", "p"], ["h1", "b"], [".lede", "p"]]) {
        const found = opening.querySelector(part);
        if (!found) continue;
        found.querySelectorAll("a").forEach((link) => link.replaceWith(...link.childNodes));
        const line = Object.assign(document.createElement(tag), { className: found.className });
        line.append(...found.childNodes);
        card.append(line);
      }
      return card;
    }

    // Below the link, or above it where there is more room; never over it.
    place(card, link) {
      document.body.append(card);
      const box = link.getClientRects()[0];
      const above = innerHeight - box.bottom < card.offsetHeight + 12 && box.top > innerHeight - box.bottom;
      const left = Math.min(Math.max(box.left, 8), document.documentElement.clientWidth - card.offsetWidth - 8);
      card.style.left = `${left + scrollX}px`;
      card.style.top = `${scrollY + (above ? box.top - card.offsetHeight - 4 : link.getBoundingClientRect().bottom + 4)}px`;
      link.setAttribute("aria-describedby", card.id);
      this.card = card;
      this.described = link;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    themeButton();
    customElements.define("cw-question", Question);
    document.querySelectorAll(".code").forEach(addCopyButton);
    markScrollers();
    followContents();
    openOnPaper();
    openSearchByKey();
    if (location.protocol !== "file:") new Cards();
  });
})();
