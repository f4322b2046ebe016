"use strict";
// <cw-latent-space>: a map of codes to walk on, decoded by trained models. docs/widgets.md says what its data hold.
//
// A model's atlas is grid × grid decoded images, the first row at the greatest y. A code between four tiles is shown as
// their blend, each weighted by its nearness.

(() => {
  const { MapWidget, SIDE, make, clamp, signed } = CourseWidgets;

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

  class LatentSpace extends MapWidget {
    build() {
      this.vaes = this.data.models.filter((model) => model.kind === "vae").sort((a, b) => a.beta - b.beta);
      this.plain = this.data.models.find((model) => model.kind === "ae");
      this.makeMap("Map of codes.", "code");
      this.panels = [this.panel(this.data.tile), this.panel(this.data.tile)];
      const decoded = make("div", { class: "decoded" }, ...this.panels.map((p) => p.figure), this.readout);
      const sample = this.button("Sample from N(0, I)", () => this.sample());
      this.board.append(this.controls(), make("div", { class: "stage" }, this.map, decoded), this.key(), this.actions(sample));
    }

    controls() {
      const box = make("div", { class: "controls" });
      const kinds = this.choices("Model on the map", ["Autoencoder", "VAE"], (i) => this.choose(i ? this.vaes[this.slider.value] : this.plain));
      if (this.plain && this.vaes.length) box.append(kinds);
      this.slider = make("input", { type: "range", min: 0, max: Math.max(this.vaes.length - 1, 0), step: 1, value: 0 });
      this.slider.addEventListener("input", () => this.choose(this.vaes[this.slider.value]));
      this.beta = make("output");
      if (this.vaes.length > 1) box.append(make("label", { class: "range" }, "β", this.slider, this.beta));
      return box;
    }

    // ---- state

    get extent() {
      return this.model.extent;
    }

    get other() {
      return this.model.kind === "ae" ? this.vaes[this.slider.value] : this.plain;
    }

    choose(model) {
      this.model = model;
      if (model.kind === "vae") this.slider.value = this.vaes.indexOf(model);
      this.radios.forEach((radio, i) => { radio.checked = (model.kind === "vae") === Boolean(i); });
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
      this.choose(this.plain || this.vaes[this.slider.value]);
    }

    sample() {
      this.drawn += 1;
      this.move(this.random.next().value, false);
      this.keep();
    }

    move(z, inside = true) {
      super.move(z, inside);
      this.showImages();
    }

    state() {
      return [this.model.id, this.z.map((v) => v.toFixed(3)).join(","), this.drawn, this.slider.value];
    }

    take([name, place, drawn, slider]) {
      const model = this.data.models.find((each) => each.id === name);
      const z = (place || "").split(",").map(Number);
      if (!model || z.length !== 2 || !z.every(Number.isFinite)) return false;
      this.reset();
      for (; this.drawn < clamp(Number(drawn) || 0, 0, 1000); this.drawn += 1) this.random.next();
      this.slider.value = Number(slider) || 0;
      this.choose(model);
      this.move(z, false);
    }

    // ---- drawing

    drawMap() {
      const [ox, oy] = this.toMap([0, 0]);
      const axes = make("path", { class: "axis", d: `M0 ${oy.toFixed(1)}H${SIDE}M${ox.toFixed(1)} 0V${SIDE}` });
      const groups = this.data.classes.map((_, i) => this.drawClass(i));
      this.map.replaceChildren(axes, ...this.ticks(), ...groups, this.pin);
    }

    drawClass(index) {
      const points = this.model.points.filter((point) => point[2] === index);
      const spreads = points.filter((point) => point[3] > 0).map((point) => this.ellipse(point)).join("");
      return make("g", { class: `k${index % 10}` }, make("path", { class: "spread-of", d: spreads }), ...points.map((point) => this.mark(index, point)));
    }

    ellipse([x, y, , sx, sy]) {
      const [cx, cy] = this.toMap([x, y]);
      const [x0, x1, y0, y1] = this.extent;
      const [rx, ry] = [(sx / (x1 - x0)) * SIDE, (sy / (y1 - y0)) * SIDE].map((v) => v.toFixed(1));
      return `M${(cx - rx).toFixed(1)} ${cy.toFixed(1)}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;
    }

    showImages() {
      const models = [this.model, this.other].filter(Boolean);
      models.sort((a) => (a === this.plain ? -1 : 1));
      this.panels.forEach((panel, i) => {
        panel.figure.hidden = !models[i];
        if (models[i]) this.decode(panel, models[i]);
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
      const atlas = await this.image(model.atlas);
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

    // ---- words

    nearest() {
      const far = ([x, y]) => (x - this.z[0]) ** 2 + (y - this.z[1]) ** 2;
      return this.model.points.reduce((best, point) => (far(point) < far(best) ? point : best));
    }

    words() {
      const model = this.model;
      const parts = [
        `z = (${signed(this.z[0])}, ${signed(this.z[1])})`,
        `nearest code: ${this.data.classes[this.nearest()[2]]}`,
        `${model.label}: reconstruction error ${model.reconstruction.toPrecision(3)}`,
      ];
      if (model.kl !== null && model.kl !== undefined) parts.push(`KL ${model.kl.toFixed(2)} nats`);
      return parts.map((part) => make("span", {}, part));
    }
  }

  customElements.define("cw-latent-space", LatentSpace);
})();
