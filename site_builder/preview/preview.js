// Shows what the preview's server tells of this page and keeps it up to date; never changes a word of the page itself.
(() => {
  "use strict";
  const data = document.getElementById("bulletin-preview");
  const loaded = JSON.parse(data.textContent);
  let shown = loaded.number;

  const host = document.createElement("bulletin-preview");
  const root = host.attachShadow({ mode: "open" });
  host.hidden = true;
  data.replaceWith(host);

  const made = (name, className, ...content) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...content);
    return element;
  };
  const decoded = (path) => {
    try {
      return decodeURI(path);
    } catch {
      return path;
    }
  };
  // The path of an address of this site, decoded; "" for any other.
  const pathOf = (address) => {
    try {
      const url = new URL(address, location.href);
      return url.origin === location.origin ? decoded(url.pathname) : "";
    } catch {
      return "";
    }
  };

  const problems = (list) =>
    made("ul", "", ...list.map((each) => made("li", each.severity, made("p", "line", each.line), made("pre", "", each.source))));

  // The way to the editors' desk, in a corner of every page but its own.
  const deskLink = (state) => {
    if (!state.desk) return [];
    const link = made("a", "desk", state.words.desk);
    link.href = state.desk;
    return [link];
  };

  const showPanel = (state) => {
    const parts = [];
    if (state.words.waiting) parts.push(made("p", "", state.words.waiting));
    if (state.banner) parts.push(made("p", "banner", state.banner));
    if (state.failure) parts.push(made("p", "line", state.failure));
    if (state.problems.length) parts.push(problems(state.problems));
    if (state.elsewhere.length) {
      const links = state.elsewhere.map((each) => {
        const link = made("a", "", each.name);
        link.href = each.href;
        return made("li", "", link);
      });
      parts.push(made("p", "elsewhere", state.words.elsewhere), made("ul", "", ...links));
    }
    if (state.more.length) {
      const more = made("details", "more", made("summary", "", state.words.more), problems(state.more));
      more.open = state.open || (root.querySelector("details")?.open ?? false);
      parts.push(more);
    }
    if (state.words.stale) parts.push(made("p", "stale", state.words.stale));
    const look = document.createElement("link");
    look.rel = "stylesheet";
    look.href = "/_preview/preview.css";
    const panel = made("div", state.words.stale ? "panel broken" : "panel", ...parts);
    panel.setAttribute("role", "region");
    panel.setAttribute("aria-label", state.words.title);
    panel.setAttribute("aria-live", "polite");
    panel.hidden = parts.length === 0;
    host.hidden = panel.hidden && !state.desk;
    root.replaceChildren(look, panel, ...deskLink(state));
  };

  // Behind each link to something unpublished, what it is.
  const showMarks = (marks) => {
    for (const old of document.querySelectorAll(".bulletin-preview-mark")) old.remove();
    const paths = new Map(Object.entries(marks).map(([href, words]) => [pathOf(href), words]));
    if (!paths.size) return;
    for (const link of document.querySelectorAll("a[href]")) {
      const words = paths.get(pathOf(link.href));
      if (!words) continue;
      const mark = made("span", "bulletin-preview-mark", words);
      mark.style.cssText =
        "display:inline-block;margin-inline-start:.4em;padding:0 .4em;border-radius:3px;background:#fff8d6;" +
        "color:#1b1b1b;border:1px solid #6b5b00;font:bold 12px/1.5 system-ui,sans-serif;text-decoration:none";
      link.append(mark);
    }
  };

  // A stylesheet of the theme carries a digest in its name; one of the site's own may change under the same name.
  const withoutDigest = (path) => path.replace(/\.[0-9a-f]{10}(\.css)$/, "$1");
  const showStyles = (state, changed) => {
    const known = new Map(state.styles.map((href) => [withoutDigest(pathOf(href)), href]));
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]:not([data-bulletin-old])')) {
      const path = pathOf(link.href);
      const href = known.get(withoutDigest(path));
      if (href && pathOf(href) !== path) swap(link, href);
      else if (path && changed.has(path)) swap(link, `${path}?preview=${state.number}`);
    }
  };
  // The old one goes when the new one is there, so that the page is never bare.
  const swap = (old, href) => {
    const link = old.cloneNode();
    link.href = href;
    link.onload = link.onerror = () => old.remove();
    old.dataset.bulletinOld = "";
    old.after(link);
  };

  const shows = (paths) =>
    [...document.querySelectorAll("[src], [srcset]")].some((element) => {
      const sources = (element.getAttribute("srcset") ?? "").split(",").map((each) => each.trim().split(/\s/)[0]);
      return [element.getAttribute("src") ?? "", ...sources].some((each) => each && paths.has(pathOf(each)));
    });

  const show = (state) => {
    const changed = new Set(state.number > shown ? state.changed.map(pathOf) : []);
    shown = state.number;
    if (state.version !== loaded.version || (changed.size && shows(changed))) {
      location.reload();
      return;
    }
    showStyles(state, changed);
    showPanel(state);
    showMarks(state.marks);
  };

  // Browsers keep few connections to one host: a page that nobody sees gives its own back, and catches up later.
  let source = null;
  const listen = () => {
    if (source || document.hidden) return;
    source = new EventSource(`/_preview/events?page=${encodeURIComponent(location.pathname)}`);
    source.onmessage = (event) => show(JSON.parse(event.data));
  };
  const rest = () => {
    source?.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);

  show(loaded);
  listen();
})();
