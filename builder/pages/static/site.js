"use strict";
// What every page does with scripts: the reader's theme, questions to commit to, copying code, scrolling by
// keyboard, and folds that open on paper. Everything also works without.

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

  document.addEventListener("DOMContentLoaded", () => {
    themeButton();
    customElements.define("cw-question", Question);
    document.querySelectorAll(".code").forEach(addCopyButton);
    markScrollers();
    followContents();
    openOnPaper();
  });
})();
