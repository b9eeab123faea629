import { labelTexts, numberTexts } from "./cell.js";
import type { CellKind } from "./table.js";
import { quoted } from "./words.js";

/** Cells that are texts: numbers in decimal notation, and labels as they are written. */
export const textCells: CellKind<string> = {
  numbers: numberTexts,
  labels: (listed) => labelTexts(listed),
  labelOf: (text) => text,
  absence(text, missing) {
    if (!missing.has(text)) return undefined;
    return text === "" ? "an empty cell" : `${quoted(text)}, which means no value`;
  },
};
