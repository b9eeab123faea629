import { attribute, defineOp, definePlugin } from "@chainrule/core";
import { expect, test } from "vitest";
import { defaultRegistry } from "../registry.js";
import { docOf, Editor } from "../testing/editor.js";
import { specSchema } from "./specSchema.js";

const bentOp = defineOp({
  name: "acme.bent",
  doc: { summary: "a line with a bend", source: "Acme, 2020" },
  inputs: ["x"],
  attributes: { slope: attribute.number({ doc: "slope on the right", above: 0, max: 1 }) },
  formula: (m, { x }, { slope }) => m.select(m.less(x, 0), x, m.multiply(slope, x)),
  samples: [{ inputs: { x: ["N"] }, attributes: { slope: 0.5 } }],
});
const acme = definePlugin({ name: "acme", version: 1, ops: [bentOp] });
const editor = new Editor(specSchema(defaultRegistry()));

const node = (text: string): string => `{ "chainrule": 1, "model": { "nodes": { "a": ${text} } } }`;
const training = (text: string): string => `{ "chainrule": 1, "train": { "optimiser": ${text} } }`;
const offered = async (text: string): Promise<string[]> => [...(await editor.offers(text)).keys()];

test("after an op's name its attributes are offered with their docs, the node's own keys, and nothing else", async () => {
  const offers = await editor.offers(node('{"op": "leakyRelu", |'));
  const byPlace = [...offers.values()].sort((a, b) =>
    (a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1,
  );
  expect(byPlace.map(({ label }) => label)).toEqual(["alpha", "form", "in", "doc", "repeat"]);
  expect(docOf(offers.get("alpha"))).toMatchInlineSnapshot(`
    "slope of the negative side, or what it is divided by: see form

    a finite number; required where no profile says it"
  `);
  expect(docOf(offers.get("form"))).toMatchInlineSnapshot(`
    "how alpha is meant: below 0 the result is alpha · x ("multiply"), or x / alpha ("divide")

    one of "multiply", "divide"; required where no profile says it"
  `);
});

test("a generator's attributes are offered beside its name", async () => {
  const keys = await offered('{ "chainrule": 1, "data": { "generator": "spiral", | } }');
  expect(keys).toEqual(expect.arrayContaining(["classes", "perClass", "turns", "noise", "split"]));
  expect(keys).not.toContain("copies");
});

test("the words of a choice are offered", async () => {
  expect(await offered(node('{"op": "leakyRelu", "form": |}'))).toEqual(['"multiply"', '"divide"']);
  expect(await offered(node('{"op": "sum", "axes": |}'))).toEqual(['"all"']);
  expect(await offered(node('{"op": "sum", "keepDims": |}'))).toEqual(["false", "true"]);
});

test("names of ops are offered with their formulas", async () => {
  const offers = await editor.offers(node('{"op": |}'));
  expect(offers.size).toBe(defaultRegistry().names("ops").length);
  expect(docOf(offers.get('"tanh"'))).toContain("\\tanh(x)");
});

test("a node's first key is op or block; what belongs to copies only is offered beside repeat", async () => {
  expect((await offered(node("{|}"))).sort()).toEqual(["block", "doc", "in", "op", "repeat"]);
  expect(await offered(node('{"op": "tanh", "repeat": 3, |}'))).toEqual(
    expect.arrayContaining(["carry", "scan", "collect"]),
  );
});

test("a block's arguments are offered, and inside them those of an op", async () => {
  const keys = await offered(node('{"block": "dense", |}'));
  expect(keys).toEqual(expect.arrayContaining(["units", "activation", "params", "share"]));
  expect(keys).not.toContain("alpha");
  expect(await offered(node('{"block": "dense", "activation": |}'))).toContain('"tanh"');
  expect(await offered(node('{"block": "dense", "activation": {"op": "leakyRelu", |}}'))).toEqual([
    "alpha",
    "form",
  ]);
  expect(await offered(node('{"block": "dense", "repeat": [{|}]}'))).toContain("units");
});

test("a whole node is offered, with places for what it needs", async () => {
  const { textEdit } = (await editor.offers(node("|"))).get("{ op: leakyRelu }")!;
  expect(textEdit?.newText).toMatchInlineSnapshot(`
    "{
    	"op": "leakyRelu",
    	"in": [
    		"\${1:x}"
    	],
    	"alpha": \${2:0.1},
    	"form": "\${3:multiply}"
    }"
  `);
});

test("optimisers, schedules and their settings are offered", async () => {
  expect(await offered(training('{"type": |}'))).toEqual(
    expect.arrayContaining(['"sgd"', '"momentum"', '"adam"', '"closedForm"']),
  );
  expect(await offered(training('{"type": "closedForm", |}'))).toEqual(["method", "ridge"]);
  expect(await offered(training('{"chain": [{"type": |}]}'))).not.toContain('"closedForm"');
  expect(await offered(training('{"type": "adam", |}'))).toEqual(["lr", "beta1", "beta2", "epsilon"]);
  expect(await offered(training('{"chain": [{"type": "adam", |}]}'))).toEqual(["beta1", "beta2", "epsilon"]);
  expect(await offered(training('{"type": "sgd", "lr": {"schedule": |}}'))).toContain('"cosine"');
  expect(await offered(training('{"type": "sgd", "lr": {"schedule": "cosine", |}}'))).toEqual([
    "from",
    "to",
    "steps",
  ]);
});

test("initialisers by name are those that need nothing; as objects they have their settings", async () => {
  const param = (text: string): string =>
    `{ "model": { "params": { "W": { "shape": [2, 2], "init": ${text} } } } }`;
  const names = await offered(param("|"));
  expect(names).toContain('"he"');
  expect(names).not.toContain('"constant"');
  expect(await offered(param('{"type": "constant", |}'))).toEqual(["value"]);
});

test("profiles are offered by name", async () => {
  expect(await offered('{ "profile": | }')).toContain('"ewing"');
});

test("a name shows what it means, a key what it sets, an id what stands there", async () => {
  expect(await editor.hover(node('{"op": "leaky|Relu", "in": ["x"]}'))).toMatchInlineSnapshot(`
    "the name of a loaded op

    \`leakyRelu\`: x where x > 0, else x at a smaller slope: alpha · x or x / alpha

    With alpha = 0.1, form = "multiply":

    \`\`\`latex
    \\begin{cases} x & \\text{if } x > 0 \\\\ 0.1 \\, x & \\text{otherwise} \\end{cases}
    \`\`\`

    With alpha = 0.1, form = "divide":

    \`\`\`latex
    \\begin{cases} x & \\text{if } x > 0 \\\\ \\frac{x}{0.1} & \\text{otherwise} \\end{cases}
    \`\`\`

    Source: Maas et al., ICML 2013 (multiply); Xu et al., arXiv:1505.00853, 2015 (divide)"
  `);
  expect(await editor.hover(node('{"op": "sum", "ax|es": [0], "in": ["x"]}'))).toMatchInlineSnapshot(`
    "axes to reduce, negative ones counted from the end; "all" gives a scalar

    "all" or a list of distinct integers; default \`"all"\`"
  `);
  const id = '{ "model": { "nodes": { "a|": {"op": "tanh", "in": ["x"]} } } }';
  expect(await editor.hover(id)).toContain("\\tanh(x)");
  expect(await editor.hover('{ "se|ed": 1 }')).toBe("of every random number; default 0");
});

test("a plugin's ops are there when it is loaded", async () => {
  const withAcme = new Editor(specSchema(defaultRegistry(acme)));
  expect([...(await withAcme.offers(node('{"op": "acme.bent", |}'))).keys()]).toContain("slope");
  expect(await withAcme.hover(node('{"op": "acme.b|ent", "in": ["x"]}'))).toMatchInlineSnapshot(`
    "the name of a loaded op

    \`acme.bent\`: a line with a bend

    With slope = 0.5:

    \`\`\`latex
    \\begin{cases} x & \\text{if } x < 0 \\\\ 0.5 \\, x & \\text{otherwise} \\end{cases}
    \`\`\`

    Source: Acme, 2020"
  `);
  expect([...(await withAcme.offers('{ "plugins": {|} }')).keys()]).toEqual(["acme"]);
  expect(await offered(node('{"op": "acme.bent", |}'))).not.toContain("slope");
});
