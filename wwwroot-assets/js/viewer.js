// The viewer of exams (ExamViewer.razor): steps and plays frames, and leaves the server out of it.
import { Pane } from "./viewer-frames.js";
import { View } from "./viewer-view.js";

const settledFor = 250, zoomStep = 1.25;
const fieldsOfText = "textarea, select, input:not([type=range], [type=checkbox])", pressedBySpace = "button, a, summary, input";

const keys = {
  ArrowRight: "next", ArrowLeft: "previous", Home: "first", End: "last", " ": "play",
  "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", 0: "reset", i: "invert", f: "full",
  "[": "previous-exam", "]": "next-exam", "{": "previous-wrong", "}": "next-wrong", Escape: "close",
};

// The exam of the address that the page was opened with.
let linked = new URL(performance.getEntriesByType("navigation")[0]?.name ?? location.href).searchParams.get("exam");

export function create(root, options) {
  return new Viewer(root, options);
}

const shown = ({ panes }) => panes.map(pane => pane.frames + pane.query).join();

class Viewer {
  constructor(root, options) {
    Object.assign(this, { root, index: 0, direction: 1, whole: false, loop: false, rate: 3, panes: [] });
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.view = new View(root, step => this.step(step));
    root.addEventListener("keydown", event => this.onKey(event), { signal });
    root.addEventListener("click", event => this.onClick(event), { signal });
    root.addEventListener("input", event => this.onInput(event), { signal });
    document.addEventListener("fullscreenchange", () => this.markFull(document.fullscreenElement === root), { signal });
    this.resized = new ResizeObserver(() => this.view.apply());
    this.resized.observe(root);
    this.actions = {
      first: () => this.goTo(0), previous: () => this.step(-1), next: () => this.step(1), last: () => this.goTo(Infinity),
      play: () => this.playing ? this.stop() : this.play(),
      loop: button => { this.loop = !this.loop; button.setAttribute("aria-pressed", this.loop); },
      "zoom-in": () => this.view.zoom(zoomStep), "zoom-out": () => this.view.zoom(1 / zoomStep), reset: () => this.view.reset(),
      invert: () => this.view.invert(), full: () => this.fill(), adjust: button => this.adjust(button),
      "model-input": () => this.choose(false), "full-frame": () => this.choose(true),
      "shift-back": () => this.shift(-1), "shift-on": () => this.shift(1),
    };
    this.update(options);
    root.dataset.ready = "true";
    root.scrollIntoView({ block: linked === options.exam ? "start" : "nearest" });
    if (linked !== options.exam) this.take();
    linked = null;
  }

  /** Shows what the page now asks for; the same exam keeps its frame, zoom and window. */
  update(options) {
    const before = this.options;
    this.options = options;
    if (before && shown(before) === shown(options)) {
      this.settle();
      return;
    }
    const sameExam = before?.panes[0].frames === options.panes[0].frames;
    if (!sameExam) {
      this.stop();
      this.index = options.index;
      this.whole = false;
      this.markWhole();
    }
    this.attached?.abort();
    this.attached = new AbortController();
    const elements = [...this.root.querySelectorAll(".viewer-pane")];
    this.panes = options.panes.slice(0, elements.length).map((pane, i) => new Pane(elements[i], pane, this.whole));
    for (const pane of this.panes) pane.layer.replaceChildren();
    this.view.attach(this.panes, this.attached.signal);
    if (!sameExam) this.view.resetZoom();
    if (before) this.root.scrollIntoView({ block: "nearest" });
    if (before && !sameExam) this.take();
    this.setRate(this.rate);
    this.show(this.index, 1);
  }

  destroy() {
    this.stop();
    this.attached?.abort();
    this.listeners.abort();
    this.resized.disconnect();
    clearTimeout(this.writing);
    const { activeElement: focused } = document;
    if (!focused || focused === document.body || this.root.contains(focused)) this.opener?.focus({ preventScroll: true });
  }

  /**
   * Moves the focus from the link that opened the exam to the viewer: its keys work at once. Not to a picture, where the wheel would zoom.
   */
  take() {
    const { activeElement: focused } = document;
    if (!focused || this.root.contains(focused) || focused.matches(fieldsOfText)) return;
    this.opener = focused;
    this.root.focus({ preventScroll: true });
  }

  get count() { return this.panes[0]?.count ?? 0; }

  get settled() { return this.panes.every(pane => pane.settled); }

  goTo(index) {
    this.stop();
    this.show(index, index < this.index ? -1 : 1);
  }

  step(by) { this.goTo(this.index + by); }

  show(index, direction) {
    if (this.count === 0) return;
    this.index = Math.min(Math.max(index, 0), this.count - 1);
    this.direction = direction;
    for (const pane of this.panes) pane.show(this.index, direction, this.loop);
    const slider = this.root.querySelector(".viewer-slider");
    slider.value = this.index + 1;
    slider.setAttribute("aria-valuetext", `Frame ${this.index + 1} of ${this.count}`);
    this.root.querySelector(".viewer-number").textContent = `${this.index + 1} / ${this.count}`;
    this.mark();
    if (!this.playing) this.settle();
  }

