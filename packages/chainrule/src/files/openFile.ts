import { basename, dirname } from "node:path";
import {
  defaultLimits,
  type Json,
  parseDocument,
  parsePath,
  type Registry,
  setIn,
  type SourceDocument,
} from "@chainrule/core";
import { readSpec } from "../language.js";
import { Project } from "../project.js";
import { defaultRegistry } from "../registry.js";
import { folderReader, readText } from "./readFile.js";

/** A value for a place in a document: `train.optimiser.lr` and 0.1. */
export interface Edit {
  readonly path: string;
  readonly value: Json;
}

export interface OpenFileOptions {
  readonly registry?: Registry;
  /** Changes made to the document before it is read. */
  readonly edits?: readonly Edit[];
  /** What messages call the file; default: its path as given. */
  readonly name?: string;
}

/** A project from a file, and the text of its spec as it was after the edits. */
export interface OpenedFile {
  readonly project: Project;
  readonly text: string;
}

/**
 * Opens a spec in a file; its data are read from the file's own folder. A spec without a name is called as its
 * file.
 * @throws {Refusal} unreadable-file; as `setIn`, `readSpec` and `build` do
 */
export function openSpecFile(path: string, options: OpenFileOptions = {}): OpenedFile {
  const { registry = defaultRegistry(), edits = [], name = path } = options;
  const limits = defaultLimits;
  const text = readText(path, name, limits.documentBytes);
  const document = edited(parseDocument(text, name, limits), edits);
  const readOther = folderReader(dirname(path), limits.dataBytes);
  const parsed = readSpec(document, { registry, limits, readText: readOther });
  const spec = { name: basename(path).replace(/\.jsonc?$/, ""), ...parsed.spec };
  const project = new Project({ ...parsed, spec }, { registry, limits, readText: readOther });
  return { project, text: document.text };
}

function edited(document: SourceDocument, edits: readonly Edit[]): SourceDocument {
  if (edits.length === 0) return document;
  const value = edits.reduce((inner, edit) => setIn(inner, parsePath(edit.path), edit.value), document.value);
  return { ...document, value, text: `${JSON.stringify(value, null, 2)}\n` };
}
