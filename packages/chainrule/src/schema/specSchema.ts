import { type Registry, type Section } from "@chainrule/core";
import { z } from "zod";
import { sections } from "../language.js";
import { isPlaceholder, openTo } from "./attributes.js";
import { conventionDefinitions, unlessProfile } from "./conventions.js";
import { dataDefinitions, dataSchema } from "./data.js";
import { type EditorProperties, type EditorSchema, needed, refer } from "./editorSchema.js";
import { fromZod } from "./fromZod.js";
import { namedDefinitions, namedOrName } from "./named.js";
import { nodeDefinitions } from "./nodes.js";
import { trainingDefinitions } from "./training.js";
import { pluginsSchema, profileSchema, unsupportedSchemas, versionSchema } from "./topLevelSchemas.js";
import { eachOf, inEach, inProperty, propertyOf } from "./within.js";

/**
 * The JSON Schema (draft-07) of specs that these contributions make possible, for editors: every key and name with its
 * docs, complaints in the words of the command. References between nodes, shapes and columns are for `openSpec` to
 * judge, which knows where they lead.
 */
export function specSchema(registry: Registry): EditorSchema {
  const { properties = {}, definitions = {} } = languageSchema();
  const initialisers = { noun: "initialiser", key: "type", items: registry.all("initialisers") };
  const ops = registry.all("ops");
  const blocks = registry.all("blocks");
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "chainrule spec",
    type: "object",
    errorMessage: needed('a key of the language; your own begin with "x-"'),
    allowComments: true,
    allowTrailingCommas: true,
    properties: {
      chainrule: versionSchema,
      ...composed(properties, registry),
      ...unsupportedSchemas(),
    },
    patternProperties: { "^x-": true },
    additionalProperties: false,
    required: ["chainrule"],
    allOf: [{ if: isBlockFile, else: { required: ["model"] } }],
    ...unlessProfile(),
    definitions: {
      ...definitions,
      ...nodeDefinitions({ ops, blocks, keys: nodeKeys(properties) }),
      ...conventionDefinitions(ops, blocks),
      initialiser: openTo(namedOrName(initialisers, "an initialiser's name or { type, …attributes }")),
      ...namedDefinitions(initialisers),
      ...trainingDefinitions({
        optimisers: registry.all("optimisers"),
        solvers: registry.all("solvers"),
        schedules: registry.all("schedules"),
      }),
      ...dataDefinitions(propertyOf(properties, "data"), registry.all("generators")),
      noPlaceholders,
    },
  };
}

/** A file that others take blocks from has no model. */
const isBlockFile: EditorSchema = {
  propertyNames: { enum: ["$schema", "chainrule", "doc", "blocks"], doNotSuggest: true },
  required: ["blocks"],
};

/** What holds of a model: a placeholder has a value in blocks only. */
const noPlaceholders: EditorSchema = {
  not: isPlaceholder,
  errorMessage: needed('a value: { "$arg": … } stands in blocks only'),
  additionalProperties: refer("noPlaceholders"),
  items: refer("noPlaceholders"),
};

/** All sections at once, as their forms are. */
function languageSchema(): EditorSchema {
  const forms = Object.entries<Section<unknown>>(sections).map(([key, { schema, doc }]) => [
    key,
    schema.optional().describe(doc),
  ]);
  return fromZod(z.strictObject(Object.fromEntries(forms) as Record<string, z.ZodType>));
}

/** The keys of a node, as a block's body may have them. */
function nodeKeys(properties: EditorProperties): EditorProperties {
  const body = eachOf(propertyOf(properties, "blocks"));
  return eachOf(propertyOf(body.properties, "nodes")).properties ?? {};
}

/** The sections, with what is loaded in the places of names. */
function composed(properties: EditorProperties, registry: Registry): EditorProperties {
  const section = (key: string): EditorSchema => propertyOf(properties, key);
  return {
    ...properties,
    plugins: pluginsSchema(section("plugins"), registry.plugins),
    profile: profileSchema(section("profile"), registry.all("profiles")),
    model: withoutPlaceholders(inScope(section("model"))),
    blocks: inEach(section("blocks"), inScope),
    data: dataSchema(section("data"), registry.all("generators")),
    train: inProperty(section("train"), "optimiser", () => refer("optimiser")),
  };
}

function withoutPlaceholders(schema: EditorSchema): EditorSchema {
  return { ...schema, allOf: [...(schema.allOf ?? []), refer("noPlaceholders")] };
}

function inScope(scope: EditorSchema): EditorSchema {
  const withInit = inProperty(scope, "params", (params) =>
    inEach(params, (param) =>
      inProperty(param, "init", ({ description }) => ({
        ...(description !== undefined && { description }),
        allOf: [refer("initialiser")],
      })),
    ),
  );
  return inProperty(withInit, "nodes", (nodes) => inEach(nodes, () => refer("node")));
}
