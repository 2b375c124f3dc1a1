"use strict";
// What all parts of the page share: the data, elements whose text is always text, and the list of parts.

const page = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const parts = [];
  let numbers = 0;

  // Sets attributes of an element, listens to events, and appends texts and other elements.
  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name.startsWith("--")) element.style.setProperty(name, value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  }

  const svgSpace = "http://www.w3.org/2000/svg";
  return {
    data,
    // The parts in the order in which they are shown; each is a function that returns sections.
    parts,
    add(part) { parts.push(part); },
    element: (name, attributes = {}, ...children) =>
      fill(document.createElement(name), attributes, children),
    drawing: (name, attributes = {}, ...children) =>
      fill(document.createElementNS(svgSpace, name), attributes, children),
    // A name for an element that another refers to.
    id: (stem) => `${stem}-${++numbers}`,
    number: (value) => value.toLocaleString("en-US"),
    // How many of something: "1 sentence", "2 sentences".
    count: (number, name) => `${page.number(number)} ${name}${number === 1 ? "" : "s"}`,
    // A figure of any size: whole numbers whole, others to four digits.
    figure(value) {
      const size = Math.abs(value);
      if (size >= 1e15 || (size > 0 && size < 1e-6)) {
        return Number(value.toPrecision(4)).toExponential().replace("e+", "e");
      }
      return value.toLocaleString("en-US",
        size >= 1000 || Number.isInteger(value) ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 });
    },
    percent: (share) => `${(share * 100).toFixed(1)} %`,
    // A section with a heading, which the contents at the top list.
    section(title, ...children) {
      const id = page.id("section");
      const heading = page.element("h2", { id: `${id}-title` }, title);
      return page.element("section", { id, "aria-labelledby": heading.id }, heading, ...children);
    },
    // Names and values.
    facts: (pairs) =>
      page.element("dl", { class: "facts" }, pairs.map(([name, value]) =>
        page.element("div", {}, page.element("dt", {}, name),
          page.element("dd", {}, /^\d{5,}$/.test(value) ? page.number(Number(value)) : value)))),
    // Asks the program that serves the page; rejects with its words if it refuses.
    async ask(question, body) {
      const response = await fetch(data.service + question, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error?.message ?? response.statusText);
      return answer;
    },
  };
})();
