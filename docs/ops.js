// Writes docs/ops: a page for each op that comes with the framework, and a list of them, from the registry alone.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import prettier from "prettier";
import {
  build,
  Builder,
  compile,
  createState,
  defaultRegistry,
  differentiate,
  expand,
  inputKind,
  inputNames,
  latexOf,
  localRule,
  ownInputNames,
  reference,
  Refusal,
  resolveAttributes,
  simplifyExpression,
  tensorOf,
  writeOp,
} from "chainrule";
import { plot } from "./opPlot.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const registry = defaultRegistry();
const all = registry.all("ops");

/** Ops that backward passes are made of: they have no page, but stand on that of the op whose derivative they are. */
const isPart = ({ doc }) => /^derivative of |which? .*'s derivative is$/.test(doc.summary);
export const documented = all.filter((op) => !isPart(op));

/** What is drawn: the files of these folders, one number in and one out. */
const drawn = ["activation", "elementwise"];

const sources = new Map(
  [
    "activation",
    "elementwise",
    "reduce",
    "normalise",
    "linear",
    "image",
    "movement",
    "indexing",
    "noise",
    "loss",
    "metric",
  ].flatMap((folder) => {
    const place = path.join(root, "packages/ops/src", folder);
    if (!fs.existsSync(place)) return [];
    return fs
      .readdirSync(place)
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .flatMap((file) => {
        const text = fs.readFileSync(path.join(place, file), "utf8");
        return [...text.matchAll(/^ {2}name: "(\w+)",$/gm)].map(([, name]) => [name, { folder, file, text }]);
      });
  }),
);

const symbol = (name, shape) => ({
  kind: "symbol",
  name: { base: name.length === 1 ? name : `\\mathrm{${name}}`, plain: name },
  shape,
});

/** Attributes of an op's first sample. */
const attributesOf = (op) =>
  resolveAttributes(`op ${op.name}`, op.attributes, op.samples[0].attributes ?? {});

function formula(op) {
  const inputs = inputNames(op).map((name) => symbol(name));
  const written = writeOp(op, inputs, attributesOf(op));
  const saysNothing = written.kind === "call" && written.label === op.name && op.decompose !== undefined;
  if (!saysNothing) return latexOf(simplifyExpression(written));
  const unfolded = expand(graphOf(op), registry, ({ name }) => name === op.name);
  return latexOf(simplifyExpression(composed(unfolded, unfolded.outputs.result, new Map())));
}

/** A node of a graph as one expression of what is known, or else of the inputs. */
function composed(graph, id, known) {
  const all = new Map(known);
  for (const node of graph.nodes) {
    if (all.has(node.id)) continue;
    if (node.op === "constant") all.set(node.id, constantOf(node));
    else if (node.op === "input") all.set(node.id, symbol(node.id));
    else
      all.set(
        node.id,
        writeOp(
          registry.get("ops", node.op),
          node.in.map((from) => all.get(from)),
          node.attributes,
        ),
      );
  }
  return all.get(id);
}

/** A graph of one op, over inputs of its first sample's shapes. */
function graphOf(op, dtype = "float64") {
  const sample = op.samples[0];
  const attributes = attributesOf(op);
  const builder = new Builder({ registry, dtype, mode: "train" });
  const kinds = { float: dtype, int: "int32", bool: "bool", any: dtype };
  const operands = inputNames(op).map((name) =>
    builder.source("input", name, sample.inputs[name], kinds[inputKind(op, name, attributes)]),
  );
  builder.name(builder.call(op, operands, attributes), "result");
  return builder.finish({ outputs: { result: "result" } });
}

/** What the result is called where no input is called so. */
const resultName = (op) => (inputNames(op).includes("y") ? "r" : "y");

/** What is handed back to each input, written out. */
function derivatives(op) {
  const graph = graphOf(op);
  return inputNames(op).flatMap((name, position) => {
    const isFloatInput = inputKind(op, name, attributesOf(op)) === "float";
    if (!isFloatInput) return [];
    const rule = localRule(graph, "result", position, registry);
    if (rule === undefined) return [{ name }];
    const known = new Map([
      ["cotangent", symbol("g")],
      ["output", symbol(resultName(op))],
    ]);
    const result = composed(rule.graph, rule.result, known);
    return [{ name, latex: latexOf(simplifyExpression(result)) }];
  });
}

function constantOf({ attributes, shape, id }) {
  return typeof attributes.value === "number"
    ? { kind: "number", value: attributes.value, shape: [] }
    : symbol(id, shape);
}

const code = (value) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

