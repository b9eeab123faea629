import { fontFamily } from "../font.js";
import type { Theme } from "../theme.js";
import { roles } from "../view/model.js";
import { inksOf } from "./ink.js";
import { pictureStyle } from "./pictureStyle.js";

/** A page's colours: those of the light, and those of the dark where they differ. */
export interface PageThemes {
  readonly light: Theme;
  readonly dark?: Theme;
}

/**
 * The style sheet of a deck's page. Stages are numbers: a frame sets `--b12` to 2 where box 12 is lit and to 1 where
 * it is past, and everything that differs between stages is computed from that.
 * @param boxes how many boxes the largest picture has
 * @param edges how many edges the largest picture has
 */
export function deckStyle({ light, dark }: PageThemes, boxes: number, edges: number): string {
  const night = dark && `@media screen and (prefers-color-scheme:dark){${colors(dark)}}`;
  return [
    `:root{color-scheme:${dark ? "light dark" : "light"}}`,
    colors(light),
    ...(night ? [night] : []),
    pictureStyle([...inksOf(light).keys()], boxes, edges),
    pageStyle,
    liveStyle,
    printStyle,
  ].join("\n");
}

/** A variable for each of a theme's colours; those of looks by role, which is a class of boxes. */
function colors(theme: Theme): string {
  const page = [...inksOf(theme)].map(([ink, color]) => `--${ink}:${color}`);
  const looks = roles.map((role) => {
    const { fill, line, text = theme.text } = theme.looks[role];
    return `.${role}{--look-fill:${fill};--look-line:${line};--look-text:${text}}`;
  });
  return [`:root{${page.join(";")}}`, ...looks].join("\n");
}

/** One frame beneath the other: what a page without scripts shows. */
const pageStyle = `*{box-sizing:border-box}
html{font:17px/1.4 ${fontFamily};-webkit-text-size-adjust:100%}
body{margin:0;background:var(--background);color:var(--text);--least:9.12px}
h1,h2,h3,p,figure,ol,dl,dd{margin:0;padding:0}
h1{font-size:1.5rem;line-height:1.2}
h2{font-size:clamp(1.3rem,1rem + 1.3vw,2rem);line-height:1.2;font-weight:700;letter-spacing:-.01em;text-wrap:balance}
h1,h2,.note,dd,a{overflow-wrap:anywhere}
a{color:inherit}
button{font:inherit;color:inherit}
:focus-visible{outline:3px solid var(--value);outline-offset:2px;border-radius:4px}
.cover{padding:2rem clamp(1rem,3vw,2rem)}
.muted,.note,.eyebrow{color:var(--muted)}
.frame{display:grid;grid-template-columns:minmax(0,1fr);gap:.6rem;padding:1.2rem clamp(1rem,3vw,2rem);border-top:1px solid var(--cluster-line)}
.eyebrow{display:flex;justify-content:space-between;gap:1em;font-size:.82rem;letter-spacing:.02em}
.eyebrow b{flex:none;max-width:60%;color:var(--value);font-weight:700}
.eyebrow>*{overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
math{padding-block:.12em}
.round,.square{border:solid;border-width:0 .08em;margin-inline:.12em;padding:.12em .2em}
.round{border-radius:.5em/50%}
.square{border-width:.07em;border-inline-width:.07em;padding:.12em .1em}
.view{display:flex;overflow:auto;scrollbar-width:thin;container-type:inline-size}
.math{container-type:inline-size;font-size:1.5rem;line-height:1.4}
.math:empty{display:none}
.terms{font-size:clamp(min(1.08rem,1em),100cqw/var(--all),1em);display:flex;flex-wrap:wrap;align-items:center;gap:.15em .7em}
.terms>*{max-width:100%;min-width:0}
.line{font-size:max(min(1em,100cqw/var(--w,1)),13px);padding-left:1.2em;text-indent:-1.2em;overflow-x:auto;overflow-y:hidden;scrollbar-width:thin}
.line>*{text-indent:0}
.line code{font-size:.8em;white-space:pre-wrap;overflow-wrap:anywhere}
math{font-family:"Latin Modern Math","STIX Two Math","Cambria Math","Libertinus Math","DejaVu Math TeX Gyre","Noto Sans Math",math}
.answer{display:grid;align-items:center;justify-items:start;padding:.1em .55em;border-radius:.35em;
  background:color-mix(in srgb,var(--value) 10%,var(--background));border:1.5px solid color-mix(in srgb,var(--value) 45%,var(--background))}
.answer>*{grid-area:1/1;min-width:0;max-width:100%}
.kept{display:flex;flex-wrap:wrap;align-items:center;gap:.15em .7em}
.kept .line{color:var(--value);padding:0;text-indent:0}
.sign{font-style:italic;font-size:.85em;padding:.05em .6em;border-radius:1em;border:1.5px solid var(--value);color:var(--value)}
.sign.none{border-style:dashed;border-color:var(--muted);color:var(--muted)}
.answer.signs{background:none;border-color:transparent;padding-left:0}
.show,.bar,dialog,.unseen{display:none}
noscript{display:block;padding:0 clamp(1rem,3vw,2rem) 1rem}`;