  /** Marks the frame's thumbnail and brings it to the middle of the strip. */
  mark() {
    const strip = this.root.querySelector(".viewer-strip"), thumbnail = strip?.children[this.index];
    if (!thumbnail) return;
    strip.querySelector("[aria-current]")?.removeAttribute("aria-current");
    thumbnail.setAttribute("aria-current", "true");
    strip.scrollLeft = thumbnail.offsetLeft - strip.offsetLeft - (strip.clientWidth - thumbnail.offsetWidth) / 2;
  }

  play() {
    if (this.count < 2) return;
    this.playing = true;
    this.root.querySelector('[data-do="play"]').setAttribute("aria-pressed", "true");
    if (this.index === this.count - 1) this.show(0, 1);
    this.tick();
  }

  stop() {
    if (!this.playing) return;
    this.playing = false;
    clearTimeout(this.timer);
    this.root.querySelector('[data-do="play"]').setAttribute("aria-pressed", "false");
    this.settle();
  }

  // A frame that is not there yet is waited for: none is left out.
  tick() {
    this.timer = setTimeout(() => {
      if (this.settled) {
        const end = this.index === this.count - 1;
        if (end && !this.loop) {
          this.stop();
          return;
        }
        this.show(end ? 0 : this.index + 1, 1);
      }
      this.tick();
    }, 1000 / this.rate);
  }

  choose(whole) {
    if (this.whole === whole) return;
    this.whole = whole;
    this.markWhole();
    for (const pane of this.panes) pane.load(whole);
    this.show(this.index, this.direction);
  }

  markWhole() {
    this.root.querySelector('[data-do="model-input"]')?.setAttribute("aria-pressed", !this.whole);
    this.root.querySelector('[data-do="full-frame"]')?.setAttribute("aria-pressed", this.whole);
  }

  /** Whether dragging moves the picture or changes brightness and contrast. */
  adjust(button) {
    this.view.dragging = this.view.dragging === "pan" ? "window" : "pan";
    button.setAttribute("aria-pressed", this.view.dragging === "window");
    this.root.classList.toggle("viewer-adjusting", this.view.dragging === "window");
  }

  /** Moves the second exam against the first, by frames. */
  shift(by) {
    const [, second] = this.panes;
    if (!second) return;
    second.shift += by;
    this.show(this.index, this.direction);
  }

  async fill() {
    if (document.fullscreenElement === this.root) await document.exitFullscreen();
    else if (this.root.classList.contains("viewer-full")) this.markFull(false);
    // Some tablets have no full screen for a part of a page: it fills the window instead.
    else await (this.root.requestFullscreen?.() ?? Promise.reject()).catch(() => this.markFull(true));
  }

  markFull(full) {
    this.root.classList.toggle("viewer-full", full);
    this.root.querySelector('[data-do="full"]')?.setAttribute("aria-pressed", full);
  }

  /** Writes the frame and the second exam into the address, once frames rest. */
  settle() {
    clearTimeout(this.writing);
    this.writing = setTimeout(() => {
      const { exam, beside } = this.options, url = new URL(location.href);
      if (this.playing || url.searchParams.get("exam") !== exam) return;
      const kept = url.search.slice(1).split("&").filter(part => part && !/^(frame|beside)=/.test(part));
      if (this.index > 0) kept.push(`frame=${this.index + 1}`);
      if (beside) kept.push(`beside=${encodeURIComponent(beside)}`);
      url.search = kept.join("&");
      if (url.href !== location.href) history.replaceState(history.state, "", url);
    }, settledFor);
  }

  onClick(event) {
    const thumbnail = event.target.closest("[data-frame]"), button = event.target.closest("button[data-do]");
    if (thumbnail) this.goTo(+thumbnail.dataset.frame);
    else if (button) this.actions[button.dataset.do]?.(button);
  }

  onInput({ target }) {
    if (target.matches(".viewer-slider")) this.goTo(target.value - 1);
    else if (target.matches("[data-window]")) this.view.set(target.dataset.window, +target.value);
    else if (target.matches("[data-rate]")) this.setRate(+target.value);
  }

  /** Frames per second, of playing and of animations that are saved. */
  setRate(rate) {
    this.rate = rate;
    for (const link of this.root.querySelectorAll("[data-animation]")) link.href = link.dataset.animation + rate;
  }

  onKey(event) {
    const { key, target } = event;
    // Some keyboards have brackets on AltGr, which is Ctrl and Alt to some systems.
    const command = event.metaKey || ((event.ctrlKey || event.altKey) && !event.getModifierState("AltGraph"));
    if (event.defaultPrevented || event.isComposing || command) return;
    if (target.closest(fieldsOfText) || (key === " " && target.closest(pressedBySpace))) return;
    if (target.matches("[data-window]") && /^(Arrow|Home|End)/.test(key)) return;
    const wanted = key === "Escape" && this.root.classList.contains("viewer-full") ? "full" : keys[key];
    if (!wanted) return;
    event.preventDefault();
    // A key that is held down waits for its frame, so that each one is seen.
    if (event.repeat && !this.settled) return;
    if (wanted in this.actions) this.actions[wanted](this.root.querySelector(`[data-do="${wanted}"]`));
    else if (!event.repeat) this.root.querySelector(`:is(a[href], button)[data-do="${wanted}"]`)?.click();
  }
}
