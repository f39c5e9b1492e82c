// The frames of one exam: fetched and decoded ahead of the one shown, and kept for a while.
const ahead = 12, behind = 3, pixelsKept = 100e6, fewestKept = 30;

export class FrameCache {
  /** address: gives the address of a frame by its index. */
  constructor(address, count) {
    Object.assign(this, { address, count, kept: new Map() });
  }

  /** A frame: its image, its state ("loading", "ready" or "failed") and the promise of its end. Frames that failed are fetched again. */
  get(index) {
    const known = this.kept.get(index), entry = known && known.state !== "failed" ? known : this.fetch(index, "high");
    this.kept.delete(index);
    this.kept.set(index, entry); // The last one used is the last one removed.
    return entry;
  }

  /** Fetches the frames that come next in this direction (1 or -1), and some before. */
  prefetch(index, direction, loop) {
    for (let step = -1; step >= -behind; step--) this.want(index + step * direction, false);
    for (let step = 1; step <= ahead; step++) this.want(index + step * direction, loop);
  }

  want(index, loop) {
    const wanted = loop ? (index + this.count) % this.count : index;
    if (wanted >= 0 && wanted < this.count && !this.kept.has(wanted)) this.kept.set(wanted, this.fetch(wanted, "auto"));
  }

  fetch(index, priority) {
    const image = new Image(), entry = { image, state: "loading" };
    Object.assign(image, { alt: "", draggable: false, fetchPriority: priority, src: this.address(index) });
    entry.ready = image.decode().then(() => {
      entry.state = "ready";
      this.trim(image);
    }, () => { entry.state = "failed"; });
    return entry;
  }

  trim(image) {
    const most = Math.max(fewestKept, pixelsKept / (image.naturalWidth * image.naturalHeight));
    for (const [index, { state }] of this.kept) {
      if (this.kept.size <= most) return;
      if (state !== "loading") this.kept.delete(index);
    }
  }
}

/** One picture of the viewer: the window, the frame shown in it and the line below. */
export class Pane {
  constructor(element, options, whole) {
    Object.assign(this, { element, options, wanted: -1, shown: -1, shift: 0 });
    this.window = element.querySelector(".viewer-window");
    this.layer = element.querySelector(".viewer-layer");
    this.caption = element.querySelector(".viewer-caption");
    this.problem = element.querySelector(".viewer-problem");
    this.count = options.names.length;
    this.load(whole);
  }

  /** Fetches the frames from another address: cropped to what the model uses, or the whole files. */
  load(whole) {
    const { frames, query } = this.options, end = whole ? "?whole=true" : query;
    this.cache = new FrameCache(index => `${frames}${index}${end}`, this.count);
    this.wanted = this.shown = -1;
  }

  show(index, direction, loop) {
    const frame = Math.min(Math.max(index + this.shift, 0), this.count - 1);
    if (frame !== this.wanted) {
      this.wanted = frame;
      const entry = this.cache.get(frame), put = () => this.put(frame, entry);
      if (entry.state === "loading") entry.ready.then(put);
      else put();
    }
    this.cache.prefetch(frame, direction, loop);
  }

  /** Whether the frame wanted is the one on the screen. */
  get settled() { return this.wanted === this.shown; }

  put(frame, { image, state }) {
    if (this.wanted !== frame) return;
    this.shown = frame;
    this.problem.hidden = state === "ready";
    if (state === "ready") this.layer.replaceChildren(image);
    else this.layer.replaceChildren();
    const { names, used, exam, title } = this.options, unused = used && !used.includes(frame) ? ", not used by the model" : "";
    this.caption.textContent = `${title ? `${title} · ` : ""}Frame ${frame + 1} of ${this.count} · ${names[frame]}${unused}`;
    this.window.setAttribute("aria-label", `Frame ${frame + 1} of ${this.count} of exam ${exam}${unused}`);
    this.window.dataset.shown = frame;
  }
}
