import type { Role } from "../view/model.js";
import { louppe } from "./louppe.js";
import type { Theme } from "./model.js";
import { outlined } from "./outlined.js";

/** Without colour, for paper: roles are told apart by outline. */
export const print: Theme = {
  ...louppe,
  text: "#000000",
  muted: "#3a3a3a",
  value: "#000000",
  gradient: "#3a3a3a",
  edge: "#000000",
  reference: "#777777",
  cluster: { fill: "#ffffff", line: "#777777" },
  saved: { fill: "#ffffff", text: "#000000" },
  shapes: { parameter: "#8c8c8c", activation: "#dddddd", gradient: "#ffffff" },
  looks: outlined((role) => ({ fill: grey(role), line: role === "reference" ? "#777777" : "#000000" })),
};

function grey(role: Role): string {
  if (["parameter", "sum", "seed"].includes(role)) return "#d4d4d4";
  return ["operation", "gradient", "update"].includes(role) ? "#eeeeee" : "#ffffff";
}
