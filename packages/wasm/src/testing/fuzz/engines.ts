import { type Engine, reference } from "@chainrule/core";

/** The two engines that must give the same bits, and their names for `chainrule compare-engines`. */
export const fuzzedEngines: { readonly a: Engine; readonly b: Engine; readonly names: string } = {
  a: reference(),
  b: reference(),
  names: "reference,reference",
};
