/* Fetches the scripts of the interactive figures when the reader comes near the first one. */
"use strict";

(() => {
  const scripts = document.querySelectorAll("script[type=later]");
  const near = new IntersectionObserver((places) => {
    if (!places.some((place) => place.isIntersecting)) return;
    near.disconnect();
    for (const { src } of scripts) {
      const fetched = document.createElement("script");
      fetched.async = false; // one after another, as they stand in the page
      fetched.src = src;
      document.head.append(fetched);
    }
  }, { rootMargin: "1500px" });
  for (const place of document.querySelectorAll('figure[class*="figure-"]')) near.observe(place);
})();
