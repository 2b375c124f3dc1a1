"use strict";
// Tables of figures: curves where the rows are numbers that increase, else the table itself, with a bar in
// every cell.

const tablesPart = {
  curves: ({ heading, places, growsByFactors, charts: drawn }) => page.element("div", { class: "charts" }, drawn.map((chart) =>
    charts.lines({
      name: chart.name, xName: heading, caption: chart.name, hasPlaces: true,
      isLogarithmic: growsByFactors,
      curves: chart.columns.map(({ series, values }) => ({
        name: series || chart.name,
        points: places.map((place, row) => [place, values[row]]).filter(([, value]) => value !== null),
      })),
    }))),

  bars({ title, heading, rows, charts: drawn }) {
    const columns = drawn.flatMap(({ name, columns: parts }) =>
      parts.map(({ series, values }) => ({ name: series === "" ? name : `${name}, ${series}`, values })));
    const cell = (value, most, number) => value === null ? page.element("td", {}) : page.element("td", {
      class: value < 0 ? "number bar below" : "number bar", "--share": most > 0 ? 100 * Math.abs(value) / most : 0,
      "--color": `var(--group${number % 10})`,
    }, page.figure(value));
    const most = columns.map(({ values }) => Math.max(...values.map((value) => Math.abs(value ?? 0))));
    return page.element("div", { class: "wideTable", tabindex: "0", role: "region", "aria-label": title },
      page.element("table", {},
        page.element("thead", {}, page.element("tr", {}, [heading, ...columns.map(({ name }) => name)].map((name, place) =>
          page.element("th", { scope: "col", class: place > 0 ? "number" : null }, name)))),
        page.element("tbody", {}, rows.map((row, place) => page.element("tr", {},
          page.element("th", { scope: "row" }, row),
          columns.map(({ values }, number) => cell(values[place], most[number], number)))))));
  },
};

page.add(() => page.data.tables.map((table) => page.section(table.title,
  table.about === "" ? "" : page.element("p", {}, table.about),
  table.places === null
    ? page.element("p", {}, "Bars are long where a figure is large; whether that is good depends on the figure.") : "",
  table.places === null ? tablesPart.bars(table) : tablesPart.curves(table))));
