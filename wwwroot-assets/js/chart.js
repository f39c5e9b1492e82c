// Draws one chart of the Chart component with ApexCharts: when it comes into view, without animation, in the page's theme.
import { flat, formats, plain, ticks } from "./chart-axis.js";
import { resolve, steps } from "./chart-colours.js";

let library;
const apex = () => library ??= import("../lib/apexcharts.esm.js").then(module => module.default);

/** ApexCharts treats a setting with the value undefined as given, so drop those. */
const settled = value => Array.isArray(value) || value === null || typeof value !== "object" ? value
  : Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) => [key, settled(inner)]));

export function create(element, options, points, bands, page) {
  return new Drawing(element, options, points, bands, page);
}

export function save(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: name.endsWith(".svg") ? "image/svg+xml" : "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// One chart per frame: a page with twenty live charts still answers clicks.
const waiting = new Set();
function soon(drawing) {
  if (waiting.size === 0) requestAnimationFrame(drawNext);
  waiting.add(drawing);
}
function drawNext() {
  const [drawing] = waiting;
  drawing.bringUp();
  waiting.delete(drawing);
  if (waiting.size > 0) requestAnimationFrame(drawNext);
}

class Drawing {
  constructor(element, options, points, bands, page) {
    Object.assign(this, { element, options, points, bands, page, stale: true });
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    document.addEventListener("angioboard-theme", () => this.renew(), { signal });
    document.addEventListener("visibilitychange", () => this.catchUp(), { signal });
    element.addEventListener("keydown", event => this.onKey(event), { signal });
    this.observer = new IntersectionObserver(entries => {
      this.inView = entries[entries.length - 1].isIntersecting;
      this.catchUp();
    }, { rootMargin: "200px" });
    this.observer.observe(element);
  }

  /** A chart out of view or in a hidden tab is drawn only when it becomes visible again. */
  get seen() { return this.inView && !document.hidden; }

  catchUp() {
    if (this.stale && this.seen) soon(this);
  }

  bringUp() {
    if (this.gone || !this.seen) this.stale = true;
    else if (this.stale || !this.chart) this.draw();
    else this.grow();
  }

  renew() {
    this.stale = true;
    this.catchUp();
  }

  redraw(options, points, bands) {
    if (options && options.series.some((series, index) => series.name !== this.options.series[index]?.name || series.hidden !== this.options.series[index]?.hidden)) this.hidden = null;
    this.options = options ?? this.options;
    this.points = points;
    this.bands = bands;
    this.renew();
  }

  append(added) {
    added.forEach((more, series) => this.points[series].push(...more));
    if (!this.chart || this.stale || !this.seen || this.layered || this.level || this.options.kind === "scatter") return this.renew();
    this.added = this.added?.map((before, series) => [...before, ...added[series]]) ?? added;
    soon(this);
  }

  grow() {
    const { added } = this;
    this.added = null;
    if (!added) return;
    const axis = this.xTicks();
    if (axis && !this.zoomed && axis.max !== this.axis?.max) {
      // updateOptions shows every series again.
      if (this.chart.w.globals.collapsedSeriesIndices.length > 0) return this.renew();
      this.axis = axis;
      this.chart.updateOptions({ series: this.series(), xaxis: { ...axis } }, false, false);
      return;
    }
    const data = this.inOrder(added).map(points => ({ data: this.data(points) }));
    this.chart.appendData(this.options.diagonal ? [...data, { data: [] }] : data);
  }

  resetZoom() {
    this.zoomed = false;
    this.renew();
  }

  onKey(event) {
    if (!this.chart || !this.zoomable || event.ctrlKey || event.metaKey || event.altKey) return;
    const { minX, maxX } = this.chart.w.globals, span = maxX - minX;
    const moves = { "+": [span / 4, -span / 4], "-": [-span / 2, span / 2], ArrowLeft: [-span / 4, -span / 4], ArrowRight: [span / 4, span / 4] };
    if (event.key === "0") this.resetZoom();
    else if (event.key in moves) {
      this.zoomed = true;
      this.chart.zoomX(minX + moves[event.key][0], maxX + moves[event.key][1]);
    } else return;
    event.preventDefault();
  }

  saveSvg(name) {
    const svg = this.element.querySelector("svg");
    if (svg) save(`${name}.svg`, new XMLSerializer().serializeToString(svg));
  }

  destroy() {
    this.observer.disconnect();
    this.listeners.abort();
    this.gone = true;
    this.chart?.destroy();
    this.chart = null;
  }

  get zoomable() { return ["line", "area", "scatter"].includes(this.options.kind); }

  get heatmap() { return this.options.kind === "heatmap"; }

  /** Heat maps are drawn from the bottom row up. */
  inOrder(list) { return this.heatmap ? [...list].reverse() : list; }

  get layered() { return this.bands.some(band => band?.length); }

  data(points) {
    const { categories, logY, xIsTime } = this.options;
    return points.map(([x, y]) => ({ x: categories ? categories[x] ?? x : x, y: logY ? this.log(y) : y }));
  }

  /** Draws a log axis over log10 values: ApexCharts' own cannot show a curve that starts at 0. */
  log(y) { return y === null || y <= 0 ? null : Math.log10(y); }

  async draw() {
    this.stale = false;
    this.added = null;
    const ticket = this.ticket = (this.ticket ?? 0) + 1;
    const Apex = await apex();
    if (this.gone || ticket !== this.ticket) return;
    const kept = this.remember();
    this.chart?.destroy();
    this.chart = new Apex(this.element, settled(this.configuration()));
    await this.chart.render();
    if (!this.chart) return;
    const names = this.hidden ?? this.options.series.filter(series => series.hidden).map(series => series.name);
    names.filter(name => this.chart.w.globals.seriesNames.includes(name)).forEach(name => this.chart.hideSeries(name));
    if (kept) this.chart.zoomX(...kept);
  }

  /** The user's state of the chart before it is replaced: hidden series and the zoomed range. */
  remember() {
    const globals = this.chart?.w.globals;
    if (!globals) return null;
    this.hidden = globals.collapsedSeriesIndices.map(index => globals.seriesNames[index]);
    return this.zoomed && this.options.kind !== "scatter" ? [globals.minX, globals.maxX] : null;
  }

  series() {
    const { options, points } = this;
    const drawn = this.inOrder(options.series).map((series, index) => ({
      name: series.name,
      type: this.layered ? "line" : undefined,
      color: this.heatmap ? undefined : resolve(this.element, series.color),
      data: this.data(this.inOrder(points)[index]),
    }));
    const areas = !this.layered ? [] : options.series.flatMap((series, index) => !this.bands[index]?.length ? [] : [{
      name: `${series.name} range`,
      type: "rangeArea",
      color: resolve(this.element, series.color),
      data: this.bands[index].map(([x, low, high]) => ({ x, y: options.logY ? [this.log(low), this.log(high)] : [low, high] })),
    }]);
    const diagonal = options.diagonal ? [{ name: "chance", type: this.layered ? "line" : undefined, color: resolve(this.element, "var(--chart-faint)"), data: [{ x: 0, y: 0 }, { x: 1, y: 1 }] }] : [];
    return [...areas, ...drawn, ...diagonal];
  }

  /** Round ticks under the points; a time axis has its own. */
  xTicks() {
    const { categories, xIsTime, xMin, xMax } = this.options;
    if (categories || xIsTime) return null;
    const xs = this.points.flatMap((points, series) => [...points, ...(this.bands[series] ?? [])].map(([x]) => x));
    const low = xMin ?? xs.reduce((a, b) => Math.min(a, b), Infinity), high = xMax ?? xs.reduce((a, b) => Math.max(a, b), -Infinity);
    return Number.isFinite(low) && Number.isFinite(high) ? ticks(low, high) : null;
  }

  /** The y range, as given or else around the points; undefined leaves it to ApexCharts. */
  yExtent() {
    const { logY, yMin, yMax } = this.options;
    const given = y => logY ? this.log(y) ?? undefined : y;
    this.level = yMin === null && yMax === null && this.zoomable && !this.layered ? flat(this.series().flatMap(one => one.data.map(({ y }) => y)).filter(y => y !== null)) : null;
    if (this.level) return this.level;
    return {
      min: yMin !== null ? given(yMin) : logY ? low => Math.floor(low * 2) / 2 : undefined,
      max: yMax !== null ? given(yMax) : logY ? high => Math.ceil(high * 2) / 2 : undefined,
    };
  }

  configuration() {
    const { options, element, page } = this;
    const written = formats[options.format];
    const format = options.logY ? value => written(10 ** value) : written;
    const series = this.series();
    const axis = this.axis = this.xTicks();
    const extent = this.yExtent();
    const unnamed = index => series[index].type === "rangeArea" || (options.diagonal && index === series.length - 1);
    const tidyLegend = () => element.querySelectorAll(".apexcharts-legend-series").forEach((item, index) => { item.hidden = unnamed(index); });
    const areas = series.filter(one => one.type === "rangeArea").length;
    const index = drawn => this.heatmap ? options.series.length - 1 - drawn : drawn - areas < options.series.length ? drawn - areas : -1;
    const dashes = [...Array(areas).fill(0), ...options.series.map(one => one.dash), ...(options.diagonal ? [4] : [])];
    const widths = [...Array(areas).fill(0), ...options.series.map(() => 2), ...(options.diagonal ? [1] : [])];
    const line = options.kind === "line" || options.kind === "area";
    const text = resolve(element, "var(--mud-palette-text-secondary)");
    const grid = resolve(element, "var(--mud-palette-lines-default)");
    const dark = document.documentElement.dataset.theme === "dark";
    return {
      series,
      chart: {
        type: this.layered ? "rangeArea" : options.kind,
        height: options.height,
        animations: { enabled: false },
        background: "transparent",
        foreColor: text,
        fontFamily: "inherit",
        parentHeightOffset: 0,
        toolbar: { show: true, tools: { download: false, selection: false, zoom: true, zoomin: true, zoomout: true, pan: true, reset: false } },
        zoom: { enabled: this.zoomable, type: options.kind === "scatter" ? "xy" : "x", autoScaleYaxis: options.yMin === null && !options.logY, allowMouseWheelZoom: false },
        events: {
          mounted: tidyLegend,
          updated: tidyLegend,
          zoomed: () => { this.zoomed = true; },
          legendClick: (chart, at) => this.layered && options.series[at - areas] && chart.toggleSeries(`${options.series[at - areas].name} range`),
          dataPointSelection: (_, __, at) => options.clicks && page.invokeMethodAsync("Click", index(at.seriesIndex), at.dataPointIndex),
          mouseMove: (_, __, at) => this.hover(index(at.seriesIndex ?? -1), at.dataPointIndex ?? -1),
          mouseLeave: () => this.hover(-1, -1),
        },
      },
      states: { active: { filter: { type: "none" } } },
      theme: { mode: dark ? "dark" : "light" },
      stroke: { curve: "straight", width: this.heatmap ? 1 : line ? widths : options.kind === "scatter" ? widths.map((_, i) => i >= areas + options.series.length ? 1 : 0) : 0, dashArray: line ? dashes : 0, colors: this.heatmap ? [resolve(element, "var(--mud-palette-surface)")] : undefined },
      fill: this.layered ? { type: "solid", opacity: series.map(one => one.type === "rangeArea" ? 0.2 : 1) } : options.kind === "area" ? { type: "solid", opacity: 0.2 } : { type: "solid" },
      markers: { size: options.kind === "scatter" || options.markers ? 4 : 0, strokeWidth: 0, hover: { size: 5 } },
      dataLabels: { enabled: this.heatmap, formatter: value => value === null ? "" : format(value), style: { fontSize: "12px" } },
      plotOptions: { heatmap: { enableShades: false, radius: 0, colorScale: this.heatmap ? { ranges: this.scale() } : undefined }, bar: { columnWidth: "80%" } },
      colors: this.heatmap ? [resolve(element, "var(--chart-1)")] : undefined,
      grid: { borderColor: grid, strokeDashArray: 2 },
      legend: { show: options.legend && !this.heatmap, position: "bottom", horizontalAlign: "left", onItemHover: { highlightDataSeries: true } },
      tooltip: { theme: dark ? "dark" : "light", shared: line && options.series.length <= 12, intersect: !line, x: { formatter: options.xIsTime || options.categories ? undefined : value => `${options.xTitle} ${plain(Number(value))}` }, y: { formatter: value => value === null || value === undefined ? "" : format(value) } },
      xaxis: {
        type: options.categories ? "category" : options.xIsTime ? "datetime" : "numeric",
        min: axis?.min ?? options.xMin ?? undefined,
        max: axis?.max ?? options.xMax ?? undefined,
        title: { text: options.xTitle || undefined, style: { fontWeight: 400 } },
        labels: { formatter: options.xIsTime || options.categories ? undefined : value => plain(Number(value)), datetimeUTC: false, hideOverlappingLabels: true },
        tooltip: { enabled: false },
        tickAmount: axis?.tickAmount,
      },
      yaxis: {
        ...extent,
        title: { text: options.yTitle || undefined, style: { fontWeight: 400 } },
        labels: { formatter: value => typeof value === "number" ? format(value) : value, maxWidth: 120 },
      },
      annotations: {
        xaxis: options.marks.map(mark => ({ x: mark.x, strokeDashArray: 4, borderColor: text, label: { text: mark.label, orientation: "horizontal", borderColor: grid, style: { background: resolve(element, "var(--mud-palette-surface)"), color: text } } })),
      },
    };
  }

  scale() {
    const values = this.points.flat().map(([, y]) => y).filter(y => y !== null);
    const { yMin, yMax } = this.options;
    return steps(resolve(this.element, "var(--mud-palette-surface)"), resolve(this.element, "var(--chart-1)"), yMin ?? Math.min(0, ...values), yMax ?? Math.max(...values, 0));
  }

  /** Reports the point under the pointer to the page when it changes, at most ten times a second. */
  hover(series, point) {
    if (!this.options.hovers || (series === this.hovered?.series && point === this.hovered?.point)) return;
    this.hovered = { series, point };
    this.hoverTimer ??= setTimeout(() => {
      this.hoverTimer = null;
      if (this.gone) return;
      const { series: s, point: p } = this.hovered;
      this.page.invokeMethodAsync("Hover", s, p, this.points[s]?.[p]?.[0] ?? 0).catch(() => { /* the circuit has gone */ });
    }, 100);
  }
}
