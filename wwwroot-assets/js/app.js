// Browser functions of every page: drafts of forms, keyboard shortcuts, notifications, and reconnecting after the server was away.
const store = (area, action) => { try { return action(window[area]); } catch { return null; } };

window.angioboard ??= {};

// The page was plain HTML at first; from here on input reaches the server.
angioboard.ready = () => { document.documentElement.dataset.circuit = "ready"; };

// A page that has sent its form, or opens another address, is left for the answer. That may end its session too, and a reload would drop
// the answer.
let leaving = false;
addEventListener("submit", event => { leaving ||= event.target.method === "post" && !event.defaultPrevented; });
addEventListener("pageshow", () => { leaving = false; });
angioboard.leave = address => { leaving = true; location.assign(address); };
angioboard.reload = () => { if (!leaving) location.reload(); };

angioboard.draft = {
  save: (key, text) => store("sessionStorage", s => s.setItem(`draft:${key}`, text)),
  load: key => store("sessionStorage", s => s.getItem(`draft:${key}`)),
  clear: key => store("sessionStorage", s => s.removeItem(`draft:${key}`)),
};

/** Choices that belong to this browser, not to the account. */
angioboard.choice = {
  get: name => store("localStorage", s => s.getItem(`angioboard-${name}`)),
  set: (name, value) => store("localStorage", s => s.setItem(`angioboard-${name}`, value)),
};

/** Choices that the server needs for the first paint of a page: a cookie; empty forgets it. */
angioboard.remember = (name, value) => {
  const path = new URL(document.baseURI).pathname, age = value ? 31536000 : 0;
  document.cookie = `angioboard-${name}=${encodeURIComponent(value)}; path=${path}; max-age=${age}; samesite=lax`;
};

/** Keeps an element's height in a variable of the page, for what stays visible below it. */
angioboard.keepHeight = (element, variable) =>
  new ResizeObserver(() => document.documentElement.style.setProperty(variable, `${element.offsetHeight}px`)).observe(element);

angioboard.askToNotify = async () => "Notification" in window ? await Notification.requestPermission() : "unsupported";

angioboard.notify = (text, page) => {
  if (!("Notification" in window) || Notification.permission !== "granted" || angioboard.choice.get("notifications") !== "on") return;
  // Several tabs show one notification: the tag is the text.
  const shown = new Notification("Angioboard", { body: text, tag: text });
  shown.onclick = () => { window.focus(); Blazor.navigateTo(page); shown.close(); };
};

// Keys act on the element with data-shortcut="/" and so on: a field is focused, others are clicked. n, c and ? work on every page.
const everywhere = { n: "new", c: "compare" };
document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  const typing = event.target instanceof Element && event.target.closest(
      "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=''], [contenteditable=true], [role=textbox]");
  if (typing || !["n", "c", "/", "?"].includes(event.key) || angioboard.choice.get("shortcuts") === "off"
    || document.querySelector("[role=dialog], dialog[open]")) return;
  const holder = document.querySelector(`[data-shortcut="${event.key}"]`);
  const field = holder?.matches("input, textarea") ? holder : holder?.querySelector("input, textarea");
  if (event.key === "?") document.getElementById("shortcuts")?.showModal();
  else if (field) field.focus();
  else if (holder) holder.click();
  else if (event.key in everywhere) Blazor.navigateTo(everywhere[event.key]);
  else return;
  event.preventDefault();
});

// "12 min ago" grows older while the page is open. The server writes the same words (ReaderTime.Ago); older times are dates and stay.
setInterval(() => {
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000), text = time.firstChild;
    if (!(text instanceof Text) || minutes < 0 || minutes >= 7 * 24 * 60) continue;
    const ago = minutes < 1 ? "just now" : minutes < 60 ? `${minutes} min ago` : minutes < 24 * 60 ? `${Math.floor(minutes / 60)} h ago`
      : `${Math.floor(minutes / (24 * 60))} d ago`;
    if (text.data !== ago) text.data = ago;
  }
}, 30000);

// A heading's right edge makes its column wider or narrower.
document.addEventListener("pointerdown", event => {
  const edge = event.target instanceof Element && event.target.closest(".head-resize");
  if (!edge || event.button !== 0) return;
  event.preventDefault();
  const head = edge.parentElement.querySelector(".head"), from = event.clientX, width = head.getBoundingClientRect().width;
  const move = moved => { head.style.width = `${Math.max(48, width + moved.clientX - from)}px`; };
  const end = () => {
    edge.classList.remove("resizing");
    for (const name of ["pointermove", "pointerup", "pointercancel"]) edge.removeEventListener(name, name === "pointermove" ? move : end);
  };
  edge.classList.add("resizing");
  edge.setPointerCapture(event.pointerId);
  edge.addEventListener("pointermove", move);
  edge.addEventListener("pointerup", end);
  edge.addEventListener("pointercancel", end);
});

// The server is unreachable (restart, network, a lid closed overnight): show a banner and keep trying. If the page's circuit no longer
// exists, reload the page as soon as the server answers; its address holds its state, drafts hold its forms.
const lost = document.createElement("div");
lost.className = "connection-lost";
lost.setAttribute("role", "status");
let wake = () => {};
const pause = () => new Promise(resolve => { wake = resolve; setTimeout(resolve, 2000); });
for (const [target, event] of [[window, "online"], [document, "visibilitychange"]]) target.addEventListener(event, () => wake());

// A server that cannot write still serves pages.
const answers = async () => {
  try {
    const reply = await fetch(new URL("health", document.baseURI), { cache: "no-store" });
    return reply.ok || (await reply.json()).status === "degraded";
  } catch { return false; }
};

const reconnect = async () => {
  for (;;) {
    if (await answers()) {
      let attached = false;
      try { attached = await Blazor.reconnect(); } catch { /* gone again: the next turn asks */ }
      if (attached) return;
      if (await answers()) { angioboard.reload(); return; }
    }
    await pause();
  }
};

const sayLost = () => {
  lost.textContent = "No connection to the server. This page reconnects by itself; runs continue meanwhile.";
  document.body.append(lost);
};

let trying = false;
Blazor.start({
  circuit: {
    reconnectionHandler: {
      async onConnectionDown() {
        if (trying) return;
        trying = true;
        sayLost();
        await reconnect();
      },
      onConnectionUp() {
        trying = false;
        lost.remove();
      },
    },
  },
});

// The server may stop between a page's HTML and its circuit; nothing then reports a lost connection. Reload the page, doubling the wait
// each time, because the server may only be slow.
const watchStart = async () => {
  const seconds = +store("sessionStorage", s => s.getItem("start-wait")) || 5;
  const running = () => document.documentElement.dataset.circuit === "ready";
  await new Promise(resolve => setTimeout(resolve, seconds * 1000));
  if (!running() && !trying) {
    sayLost();
    while (!await answers()) await pause();
    if (!running()) {
      store("sessionStorage", s => s.setItem("start-wait", Math.min(2 * seconds, 60)));
      angioboard.reload();
      return;
    }
    lost.remove();
  }
  store("sessionStorage", s => s.removeItem("start-wait"));
};
if (document.documentElement.dataset.circuit) watchStart();

document.querySelector("#blazor-error-ui .reload")?.addEventListener("click", event => { event.preventDefault(); location.reload(); });
