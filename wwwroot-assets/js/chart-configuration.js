// The settings that ApexCharts gets for a chart.
import { extent, formats, plain, ticks } from "./chart-axis.js";
import { resolve } from "./chart-colours.js";
import { log, series as drawnSeries } from "./chart-points.js";
import { zoom } from "./chart-sync.js";

/** Up to this many points of the longest line have markers: a line of few points is hard to see. */
const FEW = 12;

/** ApexCharts treats a setting with the value undefined as given, so drop those. */
const settled = value => Array.isArray(value) || value === null || typeof value !== "object" ? value
  : Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) => [key, settled(inner)]));

/** Round ticks under the points; a time axis has its own. */
function xTicks({ options, points, bands, range, element }) {
  const { categories, xIsTime, xMin, xMax, wholeX } = options;
  if (categories) return null;
  if (xIsTime) return range && { min: range[0], max: range[1] };
  const xs = points.flatMap((list, series) => [...list, ...(bands[series] ?? [])].map(([x]) => x));
  let low = range?.[0] ?? xMin ?? xs.reduce((a, b) => Math.min(a, b), Infinity),
    high = range?.[1] ?? xMax ?? xs.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
  if (wholeX && low === high) [low, high] = [low - 1, high + 1];
  return ticks(low, high, element.clientWidth < 360 ? 6 : 8, wholeX);
}

/** The y range, as given or else around the points in view; undefined leaves it to ApexCharts. */
function yTicks(drawing, shown) {
  const { options, points, bands, range } = drawing, { logY, yMin, yMax, kind } = options, most = drawing.height < 260 ? 5 : 6;
  if (kind === "bar") return { min: yMin ?? undefined, max: yMax ?? undefined };
  if (logY) {
    const given = y => log(y) ?? undefined;
    return {
      min: yMin !== null ? given(yMin) : low => Math.floor(low * 2) / 2,
      max: yMax !== null ? given(yMax) : high => Math.ceil(high * 2) / 2,
    };
  }
  if (yMin !== null && yMax !== null) {
    const round = ticks(yMin, yMax, most);
    return round.min === yMin && round.max === yMax ? round : { min: yMin, max: yMax, tickAmount: most };
  }
  // The axis may be wider than what was zoomed to.
  const inRange = ([x]) => !range || !shown || (x >= shown.min && x <= shown.max);
  const ys = points.flatMap((list, series) => [
    ...list.filter(inRange).map(([, y]) => y), ...(bands[series] ?? []).filter(inRange).flatMap(([, low, high]) => [low, high]),
  ]).filter(y => y !== null);
  return extent([...ys, ...[yMin, yMax, options.binWidth ? 0 : null].filter(y => y !== null)], most) ?? {};
}

const markersOf = ({ options, points }) =>
  options.kind === "line" && !options.pointHover && Math.max(0, ...points.map(list => list.length)) <= FEW ? 4 : 0;

/** What the drawing depends on beside the points: while it stays the same, points are appended. */
export function axes(drawing) {
  const x = xTicks(drawing);
  return { x, y: yTicks(drawing, x), markers: markersOf(drawing) };
}

/** Whether the lines run along the top of the frame, and not along its bottom, where a label at the left or right of x would be. */
function runsHigh({ points }, x, left) {
  const all = points.flat().filter(([, y]) => y !== null), xs = all.map(([at]) => at), ys = all.map(([, y]) => y);
  const [low, high] = [Math.min(...ys), Math.max(...ys)], reach = 0.2 * (Math.max(...xs) - Math.min(...xs));
  const near = all.filter(([at]) => left ? at >= x && at <= x + reach : at <= x && at >= x - reach);
  const heights = near.map(([, y]) => (y - low) / (high - low));
  return Math.max(...heights) > 0.8 && Math.min(...heights) > 0.2;
}

function marks(drawing, axis) {
  const { options, element } = drawing;
  const text = resolve(element, "var(--mud-palette-text-secondary)"), surface = resolve(element, "var(--mud-palette-surface)");
  return options.marks.map(mark => {
    // Inside the frame, on the side with more room.
    const left = !axis || mark.x - axis.min <= axis.max - mark.x, low = runsHigh(drawing, mark.x, left);
    return {
      x: mark.x, strokeDashArray: 4, borderColor: text,
      label: {
        text: mark.label, orientation: "horizontal", borderWidth: 0,
        textAnchor: left ? "start" : "end", offsetX: left ? 5 : -5, position: low ? "bottom" : "top", offsetY: low ? -5 : 12,
        style: { background: surface, color: text, padding: { left: 2, right: 2, top: 0, bottom: 1 } },
      },
    };
  });
}

