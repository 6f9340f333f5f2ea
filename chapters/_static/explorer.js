/* The explorer of gradient descent (chapter 4): choose a landscape, a start, a learning rate and an
 * optimiser, and watch the path and the cost. Plain SVG, no library, no network.
 *
 * The first half is arithmetic, the same formulas as torch.optim, and is exported for the tests.
 * The second half builds one explorer inside each element of class "explorer". */
"use strict";

/* ---- Arithmetic ---------------------------------------------------------------------------- */

/* Landscapes of aprende.surfaces: cost and gradient of two weights, and their minima. */
const SURFACES = {
  bowl: {
    label: "Cuenco estirado",
    cost: ([a, b]) => (a * a + 20 * b * b) / 2,
    gradient: ([a, b]) => [a, 20 * b],
    minima: [[0, 0]],
    saddles: [],
    start: [-2.5, 1.5],
  },
  twoMinima: {
    label: "Dos mínimos",
    cost: ([a, b]) => a ** 4 / 16 - (a * a) / 2 + 0.2 * a + (b * b) / 2 + 1.5,
    gradient: ([a, b]) => [a ** 3 / 4 - a + 0.2, b],
    minima: [[-2.09336, 0], [1.8913, 0]],
    saddles: [[0.20206, 0]],
    start: [1, 2.5],
  },
  saddle: {
    label: "Silla",
    cost: ([a, b]) => (a * a) / 2 + b ** 4 / 16 - (b * b) / 2 + 1,
    gradient: ([a, b]) => [a, b ** 3 / 4 - b],
    minima: [[0, -2], [0, 2]],
    saddles: [[0, 0]],
    start: [-2.5, 0.1],
  },
};

/* Each makes a function step(w, g) that gives the next weights; it keeps its own averages. */
const OPTIMIZERS = {
  sgd: {
    label: "SGD",
    make: (lr) => (w, g) => w.map((wi, i) => wi - lr * g[i]),
  },
  momentum: {
    label: "Momento (β = 0,9)",
    make: (lr, beta = 0.9) => {
      let v = [0, 0];
      return (w, g) => {
        v = v.map((vi, i) => beta * vi + g[i]);
        return w.map((wi, i) => wi - lr * v[i]);
      };
    },
  },
  rmsprop: {
    label: "RMSProp (ρ = 0,99)",
    make: (lr, rho = 0.99, eps = 1e-8) => {
      let s = [0, 0];
      return (w, g) => {
        s = s.map((si, i) => rho * si + (1 - rho) * g[i] * g[i]);
        return w.map((wi, i) => wi - (lr * g[i]) / (Math.sqrt(s[i]) + eps));
      };
    },
  },
  adam: {
    label: "Adam (β₁ = 0,9; β₂ = 0,999)",
    make: (lr, beta1 = 0.9, beta2 = 0.999, eps = 1e-8) => {
      let m = [0, 0], s = [0, 0], t = 0;
      return (w, g) => {
        t += 1;
        m = m.map((mi, i) => beta1 * mi + (1 - beta1) * g[i]);
        s = s.map((si, i) => beta2 * si + (1 - beta2) * g[i] * g[i]);
        const c1 = 1 - beta1 ** t, c2 = 1 - beta2 ** t;
        return w.map((wi, i) => wi - (lr * (m[i] / c1)) / (Math.sqrt(s[i] / c2) + eps));
      };
    },
  },
};

/* Weights from the start on, `steps` of them at most: it ends early when they stop being finite. */
function descend(optimizer, surface, start, lr, steps) {
  const step = OPTIMIZERS[optimizer].make(lr), way = [start];
  for (let i = 0; i < steps; i++) {
    const w = way[way.length - 1], next = step(w, SURFACES[surface].gradient(w));
    if (!next.every((x) => Math.abs(x) < 1e6)) break;
    way.push(next);
  }
  return way;
}

