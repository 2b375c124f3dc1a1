"use strict";
// Thousands of points on a canvas, which the reader moves with the wheel, by dragging or with the keys.

class PointMap {
  // `xs` and `ys` run from 0 to 9,999; `colors` are the numbers of the points' groups.
  constructor({ label, onSelect, describe }) {
    this.onSelect = onSelect;
    this.describe = describe;
    this.canvas = page.element("canvas", { tabindex: "0", role: "img", "aria-label": label });
    // Whoever measures how fast it draws finds it here.
    this.canvas.map = this;
    this.tip = page.element("div", { class: "tip", hidden: true });
    this.element = page.element("div", { class: "map" }, this.canvas, this.tip);
    this.context = this.canvas.getContext("2d");
    this.xs = []; this.ys = []; this.colors = []; this.labels = [];
    this.isShown = null;
    this.selected = -1;
    this.near = [];
    this.hovered = -1;
    this.scale = 1; this.left = 0; this.top = 0;
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.readColors());
  }

  show({ xs, ys, colors, labels }) {
    Object.assign(this, { xs, ys, colors, labels });
    // Points of one color are drawn together.
    this.order = Array.from(xs.keys()).sort((a, b) => colors[a] - colors[b] || a - b);
    this.readColors();
  }

  readColors() {
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue(name).trim();
    this.palette = Array.from({ length: 10 }, (_, number) => color(`--group${number}`));
    this.ink = color("--ink"); this.paper = color("--paper"); this.quiet = color("--line");
    this.draw();
  }

  resize() {
    const box = this.canvas.getBoundingClientRect();
    this.ratio = window.devicePixelRatio || 1;
    this.width = box.width; this.height = box.height;
    this.canvas.width = Math.round(box.width * this.ratio);
    this.canvas.height = Math.round(box.height * this.ratio);
    // At once, since a canvas of another size is empty, and on paper no frame follows.
    if (this.width) this.paint();
  }

  // The side of the square that holds the map at scale 1, in pixels.
  get side() { return Math.min(this.width, this.height) - 32; }
  x(point) { return this.width / 2 + ((this.xs[point] / 9999 - 0.5) * this.scale + this.left) * this.side; }
  y(point) { return this.height / 2 + ((this.ys[point] / 9999 - 0.5) * this.scale + this.top) * this.side; }

  get radius() {
    const base = this.xs.length > 10000 ? 1.4 : this.xs.length > 3000 ? 2 : this.xs.length > 500 ? 3 : 4.5;
    return Math.min(7, base * Math.sqrt(this.scale));
  }

  // Dots of one color. Thousands of squares are drawn several times as fast as circles, and so small that
  // they look the same.
  dots(points, color, radius, isRound) {
    const context = this.context;
    context.fillStyle = color;
    if (!isRound) {
      for (const point of points) context.fillRect(this.x(point) - radius, this.y(point) - radius, 2 * radius, 2 * radius);
      return;
    }
    context.beginPath();
    for (const point of points) {
      const x = this.x(point), y = this.y(point);
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fill();
  }

  // Asks for a drawing in the next frame; several requests make one.
  draw() {
    if (this.isWaiting || !this.width) return;
    this.isWaiting = true;
    requestAnimationFrame(() => {
      this.isWaiting = false;
      this.paint();
    });
  }

  paint() {
    const context = this.context, { width, height } = this;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    // What a filter leaves stands out.
    const radius = this.radius, shownRadius = this.isShown ? radius * 1.5 + 0.5 : radius;
    const isInside = (point) => {
      const x = this.x(point), y = this.y(point);
      return x > -9 && y > -9 && x < width + 9 && y < height + 9;
    };
    const inside = this.order.filter(isInside), isRound = inside.length < 6000;
    if (this.isShown) this.dots(inside.filter((point) => !this.isShown[point]), this.quiet, radius, isRound);
    const shown = this.isShown ? inside.filter((point) => this.isShown[point]) : inside;
    context.globalAlpha = 0.8;
    for (let first = 0, last; first < shown.length; first = last) {
      const color = this.colors[shown[first]];
      for (last = first; last < shown.length && this.colors[shown[last]] === color;) last++;
      this.dots(shown.slice(first, last), this.palette[color % 10], shownRadius, shown.length < 6000);
    }
    context.globalAlpha = 1;
    this.paintLabels();
    for (const point of this.near) this.ring(point, shownRadius + 2.5, 1.5);
    if (this.hovered >= 0) this.ring(this.hovered, shownRadius + 3, 1.5);
    if (this.selected >= 0) {
      this.dots([this.selected], this.ink, radius + 2, true);
      this.ring(this.selected, radius + 5, 2.5);
    }
  }

  ring(point, radius, width) {
    const context = this.context;
    context.strokeStyle = this.ink;
    context.lineWidth = width;
    context.beginPath();
    context.arc(this.x(point), this.y(point), radius, 0, 2 * Math.PI);
    context.stroke();
  }

  // Names stand at their places unless they would cover another name.
  paintLabels() {
    const context = this.context, taken = [];
    context.font = "600 13px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const { text, x, y } of this.labels) {
      const half = context.measureText(text).width / 2 + 4;
      const middle = this.width / 2 + ((x / 9999 - 0.5) * this.scale + this.left) * this.side;
      const line = this.height / 2 + ((y / 9999 - 0.5) * this.scale + this.top) * this.side;
      const at = this.scale === 1 ? Math.max(half, Math.min(this.width - half, middle)) : middle;
      if (taken.some((other) => Math.abs(other.at - at) < other.half + half && Math.abs(other.line - line) < 20)) continue;
      taken.push({ at, line, half });
      context.lineWidth = 4;
      context.strokeStyle = this.paper;
      context.strokeText(text, at, line);
      context.fillStyle = this.ink;
      context.fillText(text, at, line);
    }
  }

  // The shown point nearest to a place, within some pixels; −1 if there is none.
  pointAt(x, y, reach = 14) {
    let best = -1, least = reach * reach;
    for (let point = 0; point < this.xs.length; point++) {
      if (this.isShown && !this.isShown[point]) continue;
      const across = this.x(point) - x, down = this.y(point) - y;
      const distance = across * across + down * down;
      if (distance < least) { least = distance; best = point; }
    }
    return best;
  }

  // The nearest shown point in a direction from the selected one: within 45 degrees of it.
  neighbor(right, down) {
    if (this.selected < 0) return this.pointAt(this.width / 2, this.height / 2, Infinity);
    let best = -1, least = Infinity;
    for (let point = 0; point < this.xs.length; point++) {
      if (point === this.selected || (this.isShown && !this.isShown[point])) continue;
      const across = this.xs[point] - this.xs[this.selected], below = this.ys[point] - this.ys[this.selected];
      const along = across * right + below * down, beside = Math.abs(across * down) + Math.abs(below * right);
      if (along <= 0 || beside > along) continue;
      const distance = across * across + below * below;
      if (distance < least) { least = distance; best = point; }
    }
    return best;
  }

  select(point, near = []) {
    this.selected = point;
    this.near = near;
    this.reveal(point);
    this.draw();
  }

  // Moves the map as far as a point is outside of it.
  reveal(point) {
    if (point < 0 || !this.width) return;
    const edge = 24, x = this.x(point), y = this.y(point);
    const back = (place, length) => place < edge ? edge - place : Math.min(0, length - edge - place);
    this.pan(back(x, this.width), back(y, this.height));
  }

  // Moves the map by pixels.
  pan(right, down) {
    this.left += right / this.side;
    this.top += down / this.side;
    this.hover(-1);
    this.draw();
  }

  filter(isShown) {
    this.isShown = isShown;
    this.draw();
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const scale = Math.min(60, Math.max(1, this.scale * factor)), change = scale / this.scale;
    const across = (x - this.width / 2) / this.side, down = (y - this.height / 2) / this.side;
    this.left = across - (across - this.left) * change;
    this.top = down - (down - this.top) * change;
    this.scale = scale;
    if (scale === 1) this.left = this.top = 0;
    this.hover(-1);
    this.draw();
  }

  hover(point, x = 0, y = 0) {
    if (point === this.hovered) return;
    this.hovered = point;
    this.tip.hidden = point < 0;
    if (point >= 0) {
      this.tip.textContent = this.describe(point);
      const isRight = x > this.width / 2;
      this.tip.style.left = isRight ? "" : `${x + 14}px`;
      this.tip.style.right = isRight ? `${this.width - x + 14}px` : "";
      this.tip.style.top = `${Math.min(y + 10, this.height - 50)}px`;
    }
    this.draw();
  }

  listen() {
    const place = (event) => {
      const box = this.canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    let grip = null;
    this.canvas.addEventListener("pointerdown", (event) => {
      grip = { x: event.clientX, y: event.clientY, left: this.left, top: this.top, hasMoved: false };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const [x, y] = place(event);
      if (!grip) return this.hover(this.pointAt(x, y), x, y);
      const across = event.clientX - grip.x, down = event.clientY - grip.y;
      if (!grip.hasMoved && Math.hypot(across, down) < 4) return;
      grip.hasMoved = true;
      this.left = grip.left + across / this.side;
      this.top = grip.top + down / this.side;
      this.hover(-1);
      this.draw();
    });
    this.canvas.addEventListener("pointerup", (event) => {
      if (grip && !grip.hasMoved) this.onSelect(this.pointAt(...place(event)));
      grip = null;
    });
    this.canvas.addEventListener("pointercancel", () => { grip = null; });
    this.canvas.addEventListener("pointerleave", () => this.hover(-1));
    this.canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * 0.002), ...place(event));
    }, { passive: false });
    this.canvas.addEventListener("dblclick", (event) => this.zoom(2, ...place(event)));
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    this.canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (steps[event.key] && event.shiftKey) {
        const [right, down] = steps[event.key];
        this.pan(-right * this.width / 8, -down * this.height / 8);
      } else if (steps[event.key]) {
        const point = this.neighbor(...steps[event.key]);
        if (point >= 0) this.onSelect(point);
      } else if (event.key === "+" || event.key === "=") this.zoom(1.5);
      else if (event.key === "-") this.zoom(1 / 1.5);
      else if (event.key === "0") this.zoom(0);
      else return;
      event.preventDefault();
    });
  }
}
