// Draws one chart of the Chart component with ApexCharts: when it comes into view, without animation, in the page's theme.
import { axes, configuration } from "./chart-configuration.js";
import { closest, valuesAt } from "./chart-hover.js";
import { data } from "./chart-points.js";
import * as print from "./chart-print.js";
import * as sync from "./chart-sync.js";
import { connect, showZoomed } from "./chart-tools.js";

let library, loaded;
const apex = () => library ??= import("../lib/apexcharts.esm.js").then(module => loaded = module.default);

export function create(element, options, points, bands, page) {
  return new Drawing(element, options, points, bands, page);
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
    apex();
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    document.addEventListener("angioboard-theme", () => this.renew(), { signal });
    document.addEventListener("visibilitychange", () => this.catchUp(), { signal });
    element.addEventListener("keydown", event => this.onKey(event), { signal });
    element.addEventListener("pointermove", event => this.onPointer(event), { signal });
    element.addEventListener("pointerleave", () => this.onPointer(null), { signal });
    connect(this, signal);
    print.add(this);
    this.cursor = new sync.Cursor(this);
    this.group = sync.join(this.groupName, this);
    this.observer = new IntersectionObserver(entries => {
      this.inView = entries[entries.length - 1].isIntersecting;
      this.catchUp();
    }, { rootMargin: "200px" });
    this.observer.observe(element);
  }

  /** A chart out of view or in a hidden tab is drawn only when it becomes visible again. */
  get seen() { return this.inView && !document.hidden; }

  get zoomable() { return this.options.kind !== "bar"; }

  get layered() { return this.bands.some(band => band?.length); }

  /** The range of x that the user zoomed to; null for all points. */
  get range() { return this.group.range; }

  get height() { return this.full ? Math.max(200, this.element.clientHeight) : this.options.height; }

  get groupName() { return this.options.group && `${this.options.group} ${this.options.xTitle}`; }

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
    const same = (series, before) => series.name === before?.name && series.hidden === before?.hidden;
    if (options && options.series.some((series, index) => !same(series, this.options.series[index]))) this.hidden = null;
    this.options = options ?? this.options;
    this.points = points;
    this.bands = bands;
    if (this.group.name !== this.groupName) {
      sync.leave(this.group, this);
      this.group = sync.join(this.groupName, this);
    }
    this.renew();
  }

  append(added) {
    added.forEach((more, series) => this.points[series].push(...more));
    if (!this.chart || this.stale || !this.seen || this.layered || this.range || this.options.binWidth) return this.renew();
    this.added = this.added?.map((before, series) => [...before, ...added[series]]) ?? added;
    soon(this);
  }

  grow() {
    const { added } = this;
    this.added = null;
    if (!added) return;
    // Axes that no longer hold all points, and markers that are too many, need the whole chart.
    if (JSON.stringify(axes(this)) !== this.axes) return this.draw();
    const more = added.map(points => ({ data: data(this.options, points) }));
    this.chart.appendData(this.options.diagonal ? [...more, { data: [] }] : more);
  }

  resetZoom() { sync.zoom(this.group, null); }

  onKey(event) {
    if (!this.chart || !this.zoomable || event.ctrlKey || event.metaKey || event.altKey) return;
    const { minX, maxX } = this.chart.w.globals, span = maxX - minX;
    const moves = {
      "+": [span / 4, -span / 4], "-": [-span / 2, span / 2],
      ArrowLeft: [-span / 4, -span / 4], ArrowRight: [span / 4, span / 4],
    };
    if (event.key === "0") this.resetZoom();
    else if (event.key in moves) sync.zoom(this.group, [minX + moves[event.key][0], maxX + moves[event.key][1]]);
    else return;
    event.preventDefault();
  }

  onPointer(event) {
    if (!this.zoomable) return;
    const found = event && closest(this, event);
    this.hover(found?.series ?? -1);
    sync.point(this.group, this, found ?? null);
  }

  /** What to show of the points at x; of a curve in the unit square, the point that is hovered. */
  valuesAt(found) { return valuesAt(this, found); }

  /** Reports the series under the pointer to the page when it changes, at most ten times a second. */
  hover(series) {
    if (!this.options.hovers || series === this.hovered) return;
    this.hovered = series;
    this.hoverTimer ??= setTimeout(() => {
      this.hoverTimer = null;
      if (!this.gone) this.page.invokeMethodAsync("Hover", this.hovered).catch(() => { /* the circuit has gone */ });
    }, 100);
  }

  destroy() {
    this.observer.disconnect();
    this.listeners.abort();
    sync.leave(this.group, this);
    print.remove(this);
    this.gone = true;
    this.chart?.destroy();
    this.chart = null;
  }

  async draw() {
    this.stale = false;
    const Apex = await apex();
    // Asked again meanwhile, another call draws.
    if (!this.gone && !this.stale && !this.paper) this.drawNow(Apex);
  }

  drawForPaper(width) {
    this.paper = width;
    if (loaded && !this.gone) this.drawNow(loaded);
  }

  drawNow(Apex) {
    this.added = null;
    this.remember();
    this.cursor.show(null);
    this.chart?.destroy();
    this.axes = JSON.stringify(axes(this));
    this.chart = new Apex(this.element, configuration(this));
    this.chart.render();
    showZoomed(this.element, this.range !== null);
    const names = this.hidden ?? this.options.series.filter(series => series.hidden).map(series => series.name);
    names.filter(name => this.chart.w.globals.seriesNames.includes(name)).forEach(name => this.chart.hideSeries(name));
  }

  /** The series that the user hid, before the chart is replaced. */
  remember() {
    const globals = this.chart?.w.globals;
    if (globals) this.hidden = globals.collapsedSeriesIndices.map(index => globals.seriesNames[index]);
  }
}
