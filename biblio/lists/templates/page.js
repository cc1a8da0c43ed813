(() => {
  if (matchMedia("(max-width: 59.99rem)").matches) {
    for (const fold of document.querySelectorAll(".fold")) fold.open = false;
  }
  const form = document.getElementById("filter");
  if (!form) return;
  const fold = (s) => s.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/’/g, "'")
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const nodes = [...document.querySelectorAll(".item")];
  const items = nodes.map((node) => {
    const within = [];
    for (let up = node.closest("section"); up; up = up.parentElement.closest("section")) within.push(up.id);
    return { node, within, shown: true, text: null, type: node.dataset.type, level: node.dataset.level, access: node.dataset.access };
  });
  const sections = [...document.querySelectorAll("main section")].reverse();
  const shown = document.getElementById("shown");
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const forms = JSON.parse(form.dataset.forms);
  const index = () => { for (const item of items) item.text ??= fold(item.node.textContent); };
  const apply = () => {
    const asked = Object.fromEntries(new FormData(form));
    const words = fold(asked.text || "").split(/\s+/).filter(Boolean);
    if (words.length) index();
    let count = 0;
    for (const item of items) {
      const keep = (!asked.section || item.within.includes(asked.section))
        && (!asked.level || item.level === asked.level) && (!asked.access || item.access === asked.access)
        && (!asked.type || item.type === asked.type) && words.every((word) => item.text.includes(word));
      if (keep) count += 1;
      // A class, not "hidden": taking 1,000 items out of the layout tree costs browsers four times as much.
      if (item.shown !== keep) item.node.classList.toggle("out", !(item.shown = keep));
    }
    for (const section of sections) {
      const empty = !section.querySelector(".item:not(.out)");
      if (section.hidden !== empty) section.hidden = empty;
    }
    shown.value = (forms[plural.select(count)] || forms.other).replace("{}", count);
  };
  let waiting;
  form.addEventListener("input", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(apply); });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
  (window.requestIdleCallback || setTimeout)(index);
})();
