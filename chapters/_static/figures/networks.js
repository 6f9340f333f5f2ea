/* Learning curves of networks that were trained when the book was built: choose one of them, and
 * when it stops, and read what the chapter's rule says of its curves. */
"use strict";

/* The data come from the chapter's own cell: `every` epochs between measures; the `options` of
 * each choice; `cards`, each [what is seen, verdict, remedy]; and for each network
 * "units,n,dropout" its two costs and, for each measure, the index of the card that the chapter's
 * rule gives if training stops there. */
Figures.define("networks", ({ every, units, sizes, dropouts, cards, networks }) => {
  const { choice, fixed, legend, range, tick } = Figures;
  const total = every * Object.values(networks)[0].train.length;
  const options = (values, write = tick) => Object.fromEntries(values.map((value) => [value, write(value)]));

  function model({ width, size, dropout, epochs }) {
    const network = networks[[width, size, dropout].join(",")], measured = epochs / every;
    const train = network.train.slice(0, measured), val = network.val.slice(0, measured);
    const best = val.indexOf(Math.min(...val));
    return { train, val, best: every * (best + 1), lowest: val[best], card: cards[network.cards[measured - 1]] };
  }

  const last = (list) => list[list.length - 1];

  function describe({ train, val, best, lowest, card: [seen, verdict, remedy] }, { epochs }) {
    const bottom = best < epochs ? `, con el mínimo, ${fixed(lowest, 2)}, en la época ${best}` : ", la menor hasta ahora";
    return `Tras ${epochs} épocas, coste de entrenamiento ${fixed(last(train), 2)}: ${seen}. Coste de validación ` +
      `${fixed(last(val), 2)}${bottom}. Diagnóstico: ${verdict}. Qué hacer: ${remedy}`;
  }

  function chart({ train, val, best, lowest }, { epochs }) {
    const TOP = 3, at = (costs) => costs.map((cost, i) => [every * (i + 1), cost]);
    const styles = [["entrenamiento", "var(--accent)", false], ["validación", "var(--clay)", true]];
    const series = [[train, ...styles[0]], [val, ...styles[1]]];
    return {
      words: `Curvas de coste hasta la época ${epochs}. Entrenamiento: de ${fixed(train[0], 2)} a ${fixed(last(train), 2)}. ` +
        `Validación: de ${fixed(val[0], 2)} a ${fixed(last(val), 2)}, con el mínimo, ${fixed(lowest, 2)}, en la época ${best}.`,
      height: 340, marginTop: 44, marginBottom: 38, marginLeft: 34, marginRight: 16,
      x: { domain: [0, total], label: "época", ticks: 6, tickFormat: tick },
      y: { domain: [0, TOP], label: "coste", grid: true, ticks: 6, tickFormat: tick },
      marks: [
        ...legend(styles),
        Plot.ruleX([best], { strokeDasharray: "2 3" }),
        ...series.flatMap(([costs, , stroke, dashed]) => [
          Plot.line(at(costs), { x: "0", y: "1", stroke, strokeWidth: 2.5, strokeDasharray: dashed ? "7 4" : "none", clip: true }),
          Plot.dot(at(costs).slice(-1), { x: "0", y: "1", fill: stroke, r: 5, filter: ([, cost]) => cost <= TOP }),
        ]),
      ],
    };
  }

  return {
    title: "Curvas de aprendizaje de redes ya entrenadas",
    hint: "Línea de puntos vertical: la época de menor coste en validación.",
    controls: [
      choice("width", "Neuronas", options(units), units[units.length - 1]),
      choice("size", "Cifras", options(sizes), sizes[0]),
      choice("dropout", "Dropout", options(dropouts), dropouts[0]),
      range("epochs", "Épocas", 5 * every, total, every, total),
    ],
    model,
    describe,
    charts: [{ draw: chart }],
    play: "epochs",
  };
});