function attributeTable(op) {
  const entries = Object.entries(op.attributes ?? {});
  if (entries.length === 0) return [];
  const fallback = ({ default: value, kind, convention }) => {
    if (value !== undefined) return code(JSON.stringify(value));
    if (kind === "stream") return "the node's path";
    if (kind === "seed") return "the graph's seed";
    return convention ? "none: must be stated, or filled in by a profile" : "none: must be stated";
  };
  return [
    "## Attributes",
    "",
    "| name | is | default | what |",
    "|---|---|---|---|",
    ...entries.map(
      ([name, attribute]) =>
        `| ${code(name)} | ${attribute.need.replaceAll("|", "\\|")} | ${fallback(attribute)} | ${attribute.doc.replaceAll("|", "\\|")} |`,
    ),
    "",
  ];
}

/** A whole spec with one node of the op. */
export function exampleSpec(op) {
  const sample = op.samples[0];
  const attributes = attributesOf(op);
  const names = ownInputNames(op);
  const inputs = Object.fromEntries(
    names.map((name) => {
      const kind = inputKind(op, name, attributes);
      const dtype = kind === "int" ? { dtype: "int32" } : kind === "bool" ? { dtype: "bool" } : {};
      return [name, { shape: sample.inputs[name], ...dtype }];
    }),
  );
  const { stream: _, seed: __, ...stated } = sample.attributes ?? {};
  return {
    chainrule: 1,
    model: {
      inputs,
      nodes: { result: { op: op.name, in: names, ...stated } },
      outputs: { result: "result" },
    },
  };
}

const textOf = (spec) => {
  const lines = (items) =>
    Object.entries(items).map(([key, value]) => `      ${JSON.stringify(key)}: ${inline(value)}`);
  const { inputs, nodes } = spec.model;
  return [
    "{",
    '  "chainrule": 1,',
    '  "model": {',
    '    "inputs": {',
    lines(inputs).join(",\n"),
    "    },",
    '    "nodes": {',
    lines(nodes).join(",\n"),
    "    },",
    '    "outputs": { "result": "result" }',
    "  }",
    "}",
  ].join("\n");
};

/** JSON on one line, with spaces as people write it. */
function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`)
    .join(", ")} }`;
}

/** The example, spoilt in the ways that it can be: what is refused, and how. */
export function refusals(op) {
  const spoilt = [];
  const spec = () => structuredClone(exampleSpec(op));
  const names = ownInputNames(op);
  const few = spec();
  few.model.nodes.result.in = names.slice(0, -1);
  spoilt.push(few);
  for (const name of names) {
    const wrong = spec();
    const { dtype } = wrong.model.inputs[name];
    wrong.model.inputs[name].dtype = dtype === undefined ? "bool" : "float32";
    spoilt.push(wrong);
  }
  for (const name of names) {
    const long = spec();
    long.model.inputs[name].shape = [...long.model.inputs[name].shape, 7];
    spoilt.push(long);
  }
  for (const [name, attribute] of Object.entries(op.attributes ?? {})) {
    if (attribute.kind !== undefined) continue;
    const missing = spec();
    delete missing.model.nodes.result[name];
    spoilt.push(missing);
    const wrong = spec();
    wrong.model.nodes.result[name] = { no: "such value" };
    spoilt.push(wrong);
  }
  const told = new Map();
  for (const one of spoilt) {
    const text = refusalOf(one);
    // Of those that differ in names and numbers alone one is enough.
    const kind = text?.replaceAll(/\d+|"\w+"/g, "");
    if (kind !== undefined && !told.has(kind)) told.set(kind, text);
  }
  return [...told.values()];
}

