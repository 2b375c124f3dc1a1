"use strict";
// A corpus: its map, a search or filter, the neighbors of a sentence by every embedder, and what a score
// means.

class CorpusPart {
  static rows = 40;

  constructor(corpus) {
    this.corpus = corpus;
    this.folded = corpus.sentences.map((sentence) => this.fold(sentence));
    this.places = new Map(corpus.ids.map((id, point) => [id, point]));
    this.textPlaces = new Map(corpus.sentences.map((sentence, point) => [sentence, point]));
    this.grouping = corpus.groupings[0] ?? null;
    this.group = null;
    this.matches = null;
    this.found = null;
    this.rowCount = CorpusPart.rows;
    this.section = this.build();
    this.showMap();
    this.update();
    this.say("");
  }

  fold(text) { return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, ""); }
  text(point) { return this.corpus.sentences[point] || `number ${this.corpus.ids[point] + this.corpus.firstNumber}`; }
  color(point) { return this.grouping ? this.grouping.of[point] : 0; }

  // The point of an answer; −1 if it is none of those that are shown. A text of several sentences has a
  // number of its own, and is found by its words.
  pointOf({ id, sentence }) {
    const point = this.places.get(id);
    const isSame = point !== undefined
      && (!sentence || sentence.startsWith(this.corpus.sentences[point].replace(/…$/, "")));
    return isSame ? point : this.textPlaces.get(sentence) ?? -1;
  }

  build() {
    const { corpus } = this;
    const isLive = page.data.service !== null;
    this.search = page.element("input", {
      type: "search", autocomplete: "off", spellcheck: "false", "aria-keyshortcuts": "/",
      oninput: () => this.typed(), onkeydown: (event) => this.searchKey(event),
    });
    const choice = (label, values, onchange) => {
      const select = page.element("select", { onchange: () => onchange(select.selectedIndex) },
        values.map((value) => page.element("option", {}, value.name)));
      return values.length < 2 ? null : page.element("label", {}, label, select);
    };
    this.map = new PointMap({
      label: `Map of ${page.count(corpus.sentences.length, "sentence")}. Arrow keys walk from point to point, `
        + "with Shift they move the map, plus and minus zoom, 0 shows all. The list beside it has the same sentences.",
      onSelect: (point) => this.select(point), describe: (point) => this.text(point),
    });
    this.mapAbout = page.element("figcaption", {});
    this.legend = page.element("ul", { class: "legend", "aria-label": "Groups" });
    this.status = page.element("p", { class: "status", "aria-live": "polite" });
    this.chosen = page.element("div", {});
    this.list = page.element("ul", { class: "sentences", "aria-label": "Sentences", onkeydown: (event) => this.listKey(event) });
    this.listBox = page.element("div", { class: "list", tabindex: "-1" }, this.list);
    this.histograms = corpus.embedders.map((embedder, number) => this.histogram(embedder, number));
    const shown = corpus.sentences.length < corpus.count
      ? `${page.number(corpus.sentences.length)} of ${page.count(corpus.count, "sentence")}, evenly spread`
      : page.count(corpus.count, "sentence");
    return page.section(corpus.name,
      page.element("p", { class: "soft" }, `${shown}. Click a point or a sentence to see its neighbors. Keys: `,
        page.element("kbd", {}, "/"), isLive ? " search, " : " filter, ",
        page.element("kbd", {}, "↑"), " ", page.element("kbd", {}, "↓"), " move, ",
        page.element("kbd", {}, "Enter"), " choose, ", page.element("kbd", {}, "Esc"), " back."),
      page.element("div", { class: "tools" },
        page.element("label", { class: "wide" },
          isLive ? "Search by meaning and words" : "Show the sentences that contain", this.search),
        choice("Map", corpus.maps, (number) => { this.mapNumber = number; this.showMap(); }),
        choice("Colors", corpus.groupings, (number) => {
          this.grouping = corpus.groupings[number]; this.group = null; this.showMap(); this.update();
        })),
      this.status,
      page.element("div", { class: "explorer" },
        page.element("figure", {}, this.map.element, this.legend, this.mapAbout),
        page.element("div", { class: "side" }, this.chosen, this.listBox)),
      ...(corpus.sentences.length < 2 ? [] : [page.element("h3", {}, "What a score means"),
      page.element("p", {}, "Whether a cosine is high depends on the embedder. Each chart shows the cosines of "
        + "random pairs of these sentences; a neighbor is a good one if its score is far to the right of them."),
      page.element("div", { class: "charts" }, this.histograms.map((chart) => chart.element))]),
      page.element("details", {}, page.element("summary", {}, "About this index"), page.facts(corpus.facts)));
  }

  histogram(embedder, number) {
    const { counts, mean } = embedder.random;
    const used = counts.map((count, place) => (count > 0 ? place : -1)).filter((place) => place >= 0);
    const first = Math.min(...used, 100), last = Math.max(199, ...used);
    return charts.bars({
      name: `Cosines of random pairs by ${embedder.name}`, xName: "cosine",
      caption: `${embedder.name}: two random sentences have a cosine of ${mean.toFixed(2)} on average.`,
      counts: counts.slice(first, last + 1), low: -1 + first / 100, high: -1 + (last + 1) / 100,
      color: `var(--group${number % 10})`,
    });
  }

  // The share of random pairs that are less similar; those of the same hundredth count half.
  percentile(embedder, score) {
    const { counts } = embedder.random;
    const place = Math.max(0, Math.min(199, Math.floor((score + 1) * 100 + 1e-9)));
    const all = counts.reduce((sum, count) => sum + count, 0);
    const below = counts.slice(0, place).reduce((sum, count) => sum + count, 0);
    return all === 0 ? 0 : (below + counts[place] / 2) / all;
  }

  showMap() {
    const map = this.corpus.maps[this.mapNumber ?? 0];
    const colors = this.corpus.sentences.map((_, point) => this.color(point));
    this.mapAbout.textContent = `${map.name}. ${map.about}`;
    this.map.show({ xs: map.x, ys: map.y, colors, labels: this.mapLabels(map, colors) });
    this.legend.replaceChildren(...(this.grouping?.groups ?? []).map((name, number) => {
      const size = this.grouping.of.filter((group) => group === number).length;
      return page.element("li", {}, page.element("button", {
        type: "button", "aria-pressed": "false", onclick: () => this.chooseGroup(number),
      }, page.element("span", { class: "swatch", "--color": `var(--group${number % 10})` }), name,
      page.element("small", {}, page.number(size))));
    }));
  }

  // The first words of a group's name at the middle of its points; the largest groups first.
  mapLabels(map, colors) {
    const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1];
    return (this.grouping?.groups ?? []).flatMap((name, number) => {
      const points = Array.from(colors.keys()).filter((point) => colors[point] === number);
      if (points.length === 0) return [];
      return [{
        text: name.split(", ").slice(0, 2).join(", ").slice(0, 28),
        x: middle(points.map((point) => map.x[point])), y: middle(points.map((point) => map.y[point])),
      }];
    });
  }

  chooseGroup(number) {
    this.group = this.group === number ? null : number;
    [...this.legend.querySelectorAll("button")].forEach((button, place) =>
      button.setAttribute("aria-pressed", String(place === this.group)));
    this.rowCount = CorpusPart.rows;
    this.update();
    this.say("");
  }

  typed() {
    clearTimeout(this.timer);
    if (page.data.service === null) return this.filter();
    this.timer = setTimeout(() => this.askForSentences(), 120);
  }

  filter() {
    const words = this.fold(this.search.value).split(/\s+/).filter((word) => word !== "");
    this.matches = words.length === 0 ? null
      : this.folded.map((sentence) => words.every((word) => sentence.includes(word)));
    this.rowCount = CorpusPart.rows;
    this.update();
    this.say("");
  }

  // Asks the program; an answer that a later question has overtaken is dropped.
  async askForSentences() {
    const query = this.search.value.trim();
    const number = this.asked = (this.asked ?? 0) + 1;
    if (query === "") {
      this.found = this.matches = null;
      this.update();
      return this.say("");
    }
    try {
      const { neighbors } = await page.ask("search", { query, count: 20 });
      if (number !== this.asked) return;
      this.found = neighbors;
      this.matches = new Array(this.corpus.sentences.length).fill(false);
      for (const point of neighbors.map((found) => this.pointOf(found))) if (point >= 0) this.matches[point] = true;
      this.update();
      this.say(`${page.count(neighbors.length, "sentence")} for “${query}”, the best: ${neighbors[0]?.sentence ?? "none"}`);
    } catch (error) {
      if (number === this.asked) this.say(`No answer: ${error.message}`);
    }
  }

  // Shows what the filter and the chosen group leave.
  update() {
    const { corpus, matches, group } = this;
    const isShown = corpus.sentences.map((_, point) =>
      (!matches || matches[point]) && (group === null || this.color(point) === group));
    this.visible = Array.from(isShown.keys()).filter((point) => isShown[point]);
    this.map.filter(matches || group !== null ? isShown : null);
    const rows = this.found
      ? this.found.map((found) =>
        this.row(this.pointOf(found), found.sentence ?? `number ${found.id + corpus.firstNumber}`, found.score))
      : this.visible.slice(0, this.rowCount).map((point) => this.row(point, this.text(point)));
    this.list.replaceChildren(...rows);
    if (!this.found && this.visible.length > this.rowCount) {
      this.list.append(page.element("li", {}, page.element("button", {
        type: "button", class: "more", onclick: () => { this.rowCount += 200; this.update(); },
      }, `Show more of the other ${page.number(this.visible.length - this.rowCount)}`)));
    }
  }

  // A sentence as a button; one that is no point of the map cannot be selected. In what a search found, the
  // words that were typed are marked.
  row(point, text, score, { className = null, isFound = true } = {}) {
    const head = score === undefined
      ? page.element("span", { class: "soft" }, page.element("span", { class: "swatch", "--color": `var(--group${this.color(point) % 10})` }))
      : page.element("span", { class: "score", "--share": Math.max(0, Math.min(100, score * 100)) }, score.toFixed(2));
    return page.element("li", {}, page.element("button", {
      type: "button", class: className, "data-point": point, disabled: point < 0,
      title: point < 0 ? "This sentence is not among those of the map." : null,
      onclick: () => this.select(point),
    }, head, page.element("span", { class: "text" }, isFound ? this.marked(text) : text,
      point < 0 ? page.element("small", { class: "soft" }, " (not on the map)") : null)));
  }

  // The text with what was typed set off from the rest.
  marked(text) {
    const words = this.search.value.split(/\s+/).filter((word) => word.length > 1);
    if (words.length === 0) return [text];
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return text.split(new RegExp(`(${escaped.join("|")})`, "giu")).map((part, place) =>
      place % 2 === 1 ? page.element("mark", {}, part) : part);
  }

  select(point) {
    if (point < 0) return this.unselect();
    this.selected = point;
    const { embedders } = this.corpus;
    const lists = embedders.map((embedder) => {
      const flat = embedder.neighbors[point], near = [];
      for (let place = 0; place < flat.length; place += 2) near.push({ point: flat[place], score: flat[place + 1] / 100 });
      return near;
    });
    const counts = new Map();
    for (const near of lists) for (const { point: other } of near) counts.set(other, (counts.get(other) ?? 0) + 1);
    const isShared = (other) => lists.length > 1 && counts.get(other) === lists.length;
    this.map.select(point, lists[0]?.map((neighbor) => neighbor.point) ?? []);
    const group = this.grouping ? ` in ${this.grouping.groups[this.color(point)]}` : "";
    // What had the focus goes away.
    const hadFocus = this.chosen.contains(document.activeElement);
    const quote = page.element("blockquote", { class: "selected", tabindex: "-1" }, this.text(point));
    this.chosen.replaceChildren(
      quote,
      page.element("p", { class: "soft" }, `Number ${this.corpus.ids[point] + this.corpus.firstNumber}${group}. `,
        page.element("button", { type: "button", onclick: () => this.unselect() }, "Close")),
      page.element("div", { class: "columns" }, embedders.map((embedder, number) =>
        page.element("div", {}, page.element("h4", {}, `Nearest by ${embedder.name}`),
          page.element("ol", { class: "sentences" }, lists[number].map((neighbor) =>
            this.row(neighbor.point, this.text(neighbor.point), neighbor.score,
              { className: isShared(neighbor.point) ? "shared" : null, isFound: false })))))),
      lists[0]?.some((neighbor) => isShared(neighbor.point))
        ? page.element("p", { class: "soft" }, `In bold: nearest by ${lists.length === 2 ? "both" : "all"}.`) : "");
    if (hadFocus) quote.focus();
    this.markScores(lists);
    const first = lists[0]?.[0];
    this.say(`Chosen: “${this.text(point)}” ` + (first ? `Nearest, with ${first.score.toFixed(2)}: “${this.text(first.point)}”` : ""));
  }

  markScores(lists) {
    lists.forEach((near, number) => {
      if (near.length === 0) return;
      const embedder = this.corpus.embedders[number], { score } = near[0];
      const share = this.percentile(embedder, score);
      this.histograms[number].mark(score, score.toFixed(2),
        `The nearest neighbor of the chosen sentence has ${score.toFixed(2)}, more than `
        + `${share > 0.9995 ? "practically all" : page.percent(share)} of random pairs.`);
    });
  }

  unselect() {
    this.selected = undefined;
    this.map.select(-1);
    for (const histogram of this.histograms) histogram.unmark();
    const hadFocus = this.chosen.contains(document.activeElement);
    this.chosen.replaceChildren();
    if (hadFocus) this.listBox.focus();
    this.say("");
  }

  say(text) {
    const all = this.corpus.sentences.length;
    this.status.textContent = text || (this.visible.length < all
      ? `${page.number(this.visible.length)} of ${page.count(all, "sentence")}` : page.count(all, "sentence"));
  }

  // MARK: keys

  searchKey(event) {
    if (event.key === "ArrowDown") this.list.querySelector("button:not(:disabled)")?.focus();
    else if (event.key === "Enter") this.list.querySelector("button:not(:disabled)")?.click();
    else if (event.key === "Escape") this.back();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  listKey(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const buttons = [...this.list.querySelectorAll("button:not(:disabled)")];
    const next = buttons.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) this.search.focus();
    else buttons[next]?.focus();
    event.preventDefault();
  }

  // Takes back the last thing: what was typed, then the sentence, then the group.
  back() {
    if (this.search.value !== "") {
      this.search.value = "";
      this.typed();
    } else if (this.selected !== undefined) this.unselect();
    else if (this.group !== null) this.chooseGroup(this.group);
    else document.activeElement?.blur();
  }
}

page.add(() => {
  const parts = page.data.corpora.map((corpus) => new CorpusPart(corpus));
  document.addEventListener("keydown", (event) => {
    if (parts.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const part = parts.find((other) => other.section.contains(event.target)) ?? parts[0];
    if (event.key === "/" && !isTyping) part.search.focus();
    else if (event.key === "Escape" && !isTyping) part.back();
    else return;
    event.preventDefault();
  });
  return parts.map((part) => part.section);
});
