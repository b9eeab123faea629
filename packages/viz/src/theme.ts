import { dark } from "./theme/dark.js";
import { louppe } from "./theme/louppe.js";
import type { Theme } from "./theme/model.js";
import { print } from "./theme/print.js";
import { safe } from "./theme/safe.js";

export type { Look, Outline, Theme } from "./theme/model.js";
export { dark, louppe, print, safe };

/** The themes by name. */
export const themes = { louppe, print, dark, safe } as const satisfies Readonly<Record<string, Theme>>;
export type ThemeName = keyof typeof themes;