function refusalOf(spec) {
  try {
    build(spec, { registry });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** Of one number in and one out: its curve and that of its derivative. */
export function picture(op) {
  const names = ownInputNames(op);
  if (
    !op.formula ||
    names.length !== 1 ||
    op.result === "bool" ||
    inputKind(op, names[0], attributesOf(op)) !== "float"
  )
    return undefined;
  if (!drawn.includes(sources.get(op.name)?.folder)) return undefined;
  const builder = new Builder({ registry, dtype: "float64", mode: "train" });
  const x = builder.source("input", "x", ["N"], "float64");
  const y = builder.name(builder.call(op, [x], attributesOf(op)), "y");
  builder.name(builder.call(registry.get("ops", "sum"), [y]), "total");
  const plain = builder.finish({ outputs: { y: "y", total: "total" } });
  const has = localRule(graphOf(op), "result", 0, registry) !== undefined;
  const graph = has ? differentiate(plain, { of: "total", wrt: ["x"], registry }) : plain;
  const run = (name) => (xs) => {
    const plan = compile(graph, {
      registry,
      engine: reference(),
      state: createState(graph, registry),
      dims: { N: xs.length },
    });
    plan.feed({ x: tensorOf(xs, [xs.length], "float64") });
    plan.forward();
    plan.backward();
    return [...plan.read(name).data];
  };
  return plot(op.name, run("y"), has ? run("grad/total/x") : (xs) => xs.map(() => 0));
}

/** The docstring of the typed call, without its tags' names. */
function callOf(op) {
  const source = sources.get(op.name);
  const found = source?.text.match(
    new RegExp(`\\n(/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/)\\nexport function ${op.name}\\(`),
  );
  return found
    ? found[1]
        .split("\n")
        .slice(1, -1)
        .map((line) => line.replace(/^ \* ?/, ""))
    : [];
}

/** What a docstring says, and its tags as a list. */
function readDocstring(lines) {
  const text = lines.join("\n").replace(/\{@link (\w+)\}/g, "`$1`");
  const [prose, ...tags] = text.split(/^@/m);
  const said = {
    param: (rest) => rest.replace(/^(\w+)/, "**$1**:"),
    returns: (rest) => `**gives**: ${rest}`,
    throws: (rest) => `**refuses**: ${rest.replace(/^\{Refusal\} /, "")}`,
  };
  return {
    prose: prose.trim(),
    tags: tags.flatMap((tag) => {
      const [, name, rest] = /^(\w+) ([\s\S]*)$/.exec(tag) ?? [];
      return Object.hasOwn(said, name) ? [`- ${said[name](rest.trim().replaceAll(/\s+/g, " "))}`] : [];
    }),
  };
}

/** @param hasPicture whether there is a drawing of its name */
function page(op, hasPicture) {
  const { summary, source, names = {} } = op.doc;
  const place = sources.get(op.name);
  const libraries = { onnx: "ONNX", keras: "Keras", torch: "PyTorch" };
  const elsewhere = Object.entries(libraries).flatMap(([key, library]) =>
    names[key] ? [`${library} \`${names[key]}\``] : [],
  );
  const parts = all
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .filter((part) => new RegExp(`^derivative of ${op.name}\\b`).test(part.doc.summary));
  const refused = refusals(op);
  const { prose, tags } = readDocstring(callOf(op));
  const handed = derivatives(op);
  return [
    `# ${op.name}`,
    "",
    `${/^[a-z](?![a-z])/.test(summary) ? summary : summary[0].toUpperCase() + summary.slice(1)}.`,
    ...(source ? [`Source: ${source}.`] : []),
    ...(elsewhere.length > 0 ? [`Elsewhere: ${elsewhere.join(", ")}.`] : []),
    "",
    `$$${resultName(op)} = ${formula(op)}$$`,
    "",
    ...(prose ? [prose, ""] : []),
    ...(tags.length > 0 ? [...tags, ""] : []),
    ...(hasPicture ? [`![${op.name} and its derivative](${op.name}.svg)`, ""] : []),
    ...attributeTable(op),
    "## Derivative",
    "",
    ...(handed.length === 0 ? ["It has none: its inputs are no floats.", ""] : []),
    ...handed.flatMap(({ name, latex }) =>
      latex === undefined
        ? [`Nothing goes back to \`${name}\`: it is locally constant in it.`, ""]
        : [`What goes back to \`${name}\`, where g comes in:`, "", `$$${latex}$$`, ""],
    ),
    ...parts.map((part) => `\`${part.name}\`: ${part.doc.summary}.\n`),
    "## Example",
    "",
    "```json",
    textOf(exampleSpec(op)),
    "```",
    "",
    ...(refused.length > 0 ? ["## Refusals", "", "```", refused.join("\n\n"), "```", ""] : []),
    `[Source](../../packages/ops/src/${place.folder}/${place.file})`,
    "",
  ].join("\n");
}

/** Every file of docs/ops, by name. */
export async function pages() {
  const files = new Map();
  for (const op of documented) {
    const drawing = picture(op);
    files.set(`${op.name}.md`, page(op, drawing !== undefined));
    if (drawing !== undefined) files.set(`${op.name}.svg`, drawing);
  }
  const folders = [...new Set([...sources.values()].map(({ folder }) => folder))];
  const index = folders.flatMap((folder) => {
    const ops = documented.filter(({ name }) => sources.get(name)?.folder === folder);
    const rows = ops
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, doc }) => {
        const { onnx, keras, torch } = doc.names ?? {};
        return `| [${name}](${name}.md) | ${doc.summary.replaceAll("|", "\\|")} | ${[onnx, keras, torch].map((known) => (known ? code(known) : "")).join(" | ")} |`;
      });
    return [
      `## ${folder}`,
      "",
      "| op | what | ONNX | Keras | PyTorch |",
      "|---|---|---|---|---|",
      ...rows,
      "",
    ];
  });
  files.set(
    "README.md",
    [
      "# Ops",
      "",
      `${documented.length} ops, and what others call them. Written by \`node docs/ops.js\` from the registry.`,
      "",
      ...index,
    ].join("\n"),
  );
  const style = await prettier.resolveConfig(fileURLToPath(import.meta.url));
  for (const [name, text] of files)
    if (name.endsWith(".md")) files.set(name, await prettier.format(text, { ...style, parser: "markdown" }));
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = path.join(root, "docs/ops");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  for (const [name, text] of await pages()) fs.writeFileSync(path.join(folder, name), text);
}
