"use strict";
// What all widgets share: they start when the reader comes near, keep their state in the address, and say in words
// what they show. A widget is an element <cw-name> around the still picture of its figure and a template with its data.
//
// A widget of its own gives: build(), which fills this.board; reset(), its first state; state(), the words of the state
// for the address; take(words), which brings one back or says no with false; and words(), the parts of the readout.

const CourseWidgets = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const DRAWN = ["svg", "path", "g", "circle", "text"];
  const SIDE = 320;
  const SHAPES = [
    "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z", "M-2.7-2.7h5.4v5.4h-5.4z", "M0-3.6L3.4 2.6H-3.4z", "M0-3.8L3.2 0L0 3.8L-3.2 0z",
    "M0 3.6L3.4-2.6H-3.4z", "M-1-3.4h2v2.4h2.4v2h-2.4v2.4h-2v-2.4h-2.4v-2h2.4z", "M-3.6-1.1h7.2v2.2h-7.2z",
    "M-1.1-3.6h2.2v7.2h-2.2z", "M0-3.6L3.4-1L2.1 3H-2.1L-3.4-1z", "M-3-1.6L-1.6-3L0-1.4L1.6-3L3-1.6L1.4 0L3 1.6L1.6 3L0 1.4L-1.6 3L-3 1.6L-1.4 0z",
  ];

  const make = (name, attributes = {}, ...children) => {
    const element = DRAWN.includes(name) ? document.createElementNS(SVG, name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const signed = (value, digits = 2) => value.toFixed(digits).replace("-", "−");
  const shape = (kind) => make("path", { class: "shape", d: SHAPES[kind % 10] });

  class Widget extends HTMLElement {
    connectedCallback() {
      const near = new IntersectionObserver((entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.start();
      }, { rootMargin: "400px" });
      near.observe(this);
      this.stop = () => near.disconnect();
      const linked = () => { if (decodeURIComponent(location.hash).startsWith(`#${this.id}:`)) this.start(); };
      addEventListener("hashchange", linked);
      linked();
    }

    // The widget is built when the reader comes near it, or by a link to one of its states.
    start() {
      if (this.data) return;
      this.stop();
      this.data = JSON.parse(this.querySelector("template").content.textContent);
      this.board = make("div", { class: "board" });
      this.readout = make("div", { class: "readout", "aria-live": "polite" });
      this.build();
      this.append(this.board);
      this.classList.add("ready");
      this.silently(() => this.reset());
      this.restore();
      addEventListener("hashchange", () => this.restore());
    }

    // ---- parts

    button(words, act) {
      const made = make("button", { type: "button" }, words);
      made.addEventListener("click", act);
      return made;
    }

    // Choices of which one is made: `this.radios` and a fieldset.
    choices(legend, names, choose) {
      this.radios = names.map((_, i) => make("input", { type: "radio", name: `${this.id}-choice`, value: i }));
      this.radios.forEach((radio, i) => radio.addEventListener("change", () => choose(i)));
      const labels = this.radios.map((radio, i) => make("label", {}, radio, names[i]));
      return make("fieldset", { class: "kinds" }, make("legend", { class: "unseen" }, legend), ...labels);
    }

    // The widget's own buttons, one back to its beginning, and the link to its state.
    actions(...buttons) {
      this.link = make("a", { href: "#" }, "Link to this state");
      const reset = this.button("Reset", () => { this.silently(() => this.reset()); this.keep(); });
      return make("div", { class: "actions" }, ...buttons, reset, this.link);
    }

    // A square of pixels under its name.
    panel(side) {
      const canvas = make("canvas", { width: side, height: side, role: "img" });
      const caption = make("figcaption");
      return { canvas, caption, figure: make("figure", {}, canvas, caption) };
    }

    image(name) {
      this.images ||= new Map();
      if (!this.images.has(name)) {
        const image = new Image();
        image.src = this.dataset.files + name;
        this.images.set(name, image.decode().then(() => image));
      }
      return this.images.get(name);
    }

    // ---- state and words

    silently(act) {
      this.quiet = true;
      act();
      this.quiet = false;
    }

    keep() {
      if (this.quiet) return;
      const state = `#${[this.id, ...this.state()].join(":")}`;
      this.link.href = state;
      history.replaceState(null, "", state);
    }

    restore() {
      const [id, ...words] = decodeURIComponent(location.hash.slice(1)).split(":");
      if (id !== this.id) return;
      this.silently(() => { if (this.take(words) !== false) this.scrollIntoView({ block: "center" }); });
    }

    // What is shown, in words: said when the reader has come to rest.
    tell() {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.readout.replaceChildren(...this.words()), 120);
    }
  }

  // A widget with a map of `extent` (left, right, bottom, top) on which the place `z` is chosen by pointer or arrow keys.
  class MapWidget extends Widget {
    makeMap(what, moved) {
      this.map = make("svg", {
        class: "map", viewBox: `0 0 ${SIDE} ${SIDE}`, tabindex: "0", role: "application",
        "aria-label": `${what} Arrow keys move the chosen ${moved}, with Shift in larger steps.`,
      });
      this.pin = make("g", {}, make("circle", { class: "halo", r: 8 }), make("circle", { class: "chosen", r: 8 }), make("path", { class: "chosen", d: "M-13 0H-4M4 0H13M0-13V-4M0 4V13" }));
      const follow = (event) => {
        const box = this.map.getBoundingClientRect();
        this.move(this.fromMap((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height));
      };
      this.map.addEventListener("pointerdown", (event) => {
        this.map.setPointerCapture(event.pointerId);
        follow(event);
      });
      this.map.addEventListener("pointermove", (event) => { if (event.buttons) follow(event); });
      this.map.addEventListener("pointerup", () => this.keep());
      this.map.addEventListener("keydown", (event) => this.step(event));
    }

    step(event) {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const [x0, x1, y0, y1] = this.extent;
      const size = event.shiftKey ? 0.1 : 0.02;
      this.move([this.z[0] + way[0] * size * (x1 - x0), this.z[1] + way[1] * size * (y1 - y0)]);
      this.keep();
    }

    move(z, inside = true) {
      const [x0, x1, y0, y1] = this.extent;
      this.z = inside ? [clamp(z[0], x0, x1), clamp(z[1], y0, y1)] : z;
      const [x, y] = this.toMap(this.z);
      this.pin.setAttribute("transform", `translate(${clamp(x, 0, SIDE)} ${clamp(y, 0, SIDE)})`);
      this.tell();
    }

    toMap([x, y]) {
      const [x0, x1, y0, y1] = this.extent;
      return [((x - x0) / (x1 - x0)) * SIDE, ((y1 - y) / (y1 - y0)) * SIDE];
    }

    fromMap(across, down) {
      const [x0, x1, y0, y1] = this.extent;
      return [x0 + across * (x1 - x0), y1 - down * (y1 - y0)];
    }

    // A path through places of the map.
    path(places) {
      return `M${places.map((place) => this.toMap(place).map((v) => v.toFixed(1)).join(" ")).join("L")}`;
    }

    mark(kind, place) {
      const drawn = shape(kind);
      drawn.setAttribute("transform", `translate(${this.toMap(place).map((v) => v.toFixed(1)).join(" ")})`);
      return drawn;
    }

    ticks() {
      const [x0, x1, y0, y1] = this.extent;
      const put = (x, y, anchor, value) => make("text", { class: "tick", "paint-order": "stroke", x, y, "text-anchor": anchor }, signed(value, 1));
      return [put(4, SIDE - 5, "start", x0), put(SIDE - 4, SIDE - 5, "end", x1), put(4, SIDE - 20, "start", y0), put(4, 14, "start", y1)];
    }

    key(...more) {
      const items = this.data.classes.map((name, i) =>
        make("li", { class: `k${i % 10}` }, make("svg", { viewBox: "-5 -5 10 10", "aria-hidden": "true" }, shape(i)), name));
      return make("ul", { class: "key", "aria-label": "Key" }, ...items, ...more);
    }
  }

  return { Widget, MapWidget, SIDE, make, clamp, signed };
})();
