/** What is wrong with the frame that is seen; it runs in the page. */
export const inspect = `() => {
  const frame = document.querySelector(".frame.now");
  const problems = [];
  const rectOf = (element) => element.getBoundingClientRect();
  const name = (element) => element.localName + "." + element.getAttribute("class") + " " + element.textContent.slice(0, 30);
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight) problems.push("the page scrolls");
  const blocks = [...frame.children, document.querySelector(".bar")];
  blocks.forEach((block, i) => {
    const { left, right, top, bottom } = rectOf(block);
    if (left < -1 || right > innerWidth + 1 || top < -1 || bottom > innerHeight + 1) problems.push("out of the page: " + name(block));
    for (const other of blocks.slice(i + 1)) {
      const its = rectOf(other);
      if (left < its.right - 1 && its.left < right - 1 && top < its.bottom - 1 && its.top < bottom - 1)
        problems.push("overlap: " + name(block) + " and " + name(other));
    }
  });
  for (const element of [...frame.querySelectorAll("*"), ...document.querySelectorAll(".bar *")]) {
    const style = getComputedStyle(element);
    if (style.display === "none" || element.closest("svg")) continue;
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
    if (hasText && element.clientWidth + element.getClientRects().length > 0 && parseFloat(style.fontSize) < 9)
      problems.push("small: " + style.fontSize + " " + name(element));
    const scroller = element.matches(".view, .unseen");
    if (!scroller && style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1) problems.push("cut: " + name(element));
    if (hasText && rectOf(element).right > innerWidth + 1) problems.push("beyond the edge: " + name(element));
  }
  const terms = frame.querySelector(".terms");
  if (terms) {
    const items = [...terms.children].map(rectOf);
    items.forEach((one, i) => items.slice(i + 1).forEach((other) => {
      if (one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1)
        problems.push("terms overlap");
    }));
    if (rectOf(terms).bottom > rectOf(terms.parentElement).bottom + 1) problems.push("formulas scroll");
  }
  const view = frame.querySelector(".view");
  const svg = view.querySelector("svg");
  const k = svg.clientWidth / svg.viewBox.baseVal.width;
  const sizes = [...document.querySelectorAll(".drawings " + svg.querySelector("use").getAttribute("href") + " text")].map((text) => k * text.getAttribute("font-size"));
  if (Math.min(...sizes) < 9) problems.push("the picture's text is " + Math.min(...sizes) + " px");
  const [left, top, right, bottom] = view.dataset.area.split(" ").map(Number);
  const box = rectOf(svg), window = rectOf(view);
  // What is larger than its window, as a path may be, begins in it.
  const isIn = (low, high, from, to) =>
    high - low > to - from ? low < to && high > from : low >= from - 2 && high <= to + 2;
  if (!isIn(box.left + left * k, box.left + right * k, window.left, window.right)
    || !isIn(box.top + top * k, box.top + bottom * k, window.top, window.bottom))
    problems.push("what is lit is out of view");
  return problems;
}`;
