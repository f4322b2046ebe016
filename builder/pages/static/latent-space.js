"use strict";
// <cw-latent-space>: a map of codes to walk on, decoded by trained models.
//
// The data, JSON in a template inside the element, give for each model a square of codes (`extent`), the held-out codes
// (`points`: x, y, class, spread in x, spread in y) and an atlas: grid × grid decoded images, the first row at the
// greatest y. A code between four tiles is shown as their blend, each weighted by its nearness.

(() => {
  const SIDE = 320;
  const SHAPES = [
    "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z", "M-2.7-2.7h5.4v5.4h-5.4z", "M0-3.6L3.4 2.6H-3.4z", "M0-3.8L3.2 0L0 3.8L-3.2 0z",
    "M0 3.6L3.4-2.6H-3.4z", "M-1-3.4h2v2.4h2.4v2h-2.4v2.4h-2v-2.4h-2.4v-2h2.4z", "M-3.6-1.1h7.2v2.2h-7.2z",
    "M-1.1-3.6h2.2v7.2h-2.2z", "M0-3.6L3.4-1L2.1 3H-2.1L-3.4-1z", "M-3-1.6L-1.6-3L0-1.4L1.6-3L3-1.6L1.4 0L3 1.6L1.6 3L0 1.4L-1.6 3L-3 1.6L-1.4 0z",
  ];
  const SVG = "http://www.w3.org/2000/svg";

  const make = (name, attributes = {}, ...children) => {
    const drawn = ["svg", "path", "g", "circle", "text"].includes(name);
    const element = drawn ? document.createElementNS(SVG, name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const signed = (value, digits = 2) => value.toFixed(digits).replace("-", "−");

  // A fixed sequence of draws from N(0, I): the same for every reader.
  const draws = function* () {
    let state = 20177;
    const uniform = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    for (;;) {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      yield [radius * Math.cos(angle), radius * Math.sin(angle)];
    }
  };

  class LatentSpace extends HTMLElement {
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
      this.vaes = this.data.models.filter((model) => model.kind === "vae").sort((a, b) => a.beta - b.beta);
      this.plain = this.data.models.find((model) => model.kind === "ae");
      this.build();
      this.classList.add("ready");
      this.reset();
      this.restore();
      addEventListener("hashchange", () => this.restore());
    }

    // ---- building

    build() {
      this.map = make("svg", {
        viewBox: `0 0 ${SIDE} ${SIDE}`, tabindex: "0", role: "application",
        "aria-label": "Map of codes. Arrow keys move the chosen code, with Shift in larger steps.",
      });
      this.panels = [this.panel(), this.panel()];
      this.readout = make("p", { class: "readout", "aria-live": "polite" });
      const stage = make("div", { class: "stage" }, this.map, make("div", { class: "decoded" }, ...this.panels.map((p) => p.figure), this.readout));
      this.append(make("div", { class: "latent" }, this.controls(), stage, this.legend(), this.actions()));
      this.listen();
    }

    controls() {
      const box = make("div", { class: "controls" });
      this.radios = ["ae", "vae"].map((kind) => {
        const radio = make("input", { type: "radio", name: `${this.id}-kind`, value: kind });
        radio.addEventListener("change", () => this.choose(kind === "ae" ? this.plain : this.vaes[this.slider.value]));
        return radio;
      });
      if (this.plain && this.vaes.length) {
        const labels = this.radios.map((radio, i) => make("label", {}, radio, i ? "VAE" : "Autoencoder"));
        const legend = make("legend", { class: "hidden" }, "Model on the map");
        box.append(make("fieldset", { class: "kinds" }, legend, ...labels));
      }
      this.slider = make("input", { type: "range", min: 0, max: Math.max(this.vaes.length - 1, 0), step: 1, value: 0 });
      this.slider.addEventListener("input", () => this.choose(this.vaes[this.slider.value]));
      this.beta = make("output");
      if (this.vaes.length > 1) box.append(make("label", { class: "beta" }, "β", this.slider, this.beta));
      return box;
    }

    panel() {
      const canvas = make("canvas", { width: this.data.tile, height: this.data.tile, role: "img" });
      const caption = make("figcaption");
      return { canvas, caption, figure: make("figure", {}, canvas, caption) };
    }

    legend() {
      const items = this.data.classes.map((name, i) =>
        make("li", { class: `k${i % 10}` }, make("svg", { viewBox: "-5 -5 10 10", "aria-hidden": "true" }, make("path", { class: "shape", d: SHAPES[i % 10] })), name));
      return make("ul", { class: "key", "aria-label": "Classes" }, ...items);
    }

    actions() {
      const button = (words, act) => {
        const made = make("button", { type: "button" }, words);
        made.addEventListener("click", act);
        return made;
      };
      this.link = make("a", { href: "#" }, "Link to this state");
      return make("div", { class: "actions" },
        button("Sample from N(0, I)", () => this.sample()), button("Reset", () => { this.reset(); this.keep(); }), this.link);
    }

    listen() {
      const follow = (event) => {
        const box = this.map.getBoundingClientRect();
        this.move(this.toCode((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height));
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
      const [x0, x1, y0, y1] = this.model.extent;
      const size = event.shiftKey ? 0.1 : 0.02;
      this.move([this.z[0] + way[0] * size * (x1 - x0), this.z[1] + way[1] * size * (y1 - y0)]);
      this.keep();
    }

    // ---- state

    choose(model) {
      this.model = model;
      if (model.kind === "vae") this.slider.value = this.vaes.indexOf(model);
      for (const radio of this.radios) radio.checked = radio.value === model.kind;
      this.beta.textContent = this.vaes[this.slider.value] ? String(this.vaes[this.slider.value].beta) : "";
      this.slider.setAttribute("aria-valuetext", `beta ${this.beta.textContent}`);
      this.drawMap();
      this.move(this.z);
      this.keep();
    }

    reset() {
      this.random = draws();
      this.drawn = 0;
      this.z = [0, 0];
      this.slider.value = Math.max(this.vaes.findIndex((model) => model.beta === 1), 0);
      this.quiet = true;
      this.choose(this.plain || this.vaes[this.slider.value]);
      this.quiet = false;
    }

    sample() {
      this.drawn += 1;
      this.move(this.random.next().value, false);
      this.keep();
    }

    move(z, inside = true) {
      const [x0, x1, y0, y1] = this.model.extent;
      this.z = inside ? [clamp(z[0], x0, x1), clamp(z[1], y0, y1)] : z;
      const [x, y] = this.toMap(this.z);
      this.pin.setAttribute("transform", `translate(${clamp(x, 0, SIDE)} ${clamp(y, 0, SIDE)})`);
      this.showImages();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.tell(), 120);
    }

    get other() {
      return this.model.kind === "ae" ? this.vaes[this.slider.value] : this.plain;
    }

    keep() {
      if (this.quiet) return;
      const state = `#${this.id}:${this.model.id}:${this.z.map((v) => v.toFixed(3)).join(",")}:${this.drawn}:${this.slider.value}`;
      this.link.href = state;
      history.replaceState(null, "", state);
    }

    restore() {
      const [id, name, place, drawn, slider] = decodeURIComponent(location.hash.slice(1)).split(":");
      const model = this.data.models.find((each) => each.id === name);
      const z = (place || "").split(",").map(Number);
      if (id !== this.id || !model || z.length !== 2 || !z.every(Number.isFinite)) return;
      this.quiet = true;
      this.reset();
      this.quiet = true;
      for (; this.drawn < clamp(Number(drawn) || 0, 0, 1000); this.drawn += 1) this.random.next();
      this.slider.value = Number(slider) || 0;
      this.choose(model);
      this.move(z, false);
      this.quiet = false;
      this.scrollIntoView({ block: "center" });
    }

    // ---- drawing

    toMap([x, y]) {
      const [x0, x1, y0, y1] = this.model.extent;
      return [((x - x0) / (x1 - x0)) * SIDE, ((y1 - y) / (y1 - y0)) * SIDE];
    }

    toCode(across, down) {
      const [x0, x1, y0, y1] = this.model.extent;
      return [x0 + across * (x1 - x0), y1 - down * (y1 - y0)];
    }

    drawMap() {
      const [ox, oy] = this.toMap([0, 0]);
      const axes = make("path", { class: "axis", d: `M0 ${oy.toFixed(1)}H${SIDE}M${ox.toFixed(1)} 0V${SIDE}` });
      const groups = this.data.classes.map((_, i) => this.drawClass(i));
      this.pin = make("g", {}, make("circle", { class: "halo", r: 8 }), make("circle", { class: "chosen", r: 8 }), make("path", { class: "chosen", d: "M-13 0H-4M4 0H13M0-13V-4M0 4V13" }));
      this.map.replaceChildren(axes, ...this.ticks(), ...groups, this.pin);
    }

    drawClass(index) {
      const points = this.model.points.filter((point) => point[2] === index);
      const marks = points.map((point) => make("path", { class: "shape", d: SHAPES[index % 10], transform: `translate(${this.toMap(point).map((v) => v.toFixed(1)).join(" ")})` }));
      const spreads = points.filter((point) => point[3] > 0).map((point) => this.ellipse(point)).join("");
      return make("g", { class: `k${index % 10}` }, make("path", { class: "spread-of", d: spreads }), ...marks);
    }

    ellipse([x, y, , sx, sy]) {
      const [cx, cy] = this.toMap([x, y]);
      const [x0, x1, y0, y1] = this.model.extent;
      const [rx, ry] = [(sx / (x1 - x0)) * SIDE, (sy / (y1 - y0)) * SIDE].map((v) => v.toFixed(1));
      return `M${(cx - rx).toFixed(1)} ${cy.toFixed(1)}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;
    }

    ticks() {
      const [x0, x1, y0, y1] = this.model.extent;
      const put = (x, y, anchor, value) => make("text", { class: "tick", x, y, "text-anchor": anchor }, signed(value, 1));
      return [put(4, SIDE - 5, "start", x0), put(SIDE - 4, SIDE - 5, "end", x1), put(4, SIDE - 20, "start", y0), put(4, 14, "start", y1)];
    }

    async showImages() {
      const models = [this.model, this.other].filter(Boolean);
      models.sort((a) => (a === this.plain ? -1 : 1));
      this.panels.forEach((panel, i) => {
        const model = models[i];
        panel.figure.hidden = !model;
        if (model) this.decode(panel, model);
      });
    }

    // The image of a code: the four nearest tiles, added with weights that sum to one.
    async decode(panel, model) {
      const [x0, x1, y0, y1] = model.extent;
      const { grid, tile } = this.data;
      const [x, y] = this.z;
      const within = x >= x0 && x <= x1 && y >= y0 && y <= y1;
      const name = model.label;
      panel.figure.classList.toggle("outside", !within);
      panel.caption.textContent = within ? name : `${name}: this code lies outside the decoded square`;
      panel.canvas.setAttribute("aria-label", `Image that the ${name} decodes from z = (${signed(x)}, ${signed(y)})`);
      const key = (panel.wanted = `${model.id} ${x} ${y}`);
      const atlas = await this.atlas(model);
      if (panel.wanted !== key || !within) return;
      const across = ((x - x0) / (x1 - x0)) * (grid - 1);
      const down = ((y1 - y) / (y1 - y0)) * (grid - 1);
      const [left, top] = [Math.min(Math.floor(across), grid - 2), Math.min(Math.floor(down), grid - 2)];
      const pen = panel.canvas.getContext("2d");
      pen.globalCompositeOperation = "source-over";
      pen.globalAlpha = 1;
      pen.fillRect(0, 0, tile, tile);
      pen.globalCompositeOperation = "lighter";
      for (const [column, row] of [[left, top], [left + 1, top], [left, top + 1], [left + 1, top + 1]]) {
        pen.globalAlpha = (1 - Math.abs(across - column)) * (1 - Math.abs(down - row));
        pen.drawImage(atlas, column * tile, row * tile, tile, tile, 0, 0, tile, tile);
      }
      panel.canvas.dataset.shown = key;
    }

    async atlas(model) {
      this.atlases ||= new Map();
      if (!this.atlases.has(model.id)) {
        const image = new Image();
        image.src = this.dataset.files + model.atlas;
        this.atlases.set(model.id, image.decode().then(() => image));
      }
      return this.atlases.get(model.id);
    }

    // ---- words

    nearest() {
      const far = ([x, y]) => (x - this.z[0]) ** 2 + (y - this.z[1]) ** 2;
      return this.model.points.reduce((best, point) => (far(point) < far(best) ? point : best));
    }

    tell() {
      const model = this.model;
      const parts = [
        `z = (${signed(this.z[0])}, ${signed(this.z[1])})`,
        `nearest code: ${this.data.classes[this.nearest()[2]]}`,
        `${model.label}: reconstruction error ${model.reconstruction.toPrecision(3)}`,
      ];
      if (model.kl !== null && model.kl !== undefined) parts.push(`KL ${model.kl.toFixed(2)} nats`);
      this.readout.replaceChildren(...parts.map((part) => make("span", {}, part)));
    }
  }

  customElements.define("cw-latent-space", LatentSpace);
})();
