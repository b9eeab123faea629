import type { Way } from "@chainrule/core";

/**
 * Writes a graph down in the notation of a lecture: letters, the way that matrices lie, layers, δ. All LaTeX is for
 * math mode, without delimiters.
 */
export interface Writer {
  /** A node's name as plain text: `W₁`, `λ`, `ŷ`. */
  name(id: string): string;
  /** A node's name: `W_{1}`, `\lambda`, `\hat{y}`. */
  symbol(id: string): string;
  /** What a node is computed by: `W_{1}^{\top} \, x`; undefined for inputs and other sources. */
  value(id: string): string | undefined;
  /** `u_{1} = W_{1}^{\top} \, x`; of a source its name alone, of an update `W_{1} \leftarrow …`. */
  equation(id: string): string;
  /** The same as plain text, for titles: `u₁ = W₁ᵀ x`. */
  equationText(id: string): string;
  /** The gradient of one value by another: `\frac{\partial \ell}{\partial W_{1}}`. */
  gradient(of: string, id: string): string;
  /** The same as plain text: `∂ℓ/∂W₁`. */
  gradientName(of: string, id: string): string;
  /**
   * A consumer's rule for one of its inputs, applied to a cotangent: `x \, \delta^{\top}`.
   * @param position which input of the node `id`
   * @param cotangent LaTeX of what arrives at the node
   */
  rule(id: string, position: number, cotangent: string): string | undefined;
  /**
   * The local derivative where it is a factor, as it is of elementwise ops and of scalars: `\hat{y} \, (1 - \hat{y})`;
   * `0` where the op is declared locally constant; undefined where only the rule can be written.
   */
  derivative(id: string, position: number): string | undefined;
  /** Which way a node's symbol, or that of its gradient, lies; undefined where it has no sides. */
  way(id: string): Way | undefined;
  /** The letter of the learning rate: `\gamma`. */
  readonly rate: string;
}
