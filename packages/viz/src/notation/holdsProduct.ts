import { type Expression, isOperation } from "@chainrule/core";

/** Whether there is a matrix product in it, whose factors have an order. */
export function holdsProduct(expression: Expression): boolean {
  const pending = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "product" || next.kind === "outer") return true;
    if (isOperation(next)) pending.push(...next.operands);
  }
  return false;
}
