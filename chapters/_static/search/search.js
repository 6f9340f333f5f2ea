// Looks for words in the records that chapters/_ext/search.py wrote: window.BOOK, one a section.
"use strict";

(function () {
  const SHOWN = 20;
  const EXCERPT = 220; // characters
  const WORD = /[\p{L}\p{N}_]+/gu;
  // Words that every section has, with neither accents nor capitals.
  const COMMON = new Set(
    (
      "a al algo ante aquel aqui asi aun aunque cada como con contra cual cuales cuando cuanta cuantas cuanto " +
      "cuantos de debo del desde donde dos e el ella ellas ellos en entre era eres es esa ese eso esta estan este " +
      "esto estos estas ha hace hacer haces hacen hago han hasta hay he la las le les lo los mas me mi mis mucho muy " +
      "ni no nos o otra otras otro otros para pero poco por porque puede puedo que quien quienes se sea ser si sin " +
      "sirve sobre solo son su sus tan te tengo ti tiene tienen todo todos tu tus un una unas uno unos usa usar uso " +
      "va y ya yo what is the of an how does do why when which and to for in"
    ).split(" ")
  );

  // One character gives one, so that places in a folded text are places in the text itself.
  function fold(text) {
    return Array.from(text, (c) => c.normalize("NFD")[0].toLowerCase()[0]).join("");
  }

  // Singular and plural are one word: capas and capa, errores and error.
  function stem(word) {
    if (word.length > 5 && /[^aeiou]es$/.test(word)) return word.slice(0, -2);
    if (word.length > 4 && /[aeiou]s$/.test(word)) return word.slice(0, -1);
    return word;
  }

  function term(word) {
    const folded = fold(word);
    return COMMON.has(folded) ? null : stem(folded);
  }

  function words(text) {
    return text.match(WORD) || [];
  }

  function makeIndex(records) {
    const index = new MiniSearch({
      fields: ["title", "terms", "page", "text", "code"],
      storeFields: ["url", "title", "page", "text"],
      tokenize: words,
      processTerm: term,
      searchOptions: {
        boost: { title: 4, terms: 4, page: 1.5, text: 1, code: 0.4 },
        prefix: (word) => word.length > 3,
        fuzzy: (word) => (word.length > 5 ? 0.2 : false),
        weights: { prefix: 0.5, fuzzy: 0.2 },
        // A section that explains comes before the line of the glossary that leads to it.
        boostDocument: (id, word, { url }) => (url.includes("#term-") ? 0.6 : 1),
      },
    });
    index.addAll(records);
    return index;
  }

  // The part of a text around the first word that was found, each such word in <mark>.
  function excerpt(text, found) {
    const marks = [];
    for (const match of text.matchAll(WORD)) {
      if (found.has(term(match[0]))) marks.push([match.index, match.index + match[0].length]);
    }
    let start = marks.length ? Math.max(0, marks[0][0] - EXCERPT / 3) : 0;
    if (start > 0) start = text.indexOf(" ", start) + 1;
    let end = Math.min(text.length, start + EXCERPT);
    if (end < text.length) end = text.lastIndexOf(" ", end);
    const paragraph = document.createElement("p");
    if (start > 0) paragraph.append("… ");
    let at = start;
    for (const [from, to] of marks) {
      if (from < at || to > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      paragraph.append(text.slice(at, from), mark);
      at = to;
    }
    paragraph.append(text.slice(at, end) + (end < text.length ? " …" : ""));
    return paragraph;
  }

  function show(query, results, list, status) {
    list.replaceChildren();
    if (!query) {
      status.textContent = "Escribe lo que buscas: un término, en español o en inglés, o una pregunta.";
      return;
    }
    const count = results.length;
    status.textContent = count
      ? `${count}${count === SHOWN ? " primeros" : ""} resultado${count > 1 ? "s" : ""} para «${query}».`
      : `No hay nada sobre «${query}». Prueba con menos palabras o con el término en inglés.`;
    for (const result of results) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = result.url;
      link.textContent = result.title;
      item.append(link);
      if (result.page) {
        const page = document.createElement("span");
        page.className = "search-page";
        page.textContent = result.page;
        item.append(" ", page);
      }
      if (result.text) item.append(excerpt(result.text, new Set(result.terms)));
      list.append(item);
    }
  }

  function start() {
    const list = document.getElementById("search-results");
    const status = document.getElementById("search-status");
    const input = document.querySelector(".bd-search-container form input");
    const index = makeIndex(window.BOOK);
    const run = () => {
      const query = input.value.trim();
      show(query, query ? index.search(query).slice(0, SHOWN) : [], list, status);
    };
    input.value = new URLSearchParams(location.search).get("q") || "";
    input.addEventListener("input", run);
    run();
    input.focus();
  }

  start();
})();
