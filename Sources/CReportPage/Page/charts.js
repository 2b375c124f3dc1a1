"use strict";
// Line charts and bars as SVG. Each is a figure with a caption, and its numbers in a table for those who
// cannot see it.

const charts = (() => {
  const width = 560, left = 52, right = 12, top = 26, plane = 194, bottom = 40;
  // Names of curves beside each other; further ones go on below.
  const namesPerLine = 3;

  // About five round numbers that cover a range.
  function ticks(low, high) {
    const most = Number.MAX_VALUE, size = Math.max(Math.abs(low), Math.abs(high));
    // Equal numbers stand in the middle of an axis as long as they are large.
    if (!(size >= 1e-300)) [low, high] = [-0.5, 0.5];
    else if (!(high / 2 - low / 2 > size * 1e-9)) {
      [low, high] = [Math.max(-most, low - size / 2), Math.min(most, high + size / 2)];
    }
    const rough = high / 5 - low / 5;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
    const first = Math.floor(low / step), count = Math.ceil(high / step) - first + 1;
    return Array.from({ length: count }, (_, n) =>
      Math.min(most, Math.max(-most, Number(((first + n) * step).toPrecision(12)))));
  }

  function short(value) {
    const size = Math.abs(value);
    if (size >= 1e9 || (size > 0 && size < 1e-4)) {
      return Number(value.toPrecision(6)).toExponential().replace("e+", "e");
    }
    if (Math.abs(value) >= 1e6) return `${value / 1e6}M`;
    if (Math.abs(value) >= 1e4) return `${value / 1e3}k`;
    return String(value);
  }

  // A frame with axes; `x` and `y` turn values into places. `scale` is the logarithm on an axis that has it.
  function frame({ xLow, xHigh, yTicks, xTicks, xName, name, format = short, scale = (value) => value, lines = 1 }) {
    const above = top + 18 * (lines - 1), height = above + plane + bottom;
    const yLow = yTicks[0], yHigh = yTicks.at(-1);
    // Halves, since the distance of the largest numbers is none.
    const part = (value, low, high) => high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
    const x = (value) => left + part(scale(value), scale(xLow), scale(xHigh)) * (width - left - right);
    const y = (value) => height - bottom - part(value, yLow, yHigh) * plane;
    const svg = page.drawing("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name });
    for (const tick of yTicks) {
      svg.append(
        page.drawing("line", { class: "grid", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }),
        page.drawing("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, format(tick)));
    }
    // Numbers stand where they do not cover the one before.
    let free = -Infinity;
    for (const tick of xTicks) {
      const half = 3.5 * short(tick).length;
      if (tick < xLow || tick > xHigh || x(tick) - half < free) continue;
      free = x(tick) + half + 6;
      svg.append(page.drawing("text", { x: x(tick), y: height - bottom + 18, "text-anchor": "middle" }, short(tick)));
    }
    svg.append(
      page.drawing("line", { class: "axis", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }),
      page.drawing("text", { x: (left + width - right) / 2, y: height - 4, "text-anchor": "middle" }, xName));
    return { svg, x, y, height };
  }

  function figure(svg, caption, table) {
    return page.element("figure", {}, svg, page.element("figcaption", {}, caption), table);
  }

  // The numbers of a chart, closed until they are asked for.
  function numbers(head, rows) {
    return page.element("details", { class: "numbers" }, page.element("summary", {}, "The numbers"),
      page.element("table", {},
        page.element("thead", {}, page.element("tr", {}, head.map((text) => page.element("th", { scope: "col" }, text)))),
        page.element("tbody", {}, rows.map((row) =>
          page.element("tr", {}, row.map((cell) => page.element("td", { class: "number" }, cell)))))));
  }

  return {
    // Curves over a common axis: [{ name, points: [[x, y], …] }]; nothing if none has a point. With `hasPlaces`
    // the axis names the places of the points, and with `isLogarithmic` it has their logarithms.
    lines({ name, caption, xName, curves, isShare = false, hasPlaces = false, isLogarithmic = false }) {
      const shown = curves.filter((curve) => curve.points.length > 0);
      if (shown.length === 0) return "";
      const all = shown.flatMap((curve) => curve.points);
      const xs = all.map(([x]) => x), ys = all.map(([, y]) => y);
      const xLow = Math.min(...xs), xHigh = Math.max(...xs);
      const { svg, x, y } = frame({
        xLow, xHigh, xName, name, xTicks: hasPlaces ? [...new Set(xs)].sort((a, b) => a - b) : ticks(xLow, xHigh),
        scale: isLogarithmic ? Math.log : undefined, lines: Math.ceil(shown.length / namesPerLine),
        yTicks: isShare ? [0, 0.25, 0.5, 0.75, 1] : ticks(Math.min(...ys), Math.max(...ys)),
        format: isShare ? (value) => `${value * 100} %` : short,
      });
      shown.forEach((curve, number) => {
        const color = `var(--group${number % 10})`;
        const dashes = number % 2 === 1 ? "7 4" : null;
        const from = left + number % namesPerLine * 170, line = 10 + 18 * Math.floor(number / namesPerLine);
        // A dot for every point of a few; a curve of a single one has no line.
        if (curve.points.length <= 30) {
          svg.append(...curve.points.map(([a, b]) =>
            page.drawing("circle", { class: "bar", "--color": color, cx: x(a), cy: y(b), r: 3 })));
        }
        svg.append(
          page.drawing("polyline", {
            class: "curve", "--color": color, "stroke-dasharray": dashes,
            points: curve.points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" "),
          }),
          page.drawing("line", {
            class: "curve", "--color": color, "stroke-dasharray": dashes,
            x1: from, x2: from + 24, y1: line, y2: line,
          }),
          page.drawing("text", { class: "name", x: from + 30, y: line + 4 },
            curve.name.length > 25 ? `${curve.name.slice(0, 24)}…` : curve.name));
      });
      const steps = [...new Set(xs)].sort((a, b) => a - b);
      const rows = steps.map((step) => [page.number(step), ...shown.map((curve) => {
        const point = curve.points.find(([at]) => at === step);
        return point ? (isShare ? page.percent(point[1]) : point[1].toPrecision(4)) : "";
      })]);
      return figure(svg, caption, numbers([xName, ...shown.map((curve) => curve.name)], rows));
    },

    // Bars of equal width from `low` to `high`. `mark` draws a line at a value and adds to the caption.
    bars({ name, caption, xName, counts, low, high, color = "var(--group0)" }) {
      const most = Math.max(1, ...counts);
      const { svg, x, y, height } = frame({
        xLow: low, xHigh: high, xName, name, xTicks: ticks(low, high), yTicks: ticks(0, most),
      });
      const step = (high - low) / counts.length;
      counts.forEach((count, number) => {
        if (count === 0) return;
        const from = x(low + number * step), to = x(low + (number + 1) * step);
        svg.append(page.drawing("rect", {
          class: "bar", "--color": color, x: from, width: Math.max(0.5, to - from - 0.5),
          y: y(count), height: y(0) - y(count),
        }));
      });
      const marker = page.drawing("line", { class: "marker", y1: top - 6, y2: height - bottom, visibility: "hidden" });
      const label = page.drawing("text", { class: "name", y: top - 10, "text-anchor": "middle", visibility: "hidden" });
      svg.append(marker, label);
      const text = page.element("figcaption", {}, caption);
      const show = (visibility) => [marker, label].forEach((part) => part.setAttribute("visibility", visibility));
      return {
        element: page.element("figure", {}, svg, text),
        unmark() {
          show("hidden");
          text.textContent = caption;
        },
        mark(value, words, sentence) {
          for (const [attribute, place] of [["x1", x(value)], ["x2", x(value)]]) marker.setAttribute(attribute, place);
          label.setAttribute("x", Math.min(width - right - 20, x(value)));
          label.textContent = words;
          text.textContent = `${caption} ${sentence}`;
          show("visible");
        },
      };
    },
  };
})();
