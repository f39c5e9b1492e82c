// Printing and saving a page: every chart is drawn, also those never scrolled to, in the light theme and as wide as paper allows.

const drawings = new Set();

/** Widths in pixels on A4 with the margins of app.css. */
const WIDE = 690, HALF = 335;

export const add = drawing => drawings.add(drawing);
export const remove = drawing => drawings.delete(drawing);

export const printing = () => "print" in document.documentElement.dataset;

/** The width of a chart on paper: half of it, unless the chart is most of the page. */
export function paperWidth(element) {
  const page = element.closest("main, .mud-main-content, body")?.clientWidth || window.innerWidth;
  return element.clientWidth / page > 0.6 ? WIDE : HALF;
}

window.addEventListener("beforeprint", () => {
  const widths = new Map([...drawings].map(drawing => [drawing, paperWidth(drawing.element)]));
  document.documentElement.dataset.print = "";
  widths.forEach((width, drawing) => drawing.drawForPaper(width));
});

window.addEventListener("afterprint", () => {
  delete document.documentElement.dataset.print;
  drawings.forEach(drawing => {
    drawing.paper = null;
    drawing.renew();
  });
});
