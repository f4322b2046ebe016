"use strict";
// Follows the builds of `build serve`: loads the page anew when it changed, and has it stand as it stood; says over the
// page what is wrong. It stands in no page on disk.

(() => {
  const mine = document.currentScript.dataset.mark;
  const WAITING = "waiting", GONE = "";
  const KEPT = `coursewright ${location.pathname}`, OPEN = "coursewright open";
  const PANEL = "the panel"; // what its focus is kept as
  const PATIENCE = 300; // milliseconds; shorter builds need no word

  // ---- where the reader is, and what is open and written

  const BLOCKS = ":is(h1, h2, h3, h4, p, li, pre, table, figure, summary):not(nav *)"; // navigation may float along
  const FIELDS = "input, textarea, select";
  const STOPS = `a, button, summary, [tabindex], ${FIELDS}`;

  const nameOf = (element) => {
    if (element.id) return `#${element.id}`;
    const words = (element.querySelector("summary") ?? element).textContent.trim().slice(0, 80);
    const value = element.type === "radio" ? element.value : "";
    return [element.localName, element.name, value, element.getAttribute("aria-label"), words].join("|");
  };

  // Elements by what they are called; of equals each has its number.
  const named = (selector) => {
    const counts = new Map();
    return new Map([...document.querySelectorAll(selector)].map((element) => {
      const name = nameOf(element);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return [`${name}|${counts.get(name)}`, element];
    }));
  };

  const ticks = (field) => field.type === "radio" || field.type === "checkbox";

  const isTouched = (field) => {
    if (ticks(field)) return field.checked !== field.defaultChecked;
    if (field.localName === "select") return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  };

  const inView = (element) => {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  };

  const standing = () => ({
    top: scrollY,
    blocks: [...named(BLOCKS)].filter(([, block]) => inView(block))
      .map(([name, block]) => [name, block.getBoundingClientRect().top]),
    folds: [...named("details")].map(([name, fold]) => [name, fold.open]),
    fields: [...named(FIELDS)].filter(([, field]) => isTouched(field))
      .map(([name, field]) => [name, ticks(field) ? field.checked : field.value]),
    focus: document.activeElement === panel?.host ? PANEL
      : [...named(STOPS)].find(([, stop]) => stop === document.activeElement)?.[0],
  });

  const fill = (field, value) => {
    if (ticks(field)) field.checked = value;
    else field.value = value;
    for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
  };

  // The first block that is still there goes where it was; an edit changes few of those in view.
  const scroll = ({ top, blocks }) => {
    if (!top) return;
    const known = named(BLOCKS);
    const [name, was] = blocks.find(([name]) => known.has(name)) ?? [];
    if (name) scrollBy({ top: known.get(name).getBoundingClientRect().top - was, behavior: "instant" });
    else scrollTo({ top, behavior: "instant" });
  };

  const stand = (kept) => {
    const folds = named("details"), fields = named(FIELDS);
    for (const [name, open] of kept.folds) if (folds.has(name)) folds.get(name).open = open;
    for (const [name, value] of kept.fields) if (fields.has(name)) fill(fields.get(name), value);
    scroll(kept);
    if (kept.focus && kept.focus !== PANEL) named(STOPS).get(kept.focus)?.focus({ preventScroll: true });
  };

  const again = () => {
    sessionStorage.setItem(KEPT, JSON.stringify(standing()));
    leave();
    location.reload();
  };

  const standAgain = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    sessionStorage.removeItem(KEPT);
    if (!kept) return;
    focusing = kept.focus === PANEL; // as soon as there is anything in it
    stand(kept);
    let alone = true;
    for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
      addEventListener(kind, () => { alone = false; }, { once: true, passive: true });
    }
    addEventListener("load", () => { if (alone) stand(kept); }); // pictures and widgets have come by now
  };

  // ---- what is said over the page

  const LOOKS = `
    :host { all: initial; display: block; font: 14px/1.45 system-ui, sans-serif; color: #fff; color-scheme: dark; }
    :host([hidden]), [hidden] { display: none; }
    section { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483647; max-width: min(44rem, calc(100vw - 2rem));
      background: #1b2026; border: 1px solid #8b96a3; border-radius: 8px; box-shadow: 0 4px 24px #0008; overflow: hidden; }
    p, ol { margin: 0; }
    .status { padding: .5rem .9rem; }
    .note { display: inline-block; padding: .2rem .6rem; background: #1b2026; border-radius: 4px; }
    button { all: unset; box-sizing: border-box; width: 100%; padding: .5rem .9rem; cursor: pointer; font-weight: 600; }
    button::before { content: "▸ "; }
    button[aria-expanded=true]::before { content: "▾ "; }
    button:focus-visible, ol:focus-visible, a:focus-visible { outline: 2px solid #9ecbff; outline-offset: -2px; }
    a { color: #9ecbff; }
    ol { max-height: 40vh; overflow: auto; padding: 0; list-style: none; border-top: 1px solid #4a5460; }
    li { padding: .5rem .9rem; border-left: 4px solid #9ecbff; }
    li + li { border-top: 1px solid #343c46; }
    .error { border-left-color: #ff8a80; }
    .warning { border-left-color: #ffcc66; }
    .place { color: #c3ccd6; overflow-wrap: anywhere; }
    .help { color: #d5e8c8; }
    code { font: 13px/1.4 ui-monospace, monospace; background: #303843; padding: 0 .2em; border-radius: 3px; }
    @media print { :host { display: none; } }
  `;

  const made = (tag, properties, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };

  const looks = new CSSStyleSheet();
  looks.replaceSync(LOOKS);

  // An element whose inside neither wears the page's styles nor gives it any.
  const apart = (...inside) => {
    const host = made("coursewright-live", {});
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [looks];
    shadow.append(...inside);
    return host;
  };

  // Words in backquotes are code.
  const words = (text) => text.split("`").map((part, at) => (at % 2 ? made("code", { textContent: part }) : part));

  const faultItem = (fault) => made("li", { className: fault.severity },
    made("p", { className: "place" }, `${fault.place}: ${fault.severity}[${fault.code}]`),
    made("p", {}, ...words(fault.message)),
    made("p", { className: "help" }, "→ ", ...words(fault.help)));

  // The folder of the lesson that this page shows; its faults stand first.
  const lesson = location.pathname.replace(/^\/(?:lessons|plans)\/(.*)\.html$/, "lessons/$1/");

  const makePanel = () => {
    const status = made("div", { className: "status" });
    status.setAttribute("role", "status");
    const list = made("ol", { id: "faults", tabIndex: 0 });
    list.setAttribute("aria-label", "Faults");
    const button = made("button", { type: "button" });
    button.setAttribute("aria-controls", "faults");
    const box = made("section", {}, status, button, list);
    box.setAttribute("aria-label", "Build");
    const host = apart(box);

    const unfold = (open) => {
      button.setAttribute("aria-expanded", open);
      list.hidden = !open;
    };
    const choose = (open) => {
      sessionStorage.setItem(OPEN, open ? "yes" : "no");
      unfold(open);
    };
    button.addEventListener("click", () => choose(list.hidden));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || list.hidden) return;
      choose(false);
      button.focus();
    });

    const show = (said, state) => {
      status.replaceChildren(...said);
      status.hidden = !said.length;
      button.hidden = !state.faults.length;
      button.textContent = state.summary;
      const first = (fault) => (fault.path.startsWith(lesson) ? 0 : 1);
      const more = state.more ? [made("li", {}, `and ${state.more} more: \`build audit\` lists them all`)] : [];
      list.replaceChildren(...state.faults.toSorted((one, other) => first(one) - first(other)).map(faultItem), ...more);
      const chosen = sessionStorage.getItem(OPEN);
      unfold(state.faults.length > 0 && (chosen ? chosen === "yes" : state.faults[0].severity === "error"));
      host.hidden = status.hidden && button.hidden;
    };
    return { host, show, focus: () => button.focus() };
  };

  // ---- what the page says of its figures while they are made

  let notes = [];

  const noteFigures = (awaited) => {
    notes.forEach((note) => note.remove());
    notes = [];
    const say = (place, said) => {
      const note = apart(made("span", { className: "note", textContent: said }));
      place.after(note);
      notes.push(note);
    };
    for (const id of awaited) {
      const box = document.getElementById(`figure-${id}`);
      if (box) say(box.querySelector("picture") ?? box, "This picture is being redrawn; it is the one from before.");
      for (const mark of document.querySelectorAll("mark.fault")) if (mark.textContent === id) say(mark, "This figure is being made.");
    }
  };

  // ---- the builds

  let panel, source, timer;
  let state = { faults: [], awaited: [] }, lost = false, slow = false, gone = false, focusing = false;

  const said = () => [
    lost && words("`build serve` has ended or does not answer."),
    gone && ["The course no longer has this page. ", made("a", { href: "/", textContent: "Go to its first page" })],
    state.trouble && words(state.trouble),
    slow && state.building && ["Building …"],
    state.awaited.length && [figuresMade()],
  ].filter(Boolean).map((line) => made("p", {}, ...line));

  const figuresMade = () => {
    const are = state.awaited.length === 1 ? "figure is" : "figures are";
    return `${state.awaited.length} ${are} being made${state.making && `, ${state.making}`}.`;
  };

  const draw = () => panel?.show(said(), state);

  const wait = () => {
    clearTimeout(timer);
    slow &&= state.building;
    if (state.building && !slow) timer = setTimeout(() => { slow = true; draw(); }, PATIENCE);
  };

  const told = (event) => {
    state = JSON.parse(event.data);
    lost = false;
    const changed = state.mark !== mine && state.mark !== WAITING;
    gone = changed && state.mark === GONE && mine !== WAITING;
    if (changed && !gone) {
      again();
      return;
    }
    wait();
    draw();
    if (focusing) panel.focus();
    focusing = false;
    noteFigures(state.awaited);
  };

  // A page that nobody sees does not listen: browsers hold few connections to one server.
  const listen = () => {
    source ??= Object.assign(new EventSource(`/-/events?page=${encodeURIComponent(location.pathname)}`), {
      onmessage: told,
      onerror: () => {
        lost = true;
        draw();
      },
    });
  };

  const leave = () => {
    source?.close();
    source = undefined;
  };

  addEventListener("DOMContentLoaded", () => {
    panel = makePanel();
    draw();
    document.body.append(panel.host);
    standAgain();
    if (!document.hidden) listen();
    document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
    addEventListener("pagehide", () => {
      leave();
      history.scrollRestoration = sessionStorage.getItem(KEPT) ? "manual" : "auto";
    });
    addEventListener("pageshow", () => { if (!document.hidden) listen(); });
  });
})();