/** One frame at a time. All stand in one grid, so that what they share has one place in all of them. */
const liveStyle = `@media screen{
html.live{overscroll-behavior:none;touch-action:pan-y pinch-zoom}
.live .view,.live .line{touch-action:auto;overscroll-behavior:contain}
.live body{overscroll-behavior:none;height:100vh;height:100dvh;overflow:hidden;display:grid;grid-template-rows:minmax(0,1fr) auto}
.live .cover,.live .frame .place{display:none}
.live main{display:grid;min-height:0;grid-template:minmax(0,1fr)/minmax(0,1fr);padding:clamp(.6rem,2vh,1.2rem) clamp(.8rem,2.5vw,2rem) .4rem}
.live .frame{grid-area:1/1;grid-template-rows:var(--head,auto) minmax(0,1fr) var(--foot,auto);min-height:0;padding:0;border:0;gap:clamp(.3rem,1.2vh,.7rem);visibility:hidden;cursor:default}
.live .frame.now{visibility:visible}
.live .view{container-type:size;min-height:0}
.live .view{--l:0px;--t:0px;--r:0px;--b:0px;
  -webkit-mask:linear-gradient(90deg,#0000,#000 var(--l),#000 calc(100% - var(--r)),#0000),linear-gradient(#0000,#000 var(--t),#000 calc(100% - var(--b)),#0000);
  mask:linear-gradient(90deg,#0000,#000 var(--l),#000 calc(100% - var(--r)),#0000),linear-gradient(#0000,#000 var(--t),#000 calc(100% - var(--b)),#0000);
  -webkit-mask-composite:source-in;mask-composite:intersect}
.live .math{max-height:46vh;overflow:auto;scrollbar-width:thin}
.live .math:empty{display:block}
.live .ask:not(.shown){--ask:1}
.live .ask:not(.shown) .kept{visibility:hidden}
.live .ask:not(.shown) .answer{background:none;border-style:dashed}
.live .ask .answer{min-width:5.2em}
.live .now.ask:not(.shown) .show{display:block}
.show{justify-self:stretch;align-self:stretch;background:none;border:0;margin:-.1em -.55em;padding:.1em .55em;font-size:1.1rem;font-weight:700;color:var(--value);cursor:pointer;min-height:2.2em}
.live .bar{display:flex;align-items:center;gap:.35rem;padding:.1rem clamp(.4rem,2vw,1.6rem) max(.25rem,env(safe-area-inset-bottom));font-size:.82rem;color:var(--muted)}
.bar button{flex:none;min-width:2.4rem;height:2.4rem;border:0;border-radius:.4rem;background:none;font-size:1.15rem;line-height:1;cursor:pointer}
.bar button:hover{background:var(--cluster-fill)}
.bar button:disabled{opacity:.35;cursor:default}
.place{font-variant-numeric:tabular-nums;white-space:nowrap}
.bar .place{margin-left:.5rem}
.parts{flex:1;display:flex;gap:3px;list-style:none;min-width:0}
.parts li{flex:var(--n) 1 0;min-width:.5rem}
.parts a{display:block;padding:.3rem 0 .2rem;text-decoration:none;line-height:1.25}
.parts a::before{content:"";display:block;height:4px;border-radius:2px;margin-bottom:.2rem;
  background:linear-gradient(var(--value),var(--value)) 0/calc(100%*clamp(0,(var(--at) - var(--from))/var(--n),1)) 100% no-repeat,color-mix(in srgb,var(--muted) 28%,var(--background))}
.parts span{display:block;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.parts [aria-current] span{color:var(--text);font-weight:700}
.live .unseen{display:block;position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
dialog[open]{display:block;max-width:min(46rem,92vw);max-height:86vh;overflow:auto;padding:1.2rem 1.5rem;border:1px solid var(--cluster-line);border-radius:.7rem;background:var(--background);color:var(--text)}
dialog::backdrop{background:#0007}
dialog h1{margin-bottom:.2rem}
dialog h3{margin:1rem 0 .3rem;font-size:1rem;color:var(--value)}
dialog ol{list-style:none;columns:18rem;column-gap:2rem}
dialog ol a{display:flex;gap:.6em;padding:.25rem .3rem;border-radius:.3rem;text-decoration:none;break-inside:avoid}
dialog ol a:hover,dialog ol [aria-current]{background:var(--cluster-fill)}
dialog ol i{flex:none;width:2em;text-align:right;font-style:normal;color:var(--muted);font-variant-numeric:tabular-nums}
dialog dl{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1.2rem;margin:.8rem 0}
dialog form{margin-top:1rem}
dialog form button{min-height:2.4rem;padding:0 1.1rem;border:1px solid var(--muted);border-radius:.4rem;background:none;cursor:pointer}
kbd{font:inherit;font-size:.85em;padding:.05em .45em;border:1px solid var(--cluster-line);border-radius:.3em;white-space:nowrap}
}
@media screen and (min-width:900px){
.many{display:grid;grid-auto-flow:column;grid-template-rows:repeat(var(--rows),auto);column-gap:1.2em;align-items:center}
.live .tall{grid-template-columns:minmax(0,3fr) minmax(0,2fr);column-gap:1.6rem}
.live .tall header{grid-column:1/3}
.live .tall .view{grid-row:2/4}
.live .tall .math{grid-area:2/2/4/3;max-height:100%;align-self:center}
}
@media screen and (max-width:600px){
body{--least:10.8px}
.math{font-size:1.2rem}
.parts span{display:none}
.live .bar{gap:.1rem}
.bar button{min-width:2.75rem;height:2.75rem}
}`;

/** One frame a page, as large as a slide; answers are shown. */
const printStyle = `@page{size:1280px 720px;margin:0}
@media print{
body{--least:0px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.cover,noscript,.bar,dialog,.unseen,.show{display:none!important}
.frame{height:719px;padding:30px 44px 26px;border:0;grid-template-rows:auto minmax(0,1fr) auto;break-after:page;break-inside:avoid;overflow:hidden}
.frame:last-of-type{break-after:auto}
.view{container-type:size;overflow:hidden;min-height:0}
.tall{grid-template-columns:minmax(0,3fr) minmax(0,2fr);column-gap:28px}
.tall header{grid-column:1/3}
.tall .view{grid-row:2/4}
.tall .math{grid-area:2/2/4/3;align-self:center}
}`;
