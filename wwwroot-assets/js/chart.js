// Draws one chart of the Chart component by ApexCharts: once it comes into view, without animation, in the page's theme.
let library;
const apex = () => library ??= import("../lib/apexcharts.esm.js").then(module => module.default);

const plain = value => Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
const duration = seconds => {
  const s = Math.round(seconds), pad = n => String(n).padStart(2, "0");
  return s >= 3600 ? `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}` : `${Math.floor(s / 60)}:${pad(s % 60)}`;
};
const formats = { number: plain, percent: value => `${plain(value * 100)} %`, duration };

/** The concrete colour of a CSS colour that may name a variable. */
const resolve = (element, color) => color.replace(/var\((--[\w-]+)\)/g, (_, name) => getComputedStyle(element).getPropertyValue(name).trim());

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

class Drawing {
  constructor(element, options, points, bands, page) {
    Object.assign(this, { element, options, points, bands, page });
    this.onTheme = () => this.visible && this.draw();
    document.addEventListener("angioboard-theme", this.onTheme);
    this.observer = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) {
        this.observer.disconnect();
        this.visible = true;
        this.draw();
      }
    }, { rootMargin: "200px" });
    this.observer.observe(element);
  }

  redraw(options, points, bands) {
    this.options = options ?? this.options;
    this.points = points;
    this.bands = bands;
    if (this.visible) this.draw();
  }

  append(added) {
    added.forEach((more, series) => this.points[series].push(...more));
    if (this.chart && !this.layered) this.chart.appendData(this.inOrder(added).map((data, index) => ({ data: this.data(data, index) })).concat(this.options.diagonal ? [{ data: [] }] : []));
    else if (this.visible) this.draw();
  }

  resetZoom() {
    this.chart?.resetSeries();
  }

  saveSvg(name) {
    const svg = this.element.querySelector("svg");
    if (svg) save(`${name}.svg`, new XMLSerializer().serializeToString(svg));
  }

  destroy() {
    this.observer.disconnect();
    document.removeEventListener("angioboard-theme", this.onTheme);
    this.gone = true;
    this.chart?.destroy();
    this.chart = null;
  }

  get heatmap() { return this.options.kind === "heatmap"; }

  /** Heat maps are drawn from the bottom row up. */
  inOrder(list) { return this.heatmap ? [...list].reverse() : list; }

  get layered() { return this.bands.some(band => band?.length); }

  data(points) {
    const { categories, logY, xIsTime } = this.options;
    return points.map(([x, y]) => ({ x: categories ? categories[x] ?? x : x, y: logY && y <= 0 ? null : y }));
  }

  async draw() {
    const ticket = this.ticket = (this.ticket ?? 0) + 1;
    const Apex = await apex();
    if (this.gone || ticket !== this.ticket) return;
    this.chart?.destroy();
    this.chart = new Apex(this.element, this.configuration());
    await this.chart.render();
    this.options.series.forEach(series => series.hidden && this.chart?.hideSeries(series.name));
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
      data: this.bands[index].map(([x, low, high]) => ({ x, y: [low, high] })),
    }]);
    const diagonal = options.diagonal ? [{ name: "chance", type: this.layered ? "line" : undefined, color: resolve(this.element, "var(--chart-faint)"), data: [{ x: 0, y: 0 }, { x: 1, y: 1 }] }] : [];
    return [...areas, ...drawn, ...diagonal];
  }

  configuration() {
    const { options, element, page } = this;
    const format = formats[options.format];
    const series = this.series();
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
        toolbar: { show: true, tools: { download: false, selection: false, zoom: true, zoomin: true, zoomout: true, pan: true, reset: true } },
        zoom: { enabled: options.kind !== "bar" && !this.heatmap, type: options.kind === "scatter" ? "xy" : "x", autoScaleYaxis: options.yMin === null && !options.logY, allowMouseWheelZoom: false },
        events: {
          dataPointSelection: (_, __, at) => options.clicks && page.invokeMethodAsync("Click", index(at.seriesIndex), at.dataPointIndex),
          mouseMove: (_, __, at) => this.hover(index(at.seriesIndex ?? -1), at.dataPointIndex ?? -1),
          mouseLeave: () => this.hover(-1, -1),
        },
      },
      theme: { mode: dark ? "dark" : "light" },
      stroke: { curve: "straight", width: this.heatmap ? 1 : line ? widths : options.kind === "scatter" ? widths.map((_, i) => i >= areas + options.series.length ? 1 : 0) : 0, dashArray: line ? dashes : 0, colors: this.heatmap ? [resolve(element, "var(--mud-palette-surface)")] : undefined },
      fill: this.layered ? { type: "solid", opacity: series.map(one => one.type === "rangeArea" ? 0.2 : 1) } : options.kind === "area" ? { type: "solid", opacity: 0.2 } : { type: "solid" },
      markers: { size: options.kind === "scatter" || options.markers ? 4 : 0, strokeWidth: 0, hover: { size: 5 } },
      dataLabels: { enabled: this.heatmap, formatter: value => value === null ? "" : format(value), style: { fontSize: "12px" } },
      plotOptions: { heatmap: { enableShades: true, shadeIntensity: 0.6, radius: 0 }, bar: { columnWidth: "80%" } },
      colors: this.heatmap ? [resolve(element, "var(--chart-1)")] : undefined,
      grid: { borderColor: grid, strokeDashArray: 2 },
      legend: { show: options.legend && !this.heatmap, position: "bottom", horizontalAlign: "left", onItemHover: { highlightDataSeries: true }, customLegendItems: undefined },
      tooltip: { theme: dark ? "dark" : "light", shared: line && options.series.length <= 12, intersect: !line, x: { formatter: options.xIsTime || options.categories ? undefined : value => `${options.xTitle} ${plain(Number(value))}` }, y: { formatter: value => value === null || value === undefined ? "" : format(value) } },
      xaxis: {
        type: options.categories ? "category" : options.xIsTime ? "datetime" : "numeric",
        min: options.xMin ?? undefined,
        max: options.xMax ?? undefined,
        title: { text: options.xTitle || undefined, style: { fontWeight: 400 } },
        labels: { formatter: options.xIsTime || options.categories ? undefined : value => plain(Number(value)), datetimeUTC: false, hideOverlappingLabels: true },
        tooltip: { enabled: false },
        tickAmount: options.categories ? undefined : 8,
      },
      yaxis: {
        logarithmic: options.logY,
        min: options.yMin ?? undefined,
        max: options.yMax ?? undefined,
        title: { text: options.yTitle || undefined, style: { fontWeight: 400 } },
        labels: { formatter: value => typeof value === "number" ? format(value) : value, maxWidth: 120 },
      },
      annotations: {
        xaxis: options.marks.map(mark => ({ x: mark.x, strokeDashArray: 4, borderColor: text, label: { text: mark.label, orientation: "horizontal", borderColor: grid, style: { background: resolve(element, "var(--mud-palette-surface)"), color: text } } })),
      },
    };
  }

  /** Tells the page which point the pointer is on: when it changes, and at most ten times a second. */
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
