/* Scaling: move one penguin of a small sample and see how min–max, standard and robust scaling
 * respond. The formulas are those of scikit-learn. */
"use strict";

/* Value below which a share of the values lies, by linear interpolation as NumPy does it. */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b), at = share * (sorted.length - 1), low = Math.floor(at);
  const next = sorted[Math.min(low + 1, sorted.length - 1)];
  return sorted[low] + (at - low) * (next - sorted[low]);
}

const spread = (values) => quantile(values, 0.75) - quantile(values, 0.25);

/* Each gives the values scaled, in their order. */
const SCALERS = {
  minmax: {
    label: "Min–max",
    scale(values) {
      const low = Math.min(...values), high = Math.max(...values);
      return values.map((x) => (x - low) / (high - low));
    },
  },
  standard: {
    label: "Estándar",
    scale(values) {
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
      return values.map((x) => (x - mean) / Math.sqrt(variance));
    },
  },
  robust: {
    label: "Robusta",
    scale(values) {
      const middle = quantile(values, 0.5), width = spread(values);
      return values.map((x) => (x - middle) / width);
    },
  },
};

/* Share of its width that the central half keeps when the last value becomes another one. */
function keptWidth(scaler, values, last) {
  const { scale } = SCALERS[scaler], changed = [...values.slice(0, -1), last];
  return spread(scale(changed)) / spread(scale(values));
}

Figures.define("scaling", ({ masses }) => { // kg, from the chapter's own cell
  const { fixed, range, tick } = Figures;
  const HEAVIEST = 60, SHOWN = [-3, 4], names = Object.keys(SCALERS);
  const kilos = (value) => `${fixed(value, 1)} kg`;
  const percent = (share) => `${fixed(100 * share, 0)}\u00a0%`;

  function model({ mass }) {
    const values = [...masses.slice(0, -1), mass];
    const scaled = names.map((name) => SCALERS[name].scale(values));
    return { values, scaled, kept: names.map((name) => keptWidth(name, masses, mass)) };
  }

  function describe({ kept }, { mass }) {
    const [minmax, standard, robust] = kept.map(percent);
    return `El pingüino señalado pesa ${kilos(mass)}. La mitad central de los pingüinos conserva el ${minmax} de su anchura ` +
      `con min–max, el ${standard} con la estándar y el ${robust} con la robusta.`;
  }

  /* One line of ticks at a height, the central half as a thick bar under them, the last as a dot. */
  function strip(values, height) {
    const others = values.slice(0, -1).map((x) => ({ x, y: height })), last = values[values.length - 1];
    const half = [{ y: height, x1: quantile(values, 0.25), x2: quantile(values, 0.75) }];
    return [
      Plot.ruleY(half, { y: "y", x1: "x1", x2: "x2", stroke: "var(--accent)", strokeWidth: 24, strokeOpacity: 0.25 }),
      Plot.ruleX(others, { x: "x", y1: height - 0.22, y2: height + 0.22, stroke: "var(--accent)", strokeWidth: 1.5 }),
      Plot.dot([{ x: last, y: height }], { x: "x", y: "y", r: 6, fill: "var(--clay)", clip: true }),
    ];
  }

  function kilosChart({ values }) {
    return {
      words: `Pesos sin escalar: ${masses.length - 1} pingüinos entre ${kilos(Math.min(...masses.slice(0, -1)))} y ` +
        `${kilos(Math.max(...masses.slice(0, -1)))}, y el señalado, en ${kilos(values[values.length - 1])}.`,
      height: 110, marginTop: 26, marginBottom: 40, marginLeft: 14, marginRight: 16,
      x: { domain: [0, HEAVIEST], label: "peso (kg)", ticks: 6, tickFormat: tick },
      y: { domain: [-0.5, 0.5], axis: null },
      marks: [
        Plot.text(["Sin escalar"], { frameAnchor: "top-left", dy: -22, fontWeight: 600 }),
        ...strip(values, 0),
      ],
    };
  }

  function scaledChart({ values, scaled, kept }) {
    const last = scaled.map((row) => row[row.length - 1]);
    const outside = last.map((x, i) => ({ x, y: -i })).filter(({ x }) => x > SHOWN[1]);
    return {
      words: "Los mismos pingüinos con cada escala. " + names.map((name, i) =>
        `${SCALERS[name].label}: la mitad central conserva el ${percent(kept[i])} de su anchura y el señalado vale ${fixed(last[i], 1)}.`).join(" "),
      height: 300, marginTop: 12, marginBottom: 40, marginLeft: 14, marginRight: 16,
      x: { domain: SHOWN, label: "valor escalado", ticks: 8, tickFormat: tick },
      y: { domain: [-2.4, 0.75], axis: null },
      marks: [
        Plot.ruleX([0], { strokeOpacity: 0.3 }),
        Plot.text(names, {
          x: SHOWN[0], y: (_, i) => -i + 0.5, text: (name, i) => `${SCALERS[name].label}: conserva el ${percent(kept[i])}`,
          textAnchor: "start", fontWeight: 600,
        }),
        ...scaled.flatMap((row, i) => strip(row, -i)),
        Plot.text(outside, {
          x: SHOWN[1], y: "y", text: ({ x }) => `${fixed(x, 1)} →`, textAnchor: "end", fontWeight: 600, fill: "var(--clay)",
        }),
      ],
    };
  }

  return {
    title: "Tres escalas y un valor atípico",
    stacked: true,
    hint: "○ pingüino señalado: arrástralo, pulsa en la gráfica de arriba o usa las flechas del teclado · ● el mismo, escalado · franja: la mitad central",
    controls: [range("mass", "Peso del pingüino señalado", 0, HEAVIEST, 0.1, 10 * masses[masses.length - 1], kilos)],
    model,
    describe,
    charts: [
      { draw: kilosChart, handle: { label: "Pingüino señalado", x: "mass", y: () => 0 } },
      { draw: scaledChart },
    ],
  };
});
