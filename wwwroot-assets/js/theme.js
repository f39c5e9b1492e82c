// Runs before the first paint. The user's choice (localStorage) wins over the system's; the cookie reports it to the
// server, which renders the palette. Another cookie reports the browser's time zone, in which the server writes times.
(() => {
  const key = "angioboard-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const wanted = () => chosen() ?? (system.matches ? "dark" : "light");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const keep = (name, value) => {
    document.cookie = `${name}=${value}; path=${new URL(document.baseURI).pathname}; max-age=31536000; samesite=lax`;
  };
  if (zone) keep("angioboard-zone", zone);
  const tell = theme => {
    keep(key, theme);
    return document.cookie.includes(`${key}=${theme}`);
  };
  const root = document.documentElement;
  // Once per change: a cached page must not reload forever.
  if (tell(wanted()) && root.dataset.theme !== wanted() && sessionStorage.getItem(key) !== wanted()) {
    sessionStorage.setItem(key, wanted());
    location.reload();
  } else {
    sessionStorage.removeItem(key);
  }
  const show = theme => {
    root.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("angioboard-theme", { detail: theme }));
  };
  window.angioboard ??= {};
  window.angioboard.zone = () => zone;
  window.angioboard.theme = {
    /** Reports changes of the system's theme to the page, unless the user has chosen one. */
    follow(page) {
      system.onchange = () => {
        if (chosen()) return;
        tell(wanted());
        page.invokeMethodAsync("FollowTheme", wanted() === "dark").catch(() => { /* the circuit has gone: the next load asks again */ });
      };
    },
    show,
    choose(theme) {
      try { localStorage.setItem(key, theme); } catch { /* private windows may refuse: the cookie still holds it */ }
      tell(theme);
      show(theme);
    },
  };
})();
