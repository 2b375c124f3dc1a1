"use strict";
// A model: what it is, how its training went, what comes back from its vectors, and which units it uses.

const modelPart = {
  curves(curves) {
    const points = (values) => values.flatMap((value, place) => value === null ? [] : [[curves.step[place], value]]);
    const shares = [
      { name: "words told right", points: points(curves.tokenAccuracy) },
      { name: "sentences word for word", points: points(curves.exact) },
      { name: "found again when damaged", points: points(curves.retrieval) },
    ].filter((curve) => curve.points.length > 0);
    return [
      page.element("h3", {}, "How the training went"),
      page.element("p", {}, curves.meaning),
      page.element("div", { class: "charts" },
        charts.lines({
          name: "Loss by updates", xName: "updates",
          caption: "The loss is what training makes smaller. On sentences that the model learns from, it nearly "
            + "always falls; what counts is the loss on sentences held out.",
          curves: [
            { name: "training", points: points(curves.training) },
            { name: "held out", points: points(curves.validation) },
          ],
        }),
        shares.length === 0 ? "" : charts.lines({
          name: "Held-out sentences by updates", xName: "updates", isShare: true, curves: shares,
          caption: "The same in words: how much of the held-out sentences the model gets right.",
        })),
    ];
  },

  // Words that were lost are crossed out, new ones underlined.
  changes: (runs) => runs.flatMap(([kind, text]) => [
    kind === "lost" ? page.element("del", {}, text) : kind === "new" ? page.element("ins", {}, text) : text, " "]),

  reconstructions({ origin, examples }) {
    const isWhole = (example) => example.changes.every(([kind]) => kind === "same");
    const exact = examples.filter((example) => example.exact).length;
    const whole = examples.filter(isWhole).length;
    return [
      page.element("h3", {}, "What comes back from the vector alone"),
      page.element("p", {}, `Each sentence was read into a vector and written again from it. Of ${examples.length} `
        + `${origin}, ${whole} came back with all their words in order, ${exact} of them to the last mark. `,
      page.element("del", {}, "Lost"), " and ", page.element("ins", {}, "new"), " words are marked."),
      page.element("ul", { class: "back" }, examples.map((example) =>
        page.element("li", { class: isWhole(example) ? "whole" : null }, modelPart.changes(example.changes)))),
    ];
  },

  units({ active, latent, variances }) {
    return [
      page.element("h3", {}, "Which units are used"),
      charts.lines({
        name: "Variance of each unit, the largest first", xName: "unit",
        caption: `${active} of ${variances.length} units of the ${latent} latent are active. A unit that never `
          + "varies says nothing about a sentence; if nearly all fall silent, the vectors have collapsed.",
        curves: [{ name: "variance over sentences", points: variances.map((value, unit) => [unit + 1, value]) }],
      }),
    ];
  },

  // Fields to try a model of a program that serves the page.
  trial() {
    const input = page.element("textarea", { rows: "2", spellcheck: "false" });
    const answer = page.element("div", { class: "answer", "aria-live": "polite" });
    const ask = (question, show) => async () => {
      const sentence = input.value.trim();
      if (sentence === "") return input.focus();
      answer.replaceChildren("…");
      try {
        answer.replaceChildren(...show(await page.ask(question, { sentence })));
      } catch (error) {
        answer.replaceChildren(`No answer: ${error.message}`);
      }
    };
    const button = (label, question, show) => page.element("button", { type: "button", onclick: ask(question, show) }, label);
    return page.section("Try the model",
      page.element("p", {}, "Write a sentence and see what its vector keeps."),
      page.element("label", {}, "Sentence", input),
      page.element("div", { class: "tools" },
        button("Reconstruct", "reconstruct", ({ changes }) => [page.element("p", {}, modelPart.changes(changes))]),
        button("Paraphrase", "paraphrase", ({ paraphrases }) => paraphrases.length === 0
          ? ["No good paraphrase was found. More sentences of the same kind help."]
          : [page.element("ul", {}, paraphrases.map(({ text, similarity }) =>
            page.element("li", {}, text, page.element("span", { class: "soft" }, `  ${similarity.toFixed(2)}`))))])),
      answer);
  },
};

page.add(() => page.data.service !== null && page.data.models.some((model) => model.reconstructions)
  ? [modelPart.trial()] : []);

page.add(() => page.data.models.map((model) => page.section(model.name,
  page.element("p", {}, model.about),
  page.facts(model.facts),
  model.reconstructions ? modelPart.reconstructions(model.reconstructions) : "",
  model.curves ? modelPart.curves(model.curves) : "",
  model.units ? modelPart.units(model.units) : "")));
