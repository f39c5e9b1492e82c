// What is around a chart: its menu, full screen and the button that shows all points again.

/** Connects the buttons of a chart's figure; they answer without asking the server. */
export function connect(drawing, signal) {
  const figure = drawing.element.closest("figure");
  if (!figure) return;
  const menu = figure.querySelector(".chart-menu");
  figure.addEventListener("click", event => {
    const tool = event.target.closest("[data-chart]")?.dataset.chart;
    if (tool === "full") toggleFull(figure);
    if (tool === "reset") drawing.resetZoom();
    if (menu && event.target.closest(".chart-menu-list button")) menu.open = false;
  }, { signal });
  document.addEventListener("click", event => { if (menu?.open && !menu.contains(event.target)) menu.open = false; }, { signal });
  figure.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !menu?.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  }, { signal });
  figure.addEventListener("fullscreenchange", () => {
    drawing.full = document.fullscreenElement === figure;
    drawing.renew();
  }, { signal });
}

async function toggleFull(figure) {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await figure.requestFullscreen();
  } catch { /* The browser forbids it, such as in a frame. */ }
}

/** Shows the button "Reset zoom" while it has something to do. */
export const showZoomed = (element, zoomed) => element.closest("figure")?.toggleAttribute("data-zoomed", zoomed);
