/* What the interactive figures share: controls, charts, points to drag, the result in words.
 *
 * A figure of the book with class "figure-NAME" shows a picture. Where scripts run, the script that
 * calls Figures.define("NAME", …) puts in its place a form and charts drawn by Observable Plot.
 * The form alone holds the state: points on a chart move its fields, and so do keys and buttons. */
"use strict";

const Figures = (() => {
  /* ---- Numbers as Spanish writes them ------------------------------------------------------ */

  /* (-0.25, 2) -> "−0,25", with a real minus sign and none before zero. */
  function fixed(value, digits) {
    return value.toFixed(digits).replace(/^-(?=[0.]*$)/, "").replace(".", ",").replace("-", "−");
  }

  /* -5 -> "10⁻⁵" */
  function tenTo(power) {
    return "10" + [...String(power)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");
  }

  /* 0.0123 -> "0,012" and 0.0000123 -> "1,2 · 10⁻⁵". */
  function spanish(value, digits = 3) {
    const tiny = value !== 0 && Math.abs(value) < 10 ** -digits;
    if (!tiny && Math.abs(value) < 1e5) return fixed(value, digits);
    const [mantissa, power] = value.toExponential(1).split("e");
    return `${fixed(Number(mantissa), 1)} · ${tenTo(Number(power))}`;
  }

  /* The shortest that says it all, for axes: 0.5 -> "0,5". */
  const tick = (value) => String(Number(value.toPrecision(6))).replace(".", ",").replace("-", "−");

  /* ---- Controls ---------------------------------------------------------------------------- */

  const choice = (name, label, options, value) => ({ name, label, options, value });

  /* `text` says the value in words; the field itself may hold, say, a logarithm. */
  const range = (name, label, min, max, step, value, text = tick) =>
    ({ name, label, min, max, step, value, text });

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function fieldOf({ name, label, options, value, min, max, step }) {
    if (!options) {
      const field = element("input", { type: "range", name, min, max, step, value });
      return element("label", {}, label, " ", element("span", { class: "value", "aria-hidden": "true" }), field);
    }
    const list = Object.entries(options).map(([key, text]) => element("option", { value: key }, text));
    list.find((option) => option.value === String(value)).setAttribute("selected", "");
    const longest = Math.max(...Object.values(options).map((text) => text.length));
    return element("label", { style: `flex-basis: ${Math.min(longest, 20) + 8}ch` }, label, " ", element("select", { name }, ...list));
  }

  /* ---- A figure ---------------------------------------------------------------------------- */

  /* Build a figure inside `place`, which holds its picture and caption.
   *
   * title     name of the figure
   * hint      what the reader can do with the charts, and what their marks mean
   * controls  list of choice() and range(), with `shown`: values -> whether it is there, if not always
   * adjust    values, changed control -> values to set besides; optional
   * model     values -> whatever charts and words need
   * stacked   whether charts stand one under the other, however much room there is; optional
   * charts    list of { draw(model, values, width) -> options of Plot.plot with `words`, its text
   *           alternative; handle: optional { label, x, y }: controls that a point moves, or for y a
   *           function of model and values that says how high it stands; shown: as for controls }
   * describe  model, values -> the result in words
   * play      name of a range that a button runs through; optional */
  function build(place, figure) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
    const form = element("form", { "aria-label": "Mandos", autocomplete: "off" },
      ...figure.controls.map(fieldOf));
    const buttons = element("div", { class: "buttons" });
    const player = element("button", { type: "button" });
    if (figure.play) buttons.append(player);
    buttons.append(element("button", { type: "reset" }, "Reiniciar"));
    form.append(buttons);
    const status = element("p", { class: "status", role: "status" });
    const charts = figure.charts.map((chart) => ({ ...chart, box: element("div", { class: "chart" }) }));
    const root = element("div", { class: "interactive", role: "group", "aria-label": figure.title }, form,
      element("div", { class: figure.stacked ? "charts stacked" : "charts" }, ...charts.map(({ box }) => box)),
      element("p", { class: "hint" }, figure.hint), status);
    const field = form.elements;
    let width = 0, timer = null, spoken = null;

    function values() {
      const read = ({ name, options }) => [name, options ? field[name].value : Number(field[name].value)];
      return Object.fromEntries(figure.controls.map(read));
    }

    function draw() {
      const now = values(), model = figure.model(now);
      for (const { name, text, shown } of figure.controls) {
        field[name].parentElement.hidden = shown ? !shown(now) : false;
        if (!text) continue;
        field[name].previousElementSibling.textContent = text(now[name]);
        field[name].setAttribute("aria-valuetext", text(now[name]));
      }
      for (const chart of charts) chart.box.hidden = chart.shown ? !chart.shown(now) : false;
      const seen = charts.filter(({ box }) => !box.hidden);
      // Every width before the first drawing: asked for after one, it makes the page lay itself out.
      for (const chart of seen) chart.width = chart.box.clientWidth;
      for (const chart of seen) drawChart(chart, model, now);
      say(figure.describe(model, now));
    }

    /* Screen readers hear the result once the reader stops moving things, not at every step. */
    function say(text) {
      if (status.textContent === text) return;
      status.setAttribute("aria-busy", "true");
      status.textContent = text;
      clearTimeout(spoken);
      spoken = setTimeout(() => status.setAttribute("aria-busy", "false"), 600);
    }

    function drawChart(chart, model, now) {
      const { words, ...options } = chart.draw(model, now, chart.width);
      const style = { background: "none", fontSize: "13px", overflow: "visible" };
      const svg = Plot.plot({ width: chart.width, inset: 6, style, ...options });
      svg.querySelectorAll("[aria-label]").forEach((part) => part.removeAttribute("aria-label")); // English
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", words);
      if (chart.svg) chart.svg.replaceWith(svg);
      else chart.box.prepend(svg);
      chart.svg = svg;
      chart.scales = { x: svg.scale("x"), y: svg.scale("y") };
      if (chart.handle) placeHandle(chart, model, now);
    }

    /* ---- The point of a chart that can be moved -------------------------------------------- */

    function placeHandle(chart, model, now) {
      const { handle, scales } = chart, two = typeof handle.y === "string";
      if (!chart.point) addHandle(chart, two);
      const height = two ? now[handle.y] : handle.y(model, now);
      chart.point.style.left = `${scales.x.apply(now[handle.x])}px`;
      chart.point.style.top = `${scales.y.apply(height)}px`;
      const moved = figure.controls.filter(({ name }) => name === handle.x || name === handle.y);
      chart.point.setAttribute("aria-valuenow", now[handle.x]);
      chart.point.setAttribute("aria-valuetext",
        moved.map(({ name, label, text }) => `${label}: ${text(now[name])}`).join("; "));
    }

    function addHandle(chart, two) {
      const { handle, box } = chart, { min, max } = field[handle.x];
      chart.point = element("div", {
        class: "handle", role: "slider", tabindex: 0, "aria-label": handle.label,
        "aria-valuemin": min, "aria-valuemax": max,
      });
      box.append(chart.point);
      box.classList.add("movable");
      const move = (event) => {
        const corner = chart.svg.getBoundingClientRect();
        set(handle.x, chart.scales.x.invert(event.clientX - corner.left));
        if (two) set(handle.y, chart.scales.y.invert(event.clientY - corner.top));
        changed(handle.x);
      };
      // Only the point takes a finger's drag: elsewhere on the chart a finger scrolls the page.
      chart.point.addEventListener("pointerdown", (event) => chart.point.setPointerCapture(event.pointerId));
      chart.point.addEventListener("pointermove", (event) => {
        if (chart.point.hasPointerCapture(event.pointerId)) move(event);
      });
      box.addEventListener("click", (event) => {
        if (event.target !== chart.point) move(event);
      });
      chart.point.addEventListener("keydown", (event) => {
        const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        const moved = field[two && /Up|Down/.test(event.key) ? handle.y : handle.x];
        if (event.key === "Home" || event.key === "End") moved.value = event.key === "Home" ? min : max;
        else if (way) moved.value = Number(moved.value) + way * stride(moved);
        else return;
        event.preventDefault();
        changed(moved.name);
      });
    }

    /* Sixty presses go from one end to the other, each a whole number of the field's steps. */
    function stride({ min, max, step }) {
      return step * Math.max(1, Math.round((max - min) / step / 60));
    }

    /* The field keeps the number within its limits and to its steps. */
    function set(name, value) {
      field[name].value = value;
    }

    function changed(name) {
      if (name === figure.play) stop();
      const also = figure.adjust ? figure.adjust(values(), name) : {};
      for (const [other, value] of Object.entries(also)) set(other, value);
      draw();
    }

    /* ---- Running through a range ----------------------------------------------------------- */

    function stop() {
      clearInterval(timer);
      timer = null;
      player.textContent = calm.matches ? "Un paso más" : "Paso a paso";
    }

    function next() {
      const run = field[figure.play];
      run.value = Number(run.value) + Number(run.step);
      if (Number(run.value) >= Number(run.max)) stop();
      draw();
    }

    function play() {
      if (timer !== null) return stop();
      if (calm.matches) return next();
      field[figure.play].value = field[figure.play].min;
      draw();
      timer = setInterval(next, 120);
      player.textContent = "Parar";
    }

    form.addEventListener("input", (event) => changed(event.target.name));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { stop(); draw(); }));
    player.addEventListener("click", play);
    calm.addEventListener("change", stop);
    place.querySelector("img").after(root);
    stop();
    const fit = () => {
      if (root.clientWidth === width) return;
      width = root.clientWidth;
      draw();
    };
    fit(); // at once: what stands below would move if the charts came later
    new ResizeObserver(fit).observe(root);
  }

  /* Names of a chart's curves, each [name, colour, dashed], at the top right in a margin of 44. */
  function legend(curves) {
    let right = 0;
    return [...curves].reverse().map(([name, fill, dashed]) => {
      const text = `${dashed ? "╍" : "━"} ${name}`, dx = -right;
      right += 7.3 * text.length + 18;
      return Plot.text([text], { frameAnchor: "top-right", dx, dy: -19, fill, fontWeight: 600 });
    });
  }

  /* What a cell of the chapter hands to a figure: JSON in <script data-figure="NAME">. */
  function data(name) {
    const script = document.querySelector(`script[data-figure="${name}"]`);
    return script ? JSON.parse(script.textContent) : undefined;
  }

  /* Put what `make` gives, from the data of that name, wherever the page has such a picture. */
  function define(name, make) {
    // The tests want the arithmetic alone; where the library did not come, the picture stays.
    if (typeof document === "undefined" || typeof Plot === "undefined") return;
    for (const place of document.querySelectorAll(`figure.figure-${name}`)) {
      build(place, make(data(name)));
      place.classList.replace("waiting", "ready");
    }
  }

  return { choice, define, fixed, legend, range, spanish, tenTo, tick };
})();
