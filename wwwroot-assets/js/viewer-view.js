// How pictures are looked at: zoom and position, brightness, contrast and inversion. They stay while frames change, and are the same
// for two pictures side by side.
const closest = 16, drags = 200, swipe = 40, limit = { brightness: [20, 300], contrast: [20, 500] };
const clamp = (value, [low, high]) => Math.min(Math.max(value, low), high);

export class View {
  /** root: the viewer; step: shows the next (1) or the previous (-1) frame. */
  constructor(root, step) {
    Object.assign(this, { root, step, layers: [], dragging: "pan", pointers: new Map() });
    Object.assign(this, { scale: 1, x: 0, y: 0, brightness: 100, contrast: 100, inverted: false });
  }

  /** Listens to the windows of these panes, and applies to them. */
  attach(panes, signal) {
    this.layers = panes.map(pane => pane.layer);
    for (const { window: area } of panes) {
      area.addEventListener("wheel", event => this.onWheel(event, area), { signal, passive: false });
      area.addEventListener("pointerdown", event => this.onDown(event, area), { signal });
      area.addEventListener("pointermove", event => this.onMove(event, area), { signal });
      for (const end of ["pointerup", "pointercancel"]) area.addEventListener(end, event => this.onUp(event), { signal });
      area.addEventListener("dblclick", () => this.resetZoom(), { signal });
      area.addEventListener("contextmenu", event => event.preventDefault(), { signal });
    }
    this.apply();
  }

  resetZoom() {
    Object.assign(this, { scale: 1, x: 0, y: 0 });
    this.apply();
  }

  reset() {
    Object.assign(this, { brightness: 100, contrast: 100, inverted: false });
    this.resetZoom();
  }

  /** Zooms by a factor; the point of the picture at (x, y) of the window stays where it is. */
  zoom(factor, x, y) {
    const { clientWidth: width, clientHeight: height } = this.layers[0].parentElement;
    const scale = clamp(this.scale * factor, [1, closest]), by = scale / this.scale, [atX, atY] = [x ?? width / 2, y ?? height / 2];
    Object.assign(this, { scale, x: atX - (atX - this.x) * by, y: atY - (atY - this.y) * by });
    this.apply();
  }

  move(x, y) {
    this.x += x;
    this.y += y;
    this.apply();
  }

  /** Sets brightness or contrast, in per cent. */
  set(name, value) {
    this[name] = Math.round(clamp(value, limit[name]));
    this.apply();
  }

  invert() {
    this.inverted = !this.inverted;
    this.apply();
  }

  apply() {
    const area = this.layers[0]?.parentElement;
    if (!area) return;
    this.x = clamp(this.x, [area.clientWidth * (1 - this.scale), 0]);
    this.y = clamp(this.y, [area.clientHeight * (1 - this.scale), 0]);
    for (const layer of this.layers) {
      layer.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
      layer.style.filter = `brightness(${this.brightness}%) contrast(${this.contrast}%) invert(${this.inverted ? 1 : 0})`;
    }
    this.root.classList.toggle("viewer-zoomed", this.scale > 1);
    this.root.querySelector('[data-do="invert"]')?.setAttribute("aria-pressed", this.inverted);
    for (const slider of this.root.querySelectorAll("[data-window]")) slider.value = this[slider.dataset.window];
    const shown = this.root.querySelector(".viewer-zoom");
    if (shown) shown.textContent = `${Math.round(100 * this.scale)} %`;
  }

  // The page scrolls by the wheel unless the picture has the focus, fills the screen or Ctrl is pressed.
  onWheel(event, area) {
    if (!event.ctrlKey && document.activeElement !== area && !this.root.classList.contains("viewer-full")) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY * (event.ctrlKey && Math.abs(event.deltaY) < 40 ? 0.01 : 0.002)), ...this.place(event, area));
  }

  onDown(event, area) {
    area.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const window = event.button === 2 || this.dragging === "window";
    this.start = this.pointers.size === 1 ? { x: event.clientX, y: event.clientY, window } : null;
  }

  onMove(event, area) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    if (this.pointers.size === 2) this.pinch(event.pointerId, before, now, area);
    else if (this.start?.window) {
      const { width, height } = area.getBoundingClientRect();
      this.set("contrast", this.contrast + drags * (now.x - before.x) / width);
      this.set("brightness", this.brightness - drags * (now.y - before.y) / height);
    } else if (this.scale > 1) this.move(now.x - before.x, now.y - before.y);
    this.pointers.set(event.pointerId, now);
  }

  pinch(id, before, now, area) {
    const [other] = [...this.pointers].filter(([key]) => key !== id).map(([, place]) => place);
    const apart = place => Math.max(1, Math.hypot(place.x - other.x, place.y - other.y));
    const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
    this.zoom(apart(now) / apart(before), ...this.place(middle, area));
    this.move((now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  onUp(event) {
    const start = this.start;
    this.pointers.delete(event.pointerId);
    this.start = null;
    if (!start || start.window || this.scale > 1 || event.type !== "pointerup" || event.pointerType !== "touch") return;
    const [x, y] = [event.clientX - start.x, event.clientY - start.y];
    if (Math.abs(x) > swipe && Math.abs(x) > 2 * Math.abs(y)) this.step(x < 0 ? 1 : -1);
  }

  place(event, area) {
    const box = area.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }
}
