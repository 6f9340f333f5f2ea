/* Losses: move a prediction for one example and see what each loss charges for it, and how hard it
 * pulls (its slope). The numbers are those of torch.nn. */
"use strict";

/* Each gives [loss, slope]: of an error e = prediction − truth … */
const BY_ERROR = {
  MSE: (e) => [e * e, 2 * e],
  MAE: (e) => [Math.abs(e), Math.sign(e)],
};

/* … or of the probability p that the network gives to the true class. */
const BY_SHARE = {
  BCE: (p) => [-Math.log(p), -1 / p],
  cuadrado: (p) => [(1 - p) ** 2, -2 * (1 - p)],
};

function softmax(logits) {
  const high = Math.max(...logits), powers = logits.map((z) => Math.exp(z - high));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((x) => x / sum);
}

/* Categorical cross-entropy when the first class is the true one, and its slope in each logit. */
function crossEntropy(logits) {
  const shares = softmax(logits);
  return [-Math.log(shares[0]), shares.map((p, i) => (i === 0 ? p - 1 : p))];
}

{
  const { choice, fixed, range, tick } = Figures;
  const TRUTH = 1, FIRST = "var(--clay)", SECOND = "var(--accent)";
  const two = (value) => fixed(value, 2), three = (value) => fixed(value, 3);
  const SPECIES = ["Adelia", "Barbijo", "Papúa"];
  const is = (problem) => (values) => values.problem === problem;
  const shareOf = ({ truth, p }) => (truth === "1" ? p : 1 - p);
  const logitsOf = ({ z1, z2, z3 }) => [z1, z2, z3];

  /* `number` points from low to high, both included. */
  const points = (low, high, number = 121) =>
    Array.from({ length: number }, (_, i) => low + ((high - low) * i) / (number - 1));

  /* A curve for each loss, a dot where the prediction is, and the names. */
  function curves(named, xs, now) {
    const styles = Object.keys(named).map((name, i) => [name, i ? SECOND : FIRST, i > 0]);
    return [...Figures.legend(styles), ...styles.flatMap(([name, stroke, dashed]) => [
      Plot.line(xs, { x: (x) => x, y: named[name], stroke, strokeWidth: 2.5, strokeDasharray: dashed ? "7 4" : "none", clip: true }),
      Plot.dot([now], { x: (x) => x, y: named[name], fill: stroke, r: 6 }),
    ])];
  }

  const frame = (xLabel, xDomain, top) => ({
    height: 320, marginTop: 44, marginBottom: 38, marginLeft: 38, marginRight: 16,
    x: { domain: xDomain, label: xLabel, ticks: 6, tickFormat: tick },
    y: { domain: [0, top], label: "pérdida", grid: true, ticks: 5, tickFormat: tick },
  });

  function byError(_, { guess }) {
    const losses = { MSE: (x) => BY_ERROR.MSE(x - TRUTH)[0], MAE: (x) => BY_ERROR.MAE(x - TRUTH)[0] };
    return {
      words: `Pérdida según la predicción. MSE, una parábola: ${two(losses.MSE(guess))}. MAE, una V: ${two(losses.MAE(guess))}. ` +
        `Las dos valen cero en ${TRUTH}.`,
      ...frame("predicción ŷ", [TRUTH - 3, TRUTH + 3], 9),
      marks: [
        Plot.ruleX([TRUTH], { strokeDasharray: "2 3" }),
        Plot.text([[TRUTH, 8.6]], { x: "0", y: "1", dx: 6, text: () => `y = ${TRUTH}`, textAnchor: "start" }),
        ...curves(losses, points(TRUTH - 3, TRUTH + 3), guess),
      ],
    };
  }

  function byShare(_, values) {
    const share = (p) => shareOf({ ...values, p }), losses = {
      BCE: (p) => BY_SHARE.BCE(share(p))[0], cuadrado: (p) => BY_SHARE.cuadrado(share(p))[0],
    };
    return {
      words: `Pérdida según la probabilidad de «maligno». BCE: ${two(losses.BCE(values.p))}; se dispara al acercarse a ` +
        `${values.truth === "1" ? 0 : 1}. El cuadrado, ${two(losses.cuadrado(values.p))}, no pasa de 1.`,
      ...frame("probabilidad p de «maligno»", [0, 1], 5),
      marks: curves(losses, points(0.002, 0.998, 250), values.p),
    };
  }

  function byLogit(_, { z1, z2, z3 }) {
    const losses = { CCE: (z) => crossEntropy([z, z2, z3])[0] };
    return {
      words: `CCE según el logit de la clase verdadera: ahora ${two(losses.CCE(z1))}. A la izquierda baja casi en línea recta; a la derecha se aplana hacia cero.`,
      ...frame("logit de Adelia, la verdadera", [-6, 6], 10),
      marks: curves(losses, points(-6, 6), z1),
    };
  }

  function bars(_, values) {
    const shares = softmax(logitsOf(values)), rows = shares.map((p, i) => ({ p, y: -i }));
    return {
      words: "Probabilidades que da la softmax. " + SPECIES.map((name, i) => `${name}: ${three(shares[i])}.`).join(" "),
      height: 210, marginTop: 44, marginBottom: 38, marginLeft: 60, marginRight: 16,
      x: { domain: [0, 1], label: "probabilidad", ticks: 5, tickFormat: tick },
      y: { domain: [-2.5, 0.5], label: null, ticks: [0, -1, -2], tickFormat: (y) => SPECIES[-y], tickSize: 0 },
      marks: [
        Plot.ruleY(rows, { y: "y", x1: 0, x2: "p", strokeWidth: 18, stroke: (_, i) => (i ? SECOND : FIRST) }),
        Plot.text(rows, {
          x: "p", y: "y", text: ({ p }) => two(p), dx: 6, fontWeight: 600,
          textAnchor: "start", filter: ({ p }) => p <= 0.8,
        }),
        Plot.text(rows, {
          x: "p", y: "y", text: ({ p }) => two(p), dx: -6, fontWeight: 600,
          textAnchor: "end", fill: "var(--pst-color-background)", filter: ({ p }) => p > 0.8,
        }),
      ],
    };
  }

  function describe(_, values) {
    if (values.problem === "number") {
      const e = values.guess - TRUTH, [mse, steep] = BY_ERROR.MSE(e), [mae, flat] = BY_ERROR.MAE(e);
      return `Error de ${two(e)}. MSE: ${two(mse)}, con pendiente ${two(steep)}. MAE: ${two(mae)}, con pendiente ${fixed(flat, 0)}.`;
    }
    if (values.problem === "binary") {
      const p = shareOf(values), [bce, pull] = BY_SHARE.BCE(p), [square, weak] = BY_SHARE.cuadrado(p);
      return `La clase verdadera recibe una probabilidad de ${three(p)}. BCE: ${two(bce)}; tira con una fuerza de ${two(-pull)}. ` +
        `Cuadrado: ${two(square)}; con una de ${two(-weak)}.`;
    }
    const [loss, slopes] = crossEntropy(logitsOf(values)), p = softmax(logitsOf(values))[0];
    return `La especie verdadera, ${SPECIES[0]}, recibe una probabilidad de ${three(p)}. CCE: ${two(loss)}. ` +
      `Pendiente en cada logit: ${slopes.map(two).join("; ")}.`;
  }

  const logit = (i, value) => ({ ...range(`z${i + 1}`, `Logit de ${SPECIES[i]}`, -6, 6, 0.1, value, (z) => fixed(z, 1)), shown: is("classes") });

  Figures.define("losses", () => ({
    title: "Lo que cobra cada pérdida",
    hint: "○ predicción: arrástrala, pulsa en la gráfica o usa las flechas del teclado",
    controls: [
      choice("problem", "Qué se predice", {
        number: "Un número: MSE y MAE", binary: "Sí o no: BCE", classes: "Una de tres clases: CCE",
      }, "number"),
      { ...range("guess", "Predicción ŷ", TRUTH - 3, TRUTH + 3, 0.05, 3, two), shown: is("number") },
      { ...choice("truth", "Clase verdadera", { 1: "maligno", 0: "benigno" }, 1), shown: is("binary") },
      { ...range("p", "Probabilidad p de «maligno»", 0.01, 0.99, 0.01, 0.1, two), shown: is("binary") },
      logit(0, -1), logit(1, 2), logit(2, 0.5),
    ],
    model: (values) => values,
    describe,
    charts: [
      {
        draw: byError, shown: is("number"),
        handle: { label: "Predicción", x: "guess", y: (_, { guess }) => BY_ERROR.MSE(guess - TRUTH)[0] },
      },
      {
        draw: byShare, shown: is("binary"),
        handle: { label: "Predicción", x: "p", y: (_, values) => BY_SHARE.BCE(shareOf(values))[0] },
      },
      {
        draw: byLogit, shown: is("classes"),
        handle: { label: "Logit de la clase verdadera", x: "z1", y: (_, values) => crossEntropy(logitsOf(values))[0] },
      },
      { draw: bars, shown: is("classes") },
    ],
  }));
}