/* Path data "M…L…" of the level curves: in each small triangle, the segment where cost = level. */
function levelCurve(cost, level, radius, cells, toX, toY) {
  const size = (2 * radius) / cells, at = (i) => -radius + i * size;
  const height = (p) => cost(p) - level, parts = [];
  const triangle = (corners) => {
    const ends = [];
    for (let k = 0; k < 3; k++) {
      const p = corners[k], q = corners[(k + 1) % 3], hp = height(p), hq = height(q);
      if (hp < 0 === hq < 0) continue;
      const t = hp / (hp - hq);
      ends.push(toX(p[0] + t * (q[0] - p[0])).toFixed(1) + " " + toY(p[1] + t * (q[1] - p[1])).toFixed(1));
    }
    if (ends.length === 2) parts.push("M" + ends[0] + "L" + ends[1]);
  };
  for (let i = 0; i < cells; i++) {
    for (let j = 0; j < cells; j++) {
      const a = [at(i), at(j)], b = [at(i + 1), at(j)], c = [at(i + 1), at(j + 1)], d = [at(i), at(j + 1)];
      triangle([a, b, c]);
      triangle([a, c, d]);
    }
  }
  return parts.join("");
}

/* 0.0123 -> "0,0123" and 0.0000123 -> "1,2 · 10⁻⁵". */
function spanish(value, digits = 3) {
  const tiny = value !== 0 && Math.abs(value) < 10 ** -digits;
  if (!tiny && Math.abs(value) < 1e5) return fixed(value, digits);
  const [mantissa, power] = value.toExponential(1).split("e");
  return `${fixed(Number(mantissa), 1)} · ${tenTo(Number(power))}`;
}

