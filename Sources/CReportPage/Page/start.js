"use strict";
// Puts the parts on the page.

document.title = page.data.title;
document.getElementById("title").textContent = page.data.title;
document.getElementById("maker").textContent = `Made by ${page.data.maker}. `
  + (page.data.service === null
    ? "This page is a single file; nothing is loaded from elsewhere."
    : "This page is served by your own machine; end it with Ctrl-C in the terminal.");

const sections = page.parts.flatMap((part) => part());
document.getElementById("main").append(...sections);
if (sections.length > 1) {
  document.getElementById("contents").append(page.element("ul", {}, sections.map((section) =>
    page.element("li", {}, page.element("a", { href: `#${section.id}` }, section.querySelector("h2").textContent)))));
}
// On paper everything is shown.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});
