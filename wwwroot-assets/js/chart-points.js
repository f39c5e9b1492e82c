// The points of a chart as ApexCharts takes them.
import { pale, resolve } from "./chart-colours.js";

/** A log axis is drawn over log10 values: ApexCharts' own cannot show a curve that starts at 0. */
export const log = y => y === null || y <= 0 ? null : Math.log10(y);

/** A bin is drawn as the outline of a bar. */
const outline = (x, y, width) => [[x - width / 2, 0], [x - width / 2, y ?? 0], [x + width / 2, y ?? 0], [x + width / 2, 0]];

/** A point's y holds back to the x before. */
const steps = points => points.flatMap(([x, y], index) => index === 0 ? [[x, y]] : [[points[index - 1][0], y], [x, y]]);

export function data(options, points) {
  const { categories, logY, binWidth } = options;
  if (binWidth) return points.flatMap(([x, y]) => outline(x, y, binWidth)).map(([x, y]) => ({ x, y }));
  const corners = options.steps ? steps(points) : points;
  return corners.map(([x, y]) => ({ x: categories ? categories[x] ?? x : x, y: logY ? log(y) : y }));
}

/** The series that are drawn: bands, then series, then the diagonal. */
export function series(drawing) {
  const { options, points, bands, element, layered } = drawing;
  const drawn = options.series.map((one, index) => ({
    name: one.name,
    type: layered ? "line" : undefined,
    color: one.faint ? pale(resolve(element, one.color)) : resolve(element, one.color),
    data: data(options, points[index]),
  }));
  const areas = !layered ? [] : options.series.flatMap((one, index) => !bands[index]?.length ? [] : [{
    name: `${one.name} range`,
    type: "rangeArea",
    color: resolve(element, one.color),
    data: bands[index].map(([x, low, high]) => ({ x, y: options.logY ? [log(low), log(high)] : [low, high] })),
  }]);
  const diagonal = !options.diagonal ? [] : [{
    name: "chance", type: layered ? "line" : undefined, color: resolve(element, "var(--chart-faint)"),
    data: [{ x: 0, y: 0 }, { x: 1, y: 1 }],
  }];
  return [...areas, ...drawn, ...diagonal];
}

/** The points of a series that are nearest to x. */
export function nearest(points, x) {
  let found = null, distance = Infinity;
  for (const point of points) {
    if (point[1] === null || Math.abs(point[0] - x) >= distance) continue;
    distance = Math.abs(point[0] - x);
    found = point;
  }
  return found;
}
