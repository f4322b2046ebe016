"use strict";
// <cw-boundary-density>: the same points seen by a classifier, a boundary, and by a density, from which draws come.
// docs/widgets.md says what its data hold. Everything shown is computed from the fitted weights and the fitted lattice.

(() => {
  const { MapWidget, SIDE, make, clamp, signed } = CourseWidgets;
  const MODES = ["boundary", "density"];
  const NAMES = ["Boundary", "Density"];
  const SYMBOLS = ["P(y | x)", "P(x)"];
  const STEP = 5;
  const FINE = 160;
  const SHADE = [38, 132, 150];

  const percent = (part) => (part > 0.999 ? "over 99.9%" : part < 0.001 ? "under 0.1%" : `${Number((100 * part).toPrecision(3))}%`);
  const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

  class BoundaryDensity extends MapWidget {
    build() {
      const { density, classes, points, implied } = this.data;
      this.peak = Math.max(...density.flat());
      this.counts = classes.map((name, k) => `${points.filter((point) => point[2] === k).length} ${name}`).join(", ");
      this.makeMap("Map of the points.", "place");
      this.shading = make("canvas", { class: "shading", width: FINE, height: FINE, "aria-hidden": "true" });
      const item = (kind, words) => make("li", { class: kind }, make("svg", { viewBox: "-5 -5 10 10", "aria-hidden": "true" }, make("path", { class: kind, d: kind === "drawn" ? "M-3.5 0H3.5M0-3.5V3.5" : "M-5 0H5" })), words);
      this.keys = [item("line", "P(y | x) = ½"), item("drawn", "drawn from P(x)")];
      if (implied) this.keys.push(item("implied", "where the density itself is undecided"));
      this.draw5 = this.button(`Draw ${STEP} points`, () => this.draw());
      const map = make("div", { class: "layers" }, this.shading, this.map);
      const stage = make("div", { class: "stage" }, map, make("div", { class: "panel" }, this.readout, this.key(...this.keys)));
      const kinds = this.choices("What is fitted to the points", NAMES, (i) => { this.show(i); this.keep(); });
      this.board.append(make("div", { class: "controls" }, kinds), stage, this.actions(this.draw5));
      this.shade();
    }

    // ---- state

    get extent() {
      return this.data.extent;
    }

    show(mode) {
      this.mode = mode;
      this.radios.forEach((radio, i) => { radio.checked = i === mode; });
      const dense = mode === 1;
      this.shading.classList.toggle("unused", !dense);
      this.draw5.hidden = !dense;
      this.keys.forEach((key, i) => { key.hidden = dense === (i === 0); });
      this.drawMap();
      this.move(this.z);
    }

    draw() {
      this.drawn = Math.min(this.drawn + STEP, this.data.draws.length);
      this.show(this.mode);
      this.keep();
    }

    reset() {
      const [x0, x1, y0, y1] = this.extent;
      this.drawn = 0;
      this.z = [(x0 + x1) / 2, (y0 + y1) / 2];
      this.show(0);
    }

    state() {
      return [MODES[this.mode], this.z.map((v) => v.toFixed(3)).join(","), this.drawn];
    }

    take([name, place, drawn]) {
      const z = (place || "").split(",").map(Number);
      if (!MODES.includes(name) || z.length !== 2 || !z.every(Number.isFinite)) return false;
      this.drawn = clamp(Math.trunc(Number(drawn)) || 0, 0, this.data.draws.length);
      this.z = z;
      this.show(MODES.indexOf(name));
    }

    // ---- the fitted models

    score([x, y]) {
      const { weights, bias } = this.data.boundary;
      return weights[0] * x + weights[1] * y + bias;
    }

    // The density at a place, between the four points of the lattice around it.
    density([x, y]) {
      const lattice = this.data.density;
      const [x0, x1, y0, y1] = this.extent;
      const last = lattice.length - 1;
      const across = clamp((x - x0) / (x1 - x0), 0, 1) * last;
      const down = clamp((y1 - y) / (y1 - y0), 0, 1) * last;
      const [left, top] = [Math.min(Math.floor(across), last - 1), Math.min(Math.floor(down), last - 1)];
      const [u, v] = [across - left, down - top];
      const row = (r) => lattice[r][left] * (1 - u) + lattice[r][left + 1] * u;
      return row(top) * (1 - v) + row(top + 1) * v;
    }

    // ---- drawing

    drawMap() {
      const { classes, points, implied, draws } = this.data;
      const groups = classes.map((_, k) => make("g", { class: `k${k}` }, ...points.filter((point) => point[2] === k).map((point) => this.mark(k, point))));
      const below = this.mode ? (implied ? [make("path", { class: "implied", d: this.path(implied) })] : []) : this.sides();
      const drawn = this.mode ? draws.slice(0, this.drawn).map((place, i) => this.star(place, i >= this.drawn - STEP)) : [];
      const label = make("text", { class: "symbol", x: SIDE - 8, y: 22, "text-anchor": "end" }, SYMBOLS[this.mode]);
      const axes = (this.data.axes || []).map((name, i) => make("text", { class: "tick", "paint-order": "stroke", x: SIDE / 2, y: SIDE - 5, "text-anchor": "middle", ...(i && { transform: `rotate(-90) translate(${-SIDE} ${-SIDE + 18})` }) }, name));
      this.map.replaceChildren(...below, ...this.ticks(), ...axes, ...groups, ...drawn, label, this.pin);
    }

    // The map's part on either side of the line, and the line.
    sides() {
      const [x0, x1, y0, y1] = this.extent;
      const corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
      const crossings = [];
      const parts = [[], []];
      corners.forEach((corner, i) => {
        const next = corners[(i + 1) % 4];
        const [here, there] = [this.score(corner), this.score(next)];
        parts[Number(here > 0)].push(corner);
        if (here > 0 === there > 0) return;
        const crossing = corner.map((v, axis) => v + (here / (here - there)) * (next[axis] - v));
        crossings.push(crossing);
        parts.forEach((part) => part.push(crossing));
      });
      const tints = parts.map((part, k) => make("path", { class: `tint k${k}`, d: part.length ? `${this.path(part)}Z` : "" }));
      return crossings.length ? [...tints, make("path", { class: "line", d: this.path(crossings) })] : tints;
    }

    star(place, fresh) {
      const [x, y] = this.toMap(place).map((v) => v.toFixed(1));
      const d = "M-5 0H5M0-5V5";
      return make("g", { class: fresh ? "star fresh" : "star", transform: `translate(${x} ${y})` }, make("path", { class: "rim", d }), make("path", { class: "drawn", d }));
    }

    shade() {
      const pen = this.shading.getContext("2d");
      const pixels = pen.createImageData(FINE, FINE);
      for (let i = 0; i < FINE * FINE; i += 1) {
        const place = this.fromMap(((i % FINE) + 0.5) / FINE, (Math.floor(i / FINE) + 0.5) / FINE);
        pixels.data.set([...SHADE, 220 * this.density(place) / this.peak], 4 * i);
      }
      pen.putImageData(pixels, 0, 0);
    }

    // ---- words

    words() {
      const parts = this.mode ? this.aboutDensity() : this.aboutBoundary();
      const head = make("p", { class: "line" }, `${NAMES[this.mode]}: ${SYMBOLS[this.mode]}`);
      return [head, ...parts.map((part) => make("span", {}, part))];
    }

    get place() {
      return `(${this.z.map((v) => signed(v)).join(", ")})`;
    }

    aboutBoundary() {
      const { classes, points } = this.data;
      const second = 1 / (1 + Math.exp(-this.score(this.z)));
      const wrong = points.filter((point) => (this.score(point) > 0) !== (point[2] === 1)).length;
      return [
        `At ${this.place}: ${classes[0]} ${percent(1 - second)}, ${classes[1]} ${percent(second)}`,
        `${points.length} points: ${this.counts}; ${wrong} on the other class’s side`,
      ];
    }

    aboutDensity() {
      const { points, draws } = this.data;
      const here = this.density(this.z);
      const parts = [
        `At ${this.place}: density ${Number(here.toPrecision(2))}, ${percent(here / this.peak)} of the greatest`,
        `${points.length} points: ${this.counts}; ${this.drawn} drawn`,
      ];
      if (!this.drawn) return parts;
      const far = draws.slice(Math.max(this.drawn - STEP, 0), this.drawn).map((place) => Math.min(...points.map((point) => distance(point, place))));
      parts.push(`The latest draws lie ${Math.min(...far).toPrecision(2)} to ${Math.max(...far).toPrecision(2)} from the nearest of the points`);
      if (this.drawn === draws.length) parts.push("That is all that the build drew");
      return parts;
    }
  }

  customElements.define("cw-boundary-density", BoundaryDensity);
})();
