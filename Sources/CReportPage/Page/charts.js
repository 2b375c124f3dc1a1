"use strict";
// Line charts and bars as SVG. Each is a figure with a caption, and its numbers in a table for those who
// cannot see it.

const charts = (() => {
  const width = 560, height = 260, left = 52, right = 12, top = 26, bottom = 40;

  // About five round numbers that cover a range.
  function ticks(low, high) {
    if (!(high > low)) [low, high] = [low - 0.5, low + 0.5];
    const rough = (high - low) / 5;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
    const values = [];
    for (let n = Math.floor(low / step); n <= Math.ceil(high / step); n++) {
      values.push(Number((n * step).toPrecision(12)));
    }
    return values;
  }

  function short(value) {
    if (Math.abs(value) >= 1e6) return `${value / 1e6}M`;
    if (Math.abs(value) >= 1e4) return `${value / 1e3}k`;
    return String(value);
  }

  // A frame with axes; `x` and `y` turn values into places. `scale` is the logarithm on an axis that has it.
  function frame({ xLow, xHigh, yTicks, xTicks, xName, name, format = short, scale = (value) => value }) {
    const yLow = yTicks[0], yHigh = yTicks.at(-1);
    const x = (value) => left + (scale(value) - scale(xLow)) / (scale(xHigh) - scale(xLow) || 1) * (width - left - right);
    const y = (value) => height - bottom - (value - yLow) / (yHigh - yLow || 1) * (height - top - bottom);
    const svg = page.drawing("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name });
    for (const tick of yTicks) {
      svg.append(
        page.drawing("line", { class: "grid", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }),
        page.drawing("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, format(tick)));
    }
    for (const tick of xTicks) {
      if (tick < xLow || tick > xHigh) continue;
      svg.append(page.drawing("text", { x: x(tick), y: height - bottom + 18, "text-anchor": "middle" }, short(tick)));
    }
    svg.append(
      page.drawing("line", { class: "axis", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }),
      page.drawing("text", { x: (left + width - right) / 2, y: height - 4, "text-anchor": "middle" }, xName));
    return { svg, x, y };
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
    // Curves over a common axis: [{ name, points: [[x, y], …] }]. With `hasPlaces` the axis names the places of
    // the points, and has a logarithm if they mostly grow by factors.
    lines({ name, caption, xName, curves, isShare = false, hasPlaces = false }) {
      const shown = curves.filter((curve) => curve.points.length > 0);
      const all = shown.flatMap((curve) => curve.points);
      const xs = all.map(([x]) => x), ys = all.map(([, y]) => y);
      const xLow = Math.min(...xs), xHigh = Math.max(...xs);
      const { svg, x, y } = frame({
        xLow, xHigh, xName, name, xTicks: hasPlaces ? [...new Set(xs)] : ticks(xLow, xHigh),
        scale: hasPlaces && xLow > 0 && xHigh / xLow >= 8 ? Math.log : undefined,
        yTicks: isShare ? [0, 0.25, 0.5, 0.75, 1] : ticks(Math.min(...ys), Math.max(...ys)),
        format: isShare ? (value) => `${value * 100} %` : short,
      });
      shown.forEach((curve, number) => {
        const color = `var(--group${number % 10})`;
        const dashes = number % 2 === 1 ? "7 4" : null;
        svg.append(
          page.drawing("polyline", {
            class: "curve", "--color": color, "stroke-dasharray": dashes,
            points: curve.points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" "),
          }),
          page.drawing("line", {
            class: "curve", "--color": color, "stroke-dasharray": dashes,
            x1: left + number * 170, x2: left + number * 170 + 24, y1: 10, y2: 10,
          }),
          page.drawing("text", { class: "name", x: left + number * 170 + 30, y: 14 }, curve.name));
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
      const { svg, x, y } = frame({
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
