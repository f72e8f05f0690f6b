// Mounts every <div class="chart" data-chart="id"> with the options in <script type="application/json" id="id">.
// Options are data from the server; colours named "--jade" are looked up here, so charts follow light and dark.
(() => {
  "use strict";

  const mounted = new Map();
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function coloured(value, styles) {
    if (typeof value === "string" && value.startsWith("--")) return styles.getPropertyValue(value).trim();
    if (Array.isArray(value)) return value.map((item) => coloured(item, styles));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coloured(item, styles)]));
    }
    return value;
  }

  async function mount(element) {
    const source = document.getElementById(element.dataset.chart);
    if (!source || mounted.has(element)) return;
    const chart = JSON.parse(source.textContent);
    const styles = getComputedStyle(document.documentElement);
    mounted.set(element, null);
    if (chart.map && !echarts.getMap(chart.map.name)) {
      const answer = await fetch(chart.map.url, { headers: { Accept: "application/json" } });
      if (!answer.ok) { element.textContent = document.body.dataset.failed; return; }
      echarts.registerMap(chart.map.name, await answer.json());
    }
    const instance = echarts.init(element, null, { renderer: "canvas" });
    instance.setOption({ textStyle: { fontFamily: styles.getPropertyValue("--font") }, animation: false,
      ...coloured(chart.option, styles) });
    instance.on("click", (event) => { if (event.data && event.data.link) window.location.assign(event.data.link); });
    mounted.set(element, instance);
  }

  function mountAll(root) { root.querySelectorAll("[data-chart]").forEach(mount); }
  function forget(root) {
    for (const [element, instance] of mounted) {
      if (root.contains(element)) { if (instance) instance.dispose(); mounted.delete(element); }
    }
  }

  mountAll(document);
  document.addEventListener("htmx:beforeCleanupElement", (event) => forget(event.detail.elt));
  document.addEventListener("htmx:afterSettle", (event) => mountAll(event.detail.elt));
  window.addEventListener("resize", () => mounted.forEach((instance) => instance && instance.resize()));
  dark.addEventListener("change", () => { forget(document); mountAll(document); });
})();
