import { attribute, type Draws } from "@chainrule/core";

/** Which distribution of mean 0 an initialiser draws from. */
export type Distribution = "uniform" | "normal";

const doc = "shape of the distribution; its mean is 0, and its variance the same for both";

/** The attribute that chooses it. */
export function distributionAttribute(standard: Distribution) {
  return attribute.choice(["uniform", "normal"], { doc, default: standard });
}

/** Draws of mean 0 and this standard deviation; uniform ones lie within √3 of it. */
export function withStandardDeviation(
  std: number,
  distribution: Distribution,
  draws: Draws,
): (element: number) => number {
  if (distribution === "normal") return (element) => std * draws.normal(0, element);
  const limit = std * Math.sqrt(3);
  return (element) => limit * (2 * draws.uniform(0, element) - 1);
}
