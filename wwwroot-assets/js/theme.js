// Runs before the first paint. The user's choice (localStorage) wins over the system's; the cookie tells the server, which renders the palette.
(() => {
  const key = "angioboard-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const wanted = () => chosen() ?? (system.matches ? "dark" : "light");
  const tell = theme => {
    const path = new URL(document.baseURI).pathname;
    document.cookie = `${key}=${theme}; path=${path}; max-age=31536000; samesite=lax`;
    return document.cookie.includes(`${key}=${theme}`);
  };
  const root = document.documentElement;
  // Once for each change: a page from some cache must not reload for ever.
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
  window.angioboard.theme = {
    /** The page wants to know when the system changes; a choice of the user's stands against it. */
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
