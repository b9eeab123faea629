import { Builder, createState, derive, type Graph, reference } from "@chainrule/core";
import {
  deckMarkdown,
  deckOf,
  derivationJson,
  derivationLatex,
  derivationMarkdown,
  derivationText,
  writerOf,
} from "@chainrule/viz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { defaultRegistry } from "../registry.js";
import { typeset } from "../testing/typeset.js";

const registry = defaultRegistry();
const engine = reference();

/** tanh(w)² + w, whose middle nodes are called as one pleases. */
function graphWith(parameter: string, node: string): Graph {
  const builder = new Builder({ registry, dtype: "float64", name: node });
  const op = (name: string) => registry.get("ops", name);
  const w = builder.source("parameter", parameter, [], "float64", { value: 0.5, trainable: true });
  const t = builder.name(builder.call(op("tanh"), [w]), node);
  const square = builder.call(op("multiply"), [t, t]);
  return builder.finish({ outputs: { loss: builder.name(builder.call(op("add"), [square, w]), "l").id! } });
}

function written(
  parameter: string,
  node: string,
): Record<"text" | "markdown" | "latex" | "json" | "deck", string> {
  const model = graphWith(parameter, node);
  const { graph, values } = evaluate(model, {
    registry,
    engine,
    state: createState(model, registry),
    feeds: {},
    of: "loss",
  });
  const writer = writerOf(graph, { registry });
  const gradient = values.get(`grad/loss/${parameter}`)!;
  const derivation = derive(graph, { of: "loss", wrt: parameter, registry, engine, values, gradient });
  const options = { graph, registry, writer, of: "loss" };
  const lecture = {
    graph,
    of: "loss",
    values,
    registry,
    writer,
    numbers: writerOf(graph, { registry, values }),
  };
  return {
    text: derivationText(derivation, options),
    markdown: derivationMarkdown(derivation, options),
    latex: derivationLatex(derivation, options),
    json: JSON.stringify(derivationJson(derivation, options)),
    deck: deckMarkdown(deckOf(lecture, { pass: "paths", derivations: [derivation] })),
  };
}

/** What each line of Markdown is. */
function structure(markdown: string): string[] {
  return markdown
    .split("\n")
    .map(
      (line) =>
        /^(#+ |\d+\. |\s+- |\$\$|_exactly|<\w+)/.exec(line)?.[1]?.trim() ?? (line === "" ? "" : "text"),
    );
}

const plain = written("w", "t");
const letters = fc.constantFrom(
  "<",
  ">",
  "&",
  '"',
  "'",
  "\\",
  "{",
  "}",
  "$",
  "`",
  "|",
  "*",
  "_",
  "#",
  "\n",
  "\r",
  "%",
  "]",
  "\u202e",
  "\u0000",
  "a",
  "1",
  "é",
  "̂",
  "𝒳",
  "/",
  " ",
);
const name = fc
  .string({ unit: letters, minLength: 1, maxLength: 12 })
  .filter((text) => text !== "l" && !text.includes("/"));

test("200 hostile names change the structure of no derivation and no deck", () => {
  fc.assert(
    fc.property(name, name, (parameter, node) => {
      fc.pre(parameter !== node);
      const found = written(parameter, node);
      expect(found.text.split("\n")).toHaveLength(plain.text.split("\n").length);
      expect(structure(found.markdown)).toEqual(structure(plain.markdown));
      expect(structure(found.deck)).toEqual(structure(plain.deck));
      expect(found.latex.match(/\\(begin|end)\{align\*\}|\\\\\n/g)).toEqual(
        plain.latex.match(/\\(begin|end)\{align\*\}|\\\\\n/g),
      );
      for (const environment of found.latex.match(/\\begin\{align\*\}[^]*?\\end\{align\*\}/g)!)
        typeset(environment);
      expect(JSON.parse(found.json)).toMatchObject({ wrt: parameter, count: 3, equal: true });
    }),
    { numRuns: 200, seed: 4, verbose: true },
  );
});