export function configuration(drawing) {
  const { options, element, layered, paper } = drawing, bar = options.kind === "bar";
  const written = formats[options.format], format = options.logY ? value => written(10 ** value) : written;
  const series = drawnSeries(drawing), { x: axis, y, markers } = axes(drawing);
  const areas = series.filter(one => one.type === "rangeArea").length, chance = options.diagonal ? 1 : 0;
  // For each drawn series: that of the bands, that of a series, that of the diagonal.
  const each = (band, one, diagonal) => [...Array(areas).fill(band), ...options.series.map(one), ...Array(chance).fill(diagonal)];
  const named = each(false, one => !one.faint, false);
  const tidyLegend = () => element.querySelectorAll(".apexcharts-legend-series").forEach((item, index) => { item.hidden = !named[index]; });
  const text = resolve(element, "var(--mud-palette-text-secondary)"), grid = resolve(element, "var(--mud-palette-lines-default)");
  const dark = document.documentElement.dataset.theme === "dark" && !paper;
  const whole = value => Number.isInteger(+value) && +value >= 1 ? String(+value) : "";
  return settled({
    series,
    chart: {
      type: layered ? "rangeArea" : options.binWidth ? "area" : options.kind,
      height: drawing.height,
      width: paper ?? "100%",
      animations: { enabled: false },
      background: "transparent",
      foreColor: text,
      fontFamily: "inherit",
      parentHeightOffset: 0,
      toolbar: { show: false, autoSelected: "zoom", tools: { zoom: true } },
      zoom: { enabled: drawing.zoomable, type: "x", autoScaleYaxis: false, allowMouseWheelZoom: false },
      events: {
        mounted: tidyLegend,
        updated: tidyLegend,
        zoomed: (_, { xaxis }) => Number.isFinite(xaxis?.min) && zoom(drawing.group, [xaxis.min, xaxis.max]),
        legendClick: (chart, at) => layered && options.series[at - areas] && chart.toggleSeries(`${options.series[at - areas].name} range`),
      },
    },
    states: { active: { filter: { type: "none" } } },
    theme: { mode: dark ? "dark" : "light" },
    stroke: {
      curve: "straight",
      width: bar ? 0 : each(0, one => one.faint || options.binWidth ? 1 : 2, 1),
      dashArray: bar ? 0 : each(0, one => one.dash ?? 0, 4),
    },
    fill: layered ? { type: "solid", opacity: series.map(one => one.type === "rangeArea" ? 0.2 : 1) }
      : options.binWidth ? { type: "solid", opacity: each(0, () => 0.35, 0) } : { type: "solid" },
    markers: { size: each(0, one => one.faint ? 0 : markers, 0), strokeWidth: 0, hover: { sizeOffset: 0 } },
    dataLabels: { enabled: false },
    plotOptions: { bar: { columnWidth: "80%" } },
    grid: { borderColor: grid, strokeDashArray: 2, padding: { top: -14, bottom: options.legend ? 0 : -6 } },
    legend: {
      show: options.legend, showForSingleSeries: true, position: "bottom", horizontalAlign: "left",
      onItemHover: { highlightDataSeries: true },
    },
    tooltip: {
      enabled: bar, theme: dark ? "dark" : "light", y: { formatter: value => value === null || value === undefined ? "" : format(value) },
    },
    xaxis: {
      type: options.categories ? "category" : options.xIsTime ? "datetime" : "numeric",
      min: axis?.min ?? options.xMin ?? undefined,
      max: axis?.max ?? options.xMax ?? undefined,
      title: { text: options.xTitle || undefined, style: { fontWeight: 400 } },
      labels: {
        formatter: options.xIsTime || options.categories ? undefined : options.wholeX ? whole : value => plain(Number(value)),
        datetimeUTC: false, hideOverlappingLabels: true,
      },
      tooltip: { enabled: false },
      crosshairs: { show: false },
      tickAmount: axis?.tickAmount,
    },
    yaxis: {
      ...y,
      title: { text: options.yTitle || undefined, style: { fontWeight: 400 } },
      labels: { formatter: value => typeof value === "number" ? format(value) : value, maxWidth: 120 },
    },
    annotations: {
      xaxis: marks(drawing, axis),
      yaxis: options.levels.map(level => ({ y: level.y, strokeDashArray: 2, borderColor: resolve(element, level.color), opacity: 0.6 })),
    },
  });
}
