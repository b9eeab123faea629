import type { Role } from "../view/model.js";
import type { Look, Theme } from "./model.js";

/** Outlines by which all roles are told apart, whatever their colours. */
const outlines: Readonly<Record<Role, Omit<Look, "fill" | "line" | "text">>> = {
  input: { outline: "ellipse" },
  output: { outline: "ellipse", double: true },
  parameter: { outline: "box" },
  buffer: { outline: "cylinder" },
  slot: { outline: "cylinder", dashed: true },
  constant: { outline: "plain" },
  operation: { outline: "rounded" },
  block: { outline: "folder" },
  blockGradient: { outline: "folder", thick: true },
  seed: { outline: "ellipse", thick: true },
  gradient: { outline: "rounded", thick: true },
  contribution: { outline: "rounded", dashed: true },
  sum: { outline: "box", thick: true },
  update: { outline: "sheet" },
  step: { outline: "rounded", small: true },
  reference: { outline: "rounded", dashed: true, small: true },
};

/** The looks of all roles: a fill and a line for each, and the outlines that tell them apart. */
export function outlined(colours: (role: Role) => Pick<Look, "fill" | "line" | "text">): Theme["looks"] {
  const looks = Object.entries(outlines).map(([role, outline]) => [
    role,
    { ...outline, ...colours(role as Role) },
  ]);
  return Object.fromEntries(looks) as Record<Role, Look>;
}
