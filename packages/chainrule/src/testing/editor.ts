import {
  type CompletionItem,
  getLanguageService,
  type LanguageService,
  TextDocument,
} from "vscode-json-languageservice";
import type { EditorSchema } from "../schema/editorSchema.js";

/** What an editor underlines, and what it says. */
export interface Underlined {
  readonly text: string;
  readonly message: string;
}

/** VS Code's JSON language service with a schema for every document. In texts `|` is the cursor. */
export class Editor {
  readonly #service: LanguageService;

  constructor(schema: EditorSchema) {
    this.#service = getLanguageService({ clientCapabilities: clientCapabilities() });
    this.#service.configure({
      schemas: [
        { uri: "chainrule.schema.json", fileMatch: ["*"], schema: JSON.parse(JSON.stringify(schema)) },
      ],
    });
  }

  /** What is offered at the cursor, by label. */
  async offers(withCursor: string): Promise<ReadonlyMap<string, CompletionItem>> {
    const { document, position } = opened(withCursor);
    const list = await this.#service.doComplete(
      document,
      position,
      this.#service.parseJSONDocument(document),
    );
    return new Map((list?.items ?? []).map((item) => [item.label, item]));
  }

  /** What is shown at the cursor, as Markdown. */
  async hover(withCursor: string): Promise<string> {
    const { document, position } = opened(withCursor);
    const hover = await this.#service.doHover(document, position, this.#service.parseJSONDocument(document));
    return [hover?.contents ?? []].flat().map(plain).join("\n");
  }

  /** Everything that is underlined. */
  async underlined(text: string): Promise<Underlined[]> {
    const document = TextDocument.create("file:///spec.json", "jsonc", 1, text);
    const problems = await this.#service.doValidation(document, this.#service.parseJSONDocument(document));
    return problems.map(({ range, message }) => ({ text: document.getText(range), message: plain(message) }));
  }
}

/** The Markdown that explains an offer. */
export function docOf(item: CompletionItem | undefined): string {
  return item?.documentation === undefined ? "" : plain(item.documentation);
}

function plain(content: string | { readonly value: string }): string {
  return typeof content === "string" ? content : content.value;
}

function clientCapabilities() {
  return {
    textDocument: {
      completion: { completionItem: { documentationFormat: ["markdown" as const] } },
      hover: { contentFormat: ["markdown" as const] },
    },
  };
}

function opened(withCursor: string) {
  const offset = withCursor.indexOf("|");
  const text = withCursor.slice(0, offset) + withCursor.slice(offset + 1);
  const document = TextDocument.create("file:///spec.json", "jsonc", 1, text);
  return { document, position: document.positionAt(offset) };
}
