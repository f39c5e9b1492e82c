// What the pointer is at: the nearest x of a chart, or the nearest point of its curves.
import { formats, plain } from "./chart-axis.js";
import { resolve } from "./chart-colours.js";
import { log, nearest } from "./chart-points.js";

/** The pixel of a point, from the top left of the chart's element. */
function place(drawing, [x, y]) {
  const globals = drawing.chart.w.globals, [low] = globals.minYArr, [high] = globals.maxYArr;
  const shown = drawing.options.logY ? log(y) : y;
  return {
    left: globals.translateX + (x - globals.minX) / (globals.maxX - globals.minX || 1) * globals.gridWidth,
    top: shown === null ? NaN : globals.translateY + (1 - (shown - low) / (high - low || 1)) * globals.gridHeight,
  };
}

/** The series and the point nearest to the pointer, and the nearest x; null outside of the frame. */
export function closest(drawing, event) {
  const globals = drawing.chart?.w.globals;
  if (!globals) return null;
  const box = drawing.element.getBoundingClientRect(), left = event.clientX - box.left, top = event.clientY - box.top;
  if (left < globals.translateX || left > globals.translateX + globals.gridWidth || top < globals.translateY
    || top > globals.translateY + globals.gridHeight) return null;
  let found = null, distance = Infinity;
  visible(drawing).forEach(series => drawing.points[series].forEach(point => {
    if (point[1] === null) return;
    const at = place(drawing, point), far = drawing.options.pointHover
      ? Math.hypot(at.left - left, at.top - top) : Math.abs(at.left - left) + Math.abs(at.top - top) / 1e4;
    if (far < distance) [found, distance] = [{ series, point, x: point[0] }, far];
  }));
  return found;
}

const visible = drawing => {
  const hidden = drawing.chart.w.globals.collapsedSeriesIndices.map(index => drawing.chart.w.globals.seriesNames[index]);
  return drawing.options.series.flatMap((one, index) => hidden.includes(one.name) ? [] : [index]);
};

const xText = ({ options }, x) =>
  options.xIsTime ? new Date(x).toLocaleString(undefined, { hour12: false }) : `${options.xTitle || "x"} ${plain(x)}`;

/** Rows of text: a heading, then each series' value at x; or all of one point. */
export function valuesAt(drawing, { series, point, x }) {
  const { options } = drawing, written = formats[options.format], color = index => resolve(drawing.element, options.series[index].color);
  if (options.pointHover) {
    const rows = [`${options.xTitle} ${plain(point[0])}`, `${options.yTitle} ${written(point[1])}`];
    if (typeof point[2] === "number") rows.push(`${options.extraTitle} ${plain(point[2])}`);
    return [{ name: options.series[series].name, color: color(series), text: "" }, ...rows.map(text => ({ name: text, text: "" }))];
  }
  const shown = visible(drawing).flatMap(index => {
    const at = nearest(drawing.points[index], x);
    return at ? [{ name: options.series[index].name, color: color(index), text: written(at[1]) }] : [];
  });
  if (options.binWidth) return [
    { name: `${options.xTitle} ${plain(x - options.binWidth / 2)} to ${plain(x + options.binWidth / 2)}`, text: "" }, ...shown];
  return [{ name: xText(drawing, x), text: "" }, ...shown];
}
