/* Gradient descent: choose a landscape, a start, a learning rate and an optimiser, and watch the
 * path and the cost. The formulas are those of torch.optim. */
"use strict";

/* Landscapes of aprende.surfaces: cost and gradient of two weights, and their minima. */
const SURFACES = {
  bowl: {
    label: "Cuenco estirado",
    cost: (a, b) => (a * a + 20 * b * b) / 2,
    gradient: ([a, b]) => [a, 20 * b],
    minima: [[0, 0]],
    saddles: [],
    start: [-2.5, 1.5],
  },
  twoMinima: {
    label: "Dos mínimos",
    cost: (a, b) => a ** 4 / 16 - (a * a) / 2 + 0.2 * a + (b * b) / 2 + 1.5,
    gradient: ([a, b]) => [a ** 3 / 4 - a + 0.2, b],
    minima: [[-2.09336, 0], [1.8913, 0]],
    saddles: [[0.20206, 0]],
    start: [1, 2.5],
  },
  saddle: {
    label: "Silla",
    cost: (a, b) => (a * a) / 2 + b ** 4 / 16 - (b * b) / 2 + 1,
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

/* Weights from the start on, `steps` of them at most: it ends early when they run away. */
function descend(optimizer, surface, start, lr, steps) {
  const step = OPTIMIZERS[optimizer].make(lr), way = [start];
  for (let i = 0; i < steps; i++) {
    const w = way[way.length - 1], next = step(w, SURFACES[surface].gradient(w));
    if (!next.every((x) => Math.abs(x) < 1e6)) break;
    way.push(next);
  }
  return way;
}

{
  const RADIUS = 3, REACH = 3.6, STEPS = 100; // level curves close outside the map
  const { choice, fixed, range, spanish, tenTo, tick } = Figures;
  const labels = (table) => Object.fromEntries(Object.entries(table).map(([key, { label }]) => [key, label]));
  const rate = (power) => 10 ** power;
  const one = (value) => fixed(value, 1);

  /* Eleven level curves, denser near the bottom. */
  function levels({ cost, minima }) {
    const edge = [-RADIUS, 0, RADIUS].flatMap((a) => [cost(a, RADIUS), cost(a, -RADIUS)]);
    const low = Math.min(...minima.map((w) => cost(...w))), high = Math.max(...edge);
    return Array.from({ length: 11 }, (_, i) => low + (high - low) * (0.06 + 0.092 * i) ** 2);
  }

  function model({ surface, optimizer, power, steps, w1, w2 }) {
    const land = SURFACES[surface];
    const way = descend(optimizer, surface, [w1, w2], rate(power), steps);
    const costs = way.map((w) => land.cost(...w));
    const end = way[way.length - 1];
    const near = (p) => Math.hypot(p[0] - end[0], p[1] - end[1]) < 0.05;
    return {
      land, way, costs, end, cost: costs[costs.length - 1],
      slope: Math.hypot(...land.gradient(end)),
      diverged: way.length <= steps || Math.max(...end.map(Math.abs)) > 2 * RADIUS,
      minimum: land.minima.find(near), saddle: land.saddles.some(near),
    };
  }

  function describe({ land, way, end, cost, slope, diverged, minimum, saddle }, { steps }) {
    if (diverged)
      return `Diverge: tras ${way.length - 1} pasos el coste es ${spanish(cost)} y los pesos se han salido del mapa.`;
    const lowest = Math.min(...land.minima.map((w) => land.cost(...w)));
    const local = minimum && land.cost(...minimum) > lowest + 1e-6;
    const where = local ? " Está en un mínimo local." : minimum ? " Está en el mínimo." : saddle ? " Está en la silla." : "";
    return `Tras ${steps} ${steps === 1 ? "paso" : "pasos"}: coste ${spanish(cost)}, tamaño del gradiente ${spanish(slope)}, ` +
      `pesos (${fixed(end[0], 2)}; ${fixed(end[1], 2)}).${where}`;
  }

  /* What lies far outside the map is as good as on its edge, and safe to draw. */
  const drawable = (w) => w.map((x) => Math.max(-1e3, Math.min(1e3, x)));

  function map({ land, way, end }, values, width) {
    const side = Math.min(width, 340), points = way.map(drawable), mark = { x: "0", y: "1", clip: true };
    return {
      words: `Mapa de curvas de nivel de «${land.label}», con el camino desde el inicio (${one(values.w1)}; ` +
        `${one(values.w2)}) hasta (${fixed(end[0], 2)}; ${fixed(end[1], 2)}).`,
      width: side, height: side + 12, marginTop: 22, marginRight: 12, marginLeft: 34, marginBottom: 36,
      x: { domain: [-RADIUS, RADIUS], label: "w₁", ticks: 7, tickFormat: tick },
      y: { domain: [-RADIUS, RADIUS], label: "w₂", ticks: 7, tickFormat: tick },
      marks: [
        Plot.contour({
          value: land.cost, x1: -REACH, x2: REACH, y1: -REACH, y2: REACH, pixelSize: 8, clip: true,
          thresholds: levels(land), stroke: "var(--accent)", strokeOpacity: 0.6,
        }),
        Plot.text(land.minima, { ...mark, text: () => "★", fontSize: 20 }),
        Plot.text(land.saddles, { ...mark, text: () => "✕", fontSize: 16 }),
        Plot.line(points, { ...mark, stroke: "var(--clay)", strokeWidth: 2 }),
        Plot.dot(points, { ...mark, fill: "var(--clay)", r: 2.6 }),
        Plot.dot(points.slice(-1), { ...mark, fill: "var(--clay)", r: 6 }),
      ],
    };
  }

  function curve({ costs }, values, width) {
    const points = costs.map((cost, i) => [i, Math.max(cost, 1e-6)]);
    const powers = points.map(([, cost]) => Math.log10(cost));
    const low = Math.floor(Math.min(...powers, -1)), high = Math.ceil(Math.max(...powers, 1));
    const every = Math.ceil((high - low) / 5);
    const ticks = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((p) => (p - low) % every === 0);
    const write = (cost) => {
      const power = Math.round(Math.log10(cost));
      return Math.abs(power) > 3 ? tenTo(power) : tick(cost);
    };
    const mark = { x: "0", y: "1" };
    return {
      words: `Coste en cada paso, de ${spanish(costs[0])} a ${spanish(costs[costs.length - 1])}.`,
      height: width < 300 ? 180 : Math.min(width, 340) + 12, marginTop: 24, marginRight: 12, marginLeft: 46, marginBottom: 38,
      x: { domain: [0, STEPS], label: "paso", ticks: 5, tickFormat: tick },
      y: {
        type: "log", domain: [10 ** low, 10 ** high], label: "coste (escala logarítmica)", grid: true,
        ticks: ticks.map((power) => 10 ** power), tickFormat: write,
      },
      marks: [
        Plot.line(points, { ...mark, stroke: "var(--clay)", strokeWidth: 2 }),
        Plot.dot(points.slice(-1), { ...mark, fill: "var(--clay)", r: 5 }),
      ],
    };
  }

  Figures.define("descent", () => ({
    title: "Exploradora del descenso de gradiente",
    hint: "○ inicio: arrástralo, pulsa en el mapa o usa las flechas del teclado · ● último paso · ★ mínimo · ✕ silla",
    controls: [
      choice("surface", "Superficie", labels(SURFACES), "bowl"),
      choice("optimizer", "Optimizador", labels(OPTIMIZERS), "sgd"),
      range("power", "Tasa α", -3, 0, 0.005, -1.095, (p) => fixed(rate(p), 3)), // 0,080
      range("steps", "Pasos", 0, STEPS, 1, 60),
      range("w1", "Inicio, w₁", -RADIUS, RADIUS, 0.1, SURFACES.bowl.start[0], one),
      range("w2", "Inicio, w₂", -RADIUS, RADIUS, 0.1, SURFACES.bowl.start[1], one),
    ],
    adjust({ surface }, name) {
      const [w1, w2] = SURFACES[surface].start;
      return name === "surface" ? { w1, w2 } : {};
    },
    model,
    describe,
    charts: [{ draw: map, handle: { label: "Inicio del camino", x: "w1", y: "w2" } }, { draw: curve }],
    play: "steps",
  }));
}
