import { fontFamily } from "../font.js";
import type { Ink } from "./ink.js";
import { litWidth, strengthKey, type Strength, strengths } from "./stage.js";

/**
 * How pictures look at each stage. A stage is a number: a frame sets `--b12` to 2 where box 12 is lit and to 1 where it
 * is past, and everything that differs between stages is computed from that.
 * @param inks the colours that do not depend on a role
 * @param boxes how many boxes the largest picture has
 * @param edges how many edges the largest picture has
 */
export function pictureStyle(inks: readonly Ink[], boxes: number, edges: number): string {
  const stage = (letter: string, count: number): string =>
    Array.from({ length: count }, (_, i) => `.${letter}${i}{--s:var(--${letter}${i},0)}`).join("");
  const grade = (part: keyof Strength): string => {
    const { later, past, lit } = strengths;
    const rise = (from: number, to: number): number => Number((to - from).toFixed(2));
    return `calc(${later[part]} + ${rise(later[part], past[part])}*var(--known,1) + ${rise(past[part], lit[part])}*var(--now,1))`;
  };
  const known = `${grade("number")}*(1 - var(--ask,0)*var(--now,1))`;
  const ink = (name: Ink): string => {
    const part = strengthKey(name);
    const strength = part === "number" ? `calc(${known})` : grade(part);
    return ["fill", "stroke"]
      .map(
        (property) =>
          `[data-${property}=${name}]{${property}:var(--${name});${property}-opacity:${strength}}`,
      )
      .join("");
  };
  return `${stage("b", boxes)}
${stage("e", edges)}
.box,.arrow{--known:min(var(--s),1);--now:max(var(--s) - 1,0);stroke-width:calc(1px + ${litWidth - 1}px*var(--now))}
${[...inks, "look-fill", "look-line", "look-text"].map(ink).join("\n")}
[data-stroke=value],[data-stroke=gradient]{stroke-width:1px}
.drawings{position:absolute;width:0;height:0;overflow:hidden}
.picture{font-family:${fontFamily};white-space:pre;display:block;flex:none;margin:auto;
  --k:max(var(--least)/var(--smallest),min(100cqw/var(--w),100cqh/var(--h),1.6px));
  width:calc(var(--w)*var(--k));height:calc(var(--h)*var(--k))}`;
}