/* -5 -> "10⁻⁵" */
function tenTo(power) {
  return "10" + [...String(power)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");
}

/* -0.25 -> "−0,25", with a real minus sign. */
function fixed(value, digits) {
  return value.toFixed(digits).replace(".", ",").replace("-", "−");
}

/* ---- Page ---------------------------------------------------------------------------------- */

const RADIUS = 3, SIZE = 400, MAX_STEPS = 100, COST_HEIGHT = 170, COST_LEFT = 48;
const toX = (a) => ((a + RADIUS) / (2 * RADIUS)) * SIZE;
const toY = (b) => SIZE - toX(b);
const clip = (x) => Math.min(RADIUS, Math.max(-RADIUS, x));
const tenth = (x) => Math.round(clip(x) * 10) / 10;
const options = (table) =>
  Object.entries(table).map(([key, { label }]) => `<option value="${key}">${label}</option>`).join("");
const slider = (name, text, low, high, step) =>
  `<label>${text} <output data-shows="${name}"></output>
   <input type="range" name="${name}" min="${low}" max="${high}" step="${step}"></label>`;

const MARKUP = `
<form class="controls" aria-label="Mandos de la exploradora">
  <label>Superficie <select name="surface">${options(SURFACES)}</select></label>
  <label>Optimizador <select name="optimizer">${options(OPTIMIZERS)}</select></label>
  ${slider("rate", "Tasa de aprendizaje α", -3, 0, 0.01)}
  ${slider("steps", "Pasos", 0, MAX_STEPS, 1)}
  ${slider("w1", "Inicio, w₁", -RADIUS, RADIUS, 0.1)}
  ${slider("w2", "Inicio, w₂", -RADIUS, RADIUS, 0.1)}
  <div class="buttons"><button type="button" name="play"></button>
  <button type="button" name="reset">Volver a empezar</button></div>
</form>
<div class="views">
  <svg class="map" viewBox="0 0 ${SIZE} ${SIZE}" role="img">
    <g class="levels"></g><g class="marks"></g>
    <g class="axis"><text x="394" y="394" text-anchor="end">w₁ →</text><text x="6" y="16">w₂ ↑</text></g>
    <polyline class="way"></polyline><g class="dots"></g>
    <circle class="start" r="10"></circle><circle class="end" r="6"></circle>
    <circle class="grip" r="26"></circle>
  </svg>
  <svg class="costs" viewBox="0 0 ${SIZE} ${COST_HEIGHT}" role="img">
    <g class="axis"></g><polyline class="way"></polyline><circle class="end" r="5"></circle>
  </svg>
  <p class="legend">○ inicio (arrástralo o pulsa en el mapa) · ● último paso · ★ mínimo · ✕ silla</p>
  <p class="status" role="status"></p>
</div>`;

function build(root) {
  root.innerHTML = MARKUP;
  const form = root.querySelector("form"), field = form.elements;
  const map = root.querySelector(".map"), costs = root.querySelector(".costs");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let timer = null;

  const set = (name, value) => { field[name].value = value; };
  const rate = () => 10 ** Number(field.rate.value);

  function stop() {
    clearInterval(timer);
    timer = null;
    root.querySelector(".status").setAttribute("aria-live", "polite");
    field.play.textContent = calm.matches ? "Un paso más" : "Ver paso a paso";
  }

  /* What changes with the landscape alone. */
  function drawLandscape() {
    const surface = SURFACES[field.surface.value], corners = [-3, 0, 3].flatMap((a) => [[a, 3], [a, -3]]);
    const low = Math.min(...surface.minima.map(surface.cost));
    const high = Math.max(...corners.map(surface.cost));
    const levels = Array.from({ length: 11 }, (_, i) => low + (high - low) * (0.06 + 0.092 * i) ** 2);
    map.querySelector(".levels").innerHTML = levels
      .map((level) => `<path d="${levelCurve(surface.cost, level, RADIUS, 60, toX, toY)}"></path>`)
      .join("");
    const mark = (text) => ([a, b]) => `<text x="${toX(a)}" y="${toY(b)}">${text}</text>`;
    map.querySelector(".marks").innerHTML =
      surface.minima.map(mark("★")).join("") + surface.saddles.map(mark("✕")).join("");
  }

  /* What changes with every control. */
  function drawPath() {
    const surface = SURFACES[field.surface.value], steps = Number(field.steps.value);
    const start = [Number(field.w1.value), Number(field.w2.value)];
    const way = descend(field.optimizer.value, field.surface.value, start, rate(), steps);
    const end = way[way.length - 1], heights = way.map(surface.cost);
    const points = way.map(([a, b]) => [toX(a), toY(b)].map((x) => Math.max(-1e5, Math.min(1e5, x)).toFixed(1)));
    map.querySelector(".way").setAttribute("points", points.join(" "));
    map.querySelector(".dots").innerHTML = points.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="2.6"></circle>`).join("");
    for (const name of [".start", ".grip"]) place(map.querySelector(name), toX(start[0]), toY(start[1]));
    place(map.querySelector(".end"), ...points[points.length - 1]);
    drawCosts(heights);
    for (const name of ["w1", "w2"]) show(name, fixed(Number(field[name].value), 1));
    show("rate", fixed(rate(), 3));
    show("steps", String(steps));
    const text = describe(surface, way, end, heights, steps);
    root.querySelector(".status").textContent = text;
    map.setAttribute("aria-label", `Curvas de nivel de «${surface.label}» y camino del descenso. ${text}`);
    costs.setAttribute("aria-label", `Coste en cada paso: de ${spanish(heights[0])} a ${spanish(heights[heights.length - 1])}.`);
  }

  function describe(surface, way, end, heights, steps) {
    const cost = heights[heights.length - 1];
    if (way.length <= steps || Math.max(...end.map(Math.abs)) > 2 * RADIUS)
      return `Diverge: tras ${way.length - 1} pasos el coste es ${spanish(cost)} y los pesos se han salido del mapa.`;
    const slope = Math.hypot(...surface.gradient(end)), near = (p) => Math.hypot(p[0] - end[0], p[1] - end[1]) < 0.05;
    const where = surface.minima.some(near) ? " Está en un mínimo." : surface.saddles.some(near) ? " Está en la silla." : "";
    return `Tras ${steps} pasos: coste ${spanish(cost)}, tamaño del gradiente ${spanish(slope)}, ` +
      `pesos (${fixed(end[0], 2)}; ${fixed(end[1], 2)}).${where}`;
  }

  /* Cost by step on a logarithmic axis, whole powers of ten marked. */
  function drawCosts(heights) {
    const logs = heights.map((h) => Math.log10(Math.max(h, 1e-6)));
    const low = Math.floor(Math.min(...logs, -1)), high = Math.ceil(Math.max(...logs, 1));
    const x = (i) => COST_LEFT + ((SIZE - COST_LEFT - 12) * i) / MAX_STEPS;
    const y = (v) => 12 + ((COST_HEIGHT - 50) * (high - v)) / (high - low);
    const every = Math.ceil((high - low) / 5), lines = [];
    for (let v = low; v <= high; v += every)
      lines.push(`<line x1="${COST_LEFT}" x2="${SIZE}" y1="${y(v)}" y2="${y(v)}"></line>
        <text x="${COST_LEFT - 6}" y="${y(v) + 4}" text-anchor="end">${Math.abs(v) > 3 ? tenTo(v) : fixed(10 ** v, Math.max(0, -v))}</text>`);
    for (const i of [0, 50, 100]) lines.push(`<text x="${x(i)}" y="${COST_HEIGHT - 20}" text-anchor="middle">${i}</text>`);
    lines.push(`<text x="${SIZE / 2}" y="${COST_HEIGHT - 5}" text-anchor="middle">coste en cada paso (escala logarítmica)</text>`);
    costs.querySelector(".axis").innerHTML = lines.join("");
    costs.querySelector(".way").setAttribute("points", logs.map((v, i) => `${x(i)},${y(v)}`).join(" "));
    place(costs.querySelector(".end"), x(logs.length - 1), y(logs[logs.length - 1]));
  }

  function place(circle, x, y) {
    circle.setAttribute("cx", x);
    circle.setAttribute("cy", y);
  }

  function show(name, text) {
    root.querySelector(`[data-shows="${name}"]`).textContent = text;
    field[name].setAttribute("aria-valuetext", text);
  }

  function useSurface() {
    const { start } = SURFACES[field.surface.value];
    set("w1", start[0]);
    set("w2", start[1]);
    drawLandscape();
  }

  function reset() {
    stop();
    field.optimizer.value = "sgd";
    set("rate", Math.log10(0.08));
    set("steps", 40);
    useSurface();
    drawPath();
  }

  function play() {
    const next = () => {
      set("steps", Number(field.steps.value) + 1);
      drawPath();
      if (Number(field.steps.value) >= MAX_STEPS) stop();
    };
    if (timer !== null) {
      stop();
      return drawPath();
    }
    if (calm.matches) return next();
    set("steps", 0);
    drawPath();
    timer = setInterval(next, 120);
    root.querySelector(".status").setAttribute("aria-live", "off"); // not every step aloud
    field.play.textContent = "Parar";
  }

  function moveStart(event) {
    const box = map.getBoundingClientRect();
    set("w1", tenth(((event.clientX - box.left) / box.width) * 2 * RADIUS - RADIUS));
    set("w2", tenth(RADIUS - ((event.clientY - box.top) / box.height) * 2 * RADIUS));
    drawPath();
  }

  /* Only the grip takes a finger's drag: elsewhere on the map a finger scrolls the page. */
  const grip = map.querySelector(".grip");
  grip.addEventListener("pointerdown", (event) => grip.setPointerCapture(event.pointerId));
  grip.addEventListener("pointermove", (event) => {
    if (grip.hasPointerCapture(event.pointerId)) moveStart(event);
  });
  map.addEventListener("click", moveStart);
  form.addEventListener("input", (event) => {
    if (event.target.name === "surface") useSurface();
    if (event.target.name === "steps") stop();
    drawPath();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  field.play.addEventListener("click", play);
  field.reset.addEventListener("click", reset);
  calm.addEventListener("change", stop);
  reset();
}

if (typeof document !== "undefined") document.querySelectorAll(".explorer").forEach(build);
if (typeof module !== "undefined") module.exports = { SURFACES, OPTIMIZERS, descend, levelCurve, spanish };
