/* Keeps the place of the interactive figures, and fetches their scripts when the reader comes near
 * the first one. */
"use strict";

(() => {
  /* How tall each becomes, in pixels, from a width of its place on. */
  const TALL = {
    scaling: [[0, 827], [310, 795], [340, 768], [380, 735], [500, 697]],
    losses: [[0, 724], [345, 702], [440, 675], [500, 597]],
    descent: [[0, 1060], [318, 1190], [350, 1220], [400, 1195], [500, 1120], [600, 682]],
    networks: [[0, 869], [310, 835], [345, 800], [380, 735], [500, 665], [680, 598]],
  };

  const places = document.querySelectorAll('figure[class*="figure-"]');
  for (const place of places) {
    const name = place.className.match(/figure-(\w+)/)[1];
    const [, tall] = TALL[name].findLast(([from]) => from <= place.clientWidth);
    place.style.minHeight = `${tall}px`;
    place.classList.add("waiting");
  }
  const free = () => places.forEach((place) => (place.style.minHeight = ""));
  addEventListener("resize", free, { once: true });

  const scripts = document.querySelectorAll("script[type=later]");
  const near = new IntersectionObserver((seen) => {
    if (!seen.some((place) => place.isIntersecting)) return;
    near.disconnect();
    for (const { src } of scripts) {
      const fetched = document.createElement("script");
      fetched.async = false; // one after another, as they stand in the page
      fetched.src = src;
      fetched.onerror = () => { // the picture stays
        free();
        places.forEach((place) => place.classList.remove("waiting"));
      };
      document.head.append(fetched);
    }
  }, { rootMargin: "1500px" });
  // A section far below is not laid out, and what is in it never seen to come near.
  places.forEach((place) => near.observe(place.closest(".bd-article > section > section")));
})();
