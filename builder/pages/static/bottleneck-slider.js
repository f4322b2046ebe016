"use strict";
// <cw-bottleneck-slider>: images, their codes as bars and what models with smaller and larger codes rebuild of them.
// docs/widgets.md says what its data hold. The atlas has a row for each image: the original, then a tile for each size.

(() => {
  const { Widget, make, clamp, signed } = CourseWidgets;

  const share = (part, digits = 3) => `${Number((100 * part).toPrecision(digits))}%`;
  const error = (value) => value.toPrecision(3);

  class BottleneckSlider extends Widget {
    build() {
      const { images, sizes, tile } = this.data;
      this.original = this.panel(tile);
      this.rebuilt = this.panel(tile);
      this.bars = make("svg", { role: "img", preserveAspectRatio: "none" });
      this.scale = make("figcaption");
      const code = make("figure", { class: "code-of" }, this.bars, this.scale);
      const kinds = this.choices("Image", images, (i) => this.show(this.at, i));
      this.slider = make("input", { type: "range", min: 0, max: sizes.length - 1, step: 1 });
      this.slider.addEventListener("input", () => this.show(Number(this.slider.value), this.chosen));
      this.shown = make("output");
      const range = make("label", { class: "range" }, "Numbers in the code", this.slider, this.shown);
      const stage = make("div", { class: "through" }, this.original.figure, code, this.rebuilt.figure);
      this.board.append(make("div", { class: "controls" }, kinds, range), stage, this.readout, this.actions());
    }

    // ---- state

    show(at, chosen) {
      [this.at, this.chosen] = [at, chosen];
      this.slider.value = at;
      this.shown.textContent = this.size.size;
      this.slider.setAttribute("aria-valuetext", `${this.size.size} numbers`);
      this.radios.forEach((radio, i) => { radio.checked = i === chosen; });
      this.draw();
      this.tell();
      this.keep();
    }

    get size() {
      return this.data.sizes[this.at];
    }

    reset() {
      this.show(0, 0);
    }

    state() {
      return [this.size.size, this.chosen];
    }

    take([size, chosen]) {
      const at = this.data.sizes.findIndex((each) => each.size === Number(size));
      if (at < 0) return false;
      this.show(at, clamp(Math.trunc(Number(chosen)) || 0, 0, this.data.images.length - 1));
    }

    // ---- drawing

    draw() {
      const name = this.data.images[this.chosen];
      const { size } = this.size;
      this.paint(this.original, 0, "Original", `${name}, the original image`);
      this.paint(this.rebuilt, this.at + 1, `Rebuilt from ${size} numbers`, `${name}, rebuilt from ${size} numbers`);
      this.drawCode(name);
    }

    async paint(panel, column, caption, label) {
      const key = (panel.wanted = `${this.chosen} ${column}`);
      panel.caption.textContent = caption;
      panel.canvas.setAttribute("aria-label", label);
      const atlas = await this.image(this.data.atlas);
      if (panel.wanted !== key) return;
      const { tile } = this.data;
      panel.canvas.getContext("2d").drawImage(atlas, column * tile, this.chosen * tile, tile, tile, 0, 0, tile, tile);
      panel.canvas.dataset.shown = key;
    }

    // One bar a number, up or down from the middle; all images share a size's scale, so that they can be compared.
    drawCode(name) {
      const { codes, size } = this.size;
      const code = codes[this.chosen];
      const most = Math.max(...codes.flat().map(Math.abs)) || 1;
      const bars = code.map((value, i) => `M${i + 0.1} 50h0.8v${(-48 * value / most).toFixed(2)}h-0.8z`).join("");
      this.bars.setAttribute("viewBox", `0 0 ${size} 100`);
      this.bars.replaceChildren(make("path", { class: "axis", "vector-effect": "non-scaling-stroke", d: `M0 50H${size}` }), make("path", { class: "bars", d: bars }));
      this.bars.setAttribute("aria-label", `Code of ${name}: ${size} numbers from ${signed(Math.min(...code))} to ${signed(Math.max(...code))}`);
      this.scale.textContent = `Code: ${size} numbers; bars end at ±${most.toPrecision(2)}`;
    }

    // ---- words

    words() {
      const { input, held_out: count, seeds } = this.data;
      const { size, error: mean, errors, spread, note } = this.size;
      const parts = [
        `Code: ${size} of ${input} numbers, ${share(size / input)} of the input`,
        `This image: squared error per pixel ${error(errors[this.chosen])}`,
        `${count} held-out images: ${error(mean)} on average`,
      ];
      if (spread) parts.push(`${seeds ? `${seeds} runs` : "other runs"}: ${error(spread[0])} to ${error(spread[1])}`);
      const line = [this.compared(), note].filter(Boolean).join(" ");
      return [...parts.map((part) => make("span", {}, part)), make("p", { class: "line" }, line)];
    }

    // What the step to this size brought, from the measured errors.
    compared() {
      const { sizes } = this.data;
      if (!this.at) return `The smallest code here; with ${sizes.at(-1).size} numbers the error over the held-out images is ${share(sizes.at(-1).error / this.size.error, 2)} of this.`;
      const before = sizes[this.at - 1];
      const change = this.size.error / before.error - 1;
      const way = change < 0 ? "falls" : "rises";
      return `From ${before.size} to ${this.size.size} numbers the error over the held-out images ${way} by ${share(Math.abs(change), 2)}.`;
    }
  }

  customElements.define("cw-bottleneck-slider", BottleneckSlider);
})();
