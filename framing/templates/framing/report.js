"use strict";
(() => {
  const root = document.documentElement;
  const every = (selector, within = document) => [...within.querySelectorAll(selector)];
  const button = (label, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", press);
    return made;
  };

  // Dark and light: what the reader's system says, until the reader says otherwise.
  const dark = () => (root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches);
  const theme = document.getElementById("theme");
  const name = () => { theme.textContent = dark() ? "Light page" : "Dark page"; };
  theme.hidden = false;
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; name(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", name);
  name();

  const code = document.getElementById("code");
  code.hidden = false;
  code.addEventListener("click", () => {
    const shown = root.toggleAttribute("data-code");
    code.setAttribute("aria-pressed", String(shown));
  });

  // Tables: sort by a column, search, keep one account, take the rows away as CSV.
  const download = (content, type, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    link.download = `${document.title.replace(/\W+/g, "-").toLowerCase()}-${name}`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const order = (cell) => (cell.dataset.order === undefined ? cell.textContent.trim() : Number(cell.dataset.order));
  const compare = (a, b) => (typeof a === "number" && typeof b === "number"
    ? a - b
    : String(a).localeCompare(String(b), "en", { numeric: true }));
  const sort = (table, head, column) => {
    const ascending = head.getAttribute("aria-sort") !== "ascending";
    every("th[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const body = table.tBodies[0];
    [...body.rows]
      .sort((a, b) => (ascending ? 1 : -1) * compare(order(a.cells[column]), order(b.cells[column])))
      .forEach((row) => body.append(row));
  };
  const csv = (table) => [...table.tHead.rows, ...table.tBodies[0].rows]
    .map((row) => [...row.cells].map((cell) => {
      const said = cell.dataset.name ?? cell.dataset.order ?? cell.textContent.trim();
      const safe = cell.dataset.order === undefined && /^[=+\-@]/.test(said) ? `'${said}` : said;
      return `"${safe.replaceAll('"', '""')}"`;
    }).join(","))
    .join("\r\n");
  const element = (name, properties) => Object.assign(document.createElement(name), properties);
  every(".table table").forEach((table, place) => {
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    const box = table.closest(".table");
    const tools = element("div", { className: "tools" });
    heads.forEach((head, column) => head.replaceChildren(button(head.textContent, () => sort(table, head, column))));
    if (rows.length > 10) {
      const column = heads.findIndex((head) => ["account", "outlet"].includes(head.dataset.name));
      const names = column < 0 ? [] : [...new Set(rows.map((row) => row.cells[column].textContent))];
      const search = element("input", { type: "search", placeholder: "Search", ariaLabel: `Search table ${place + 1}` });
      const chosen = element("select", { ariaLabel: `Account in table ${place + 1}` });
      chosen.append(new Option("All accounts", ""), ...names.map((name) => new Option(name, name)));
      const refresh = () => {
        const wanted = search.value.toLowerCase();
        rows.forEach((row) => {
          const kept = row.textContent.toLowerCase().includes(wanted)
            && (!chosen.value || row.cells[column].textContent === chosen.value);
          row.hidden = !kept;
        });
        const all = box.querySelector(".all input");
        if (all && (wanted || chosen.value)) all.checked = true;
      };
      search.addEventListener("input", refresh);
      chosen.addEventListener("change", refresh);
      tools.append(search, ...(names.length > 1 ? [chosen] : []));
    }
    tools.append(button(`Save table ${place + 1} as CSV`, () => download(csv(table), "text/csv", `table-${place + 1}.csv`)));
    box.append(tools);
    // rows that a narrow page stacks are still rows to those who listen
    table.setAttribute("role", "table");
    every("thead, tbody", table).forEach((part) => part.setAttribute("role", "rowgroup"));
    every("tr", table).forEach((row) => row.setAttribute("role", "row"));
    every("td", table).forEach((cell) => cell.setAttribute("role", "cell"));
    every("th", table).forEach((cell) => cell.setAttribute("role", cell.scope === "col" ? "columnheader" : "rowheader"));
  });

  // Charts: saved as they stand on light paper.
  const drawing = (svg) => {
    const copy = svg.cloneNode(true);
    const [, , width, height] = copy.getAttribute("viewBox").split(" ").map(Number);
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.style.fontFamily = "Arial, sans-serif";
    copy.style.background = "#fff";
    const text = new XMLSerializer().serializeToString(copy).replace(/var\(--[\w-]+, (#[0-9a-f]{6})\)/g, "$1");
    return { text, width, height };
  };
  const save_png = (svg, name) => {
    const { text, width, height } = drawing(svg);
    const image = new Image();
    image.addEventListener("load", () => {
      const canvas = element("canvas", { width: 3 * width, height: 3 * height });
      const context = canvas.getContext("2d");
      context.fillStyle = "#fff";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => download(blob, "image/png", name));
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  };
  every("figure.picture").forEach((figure, place) => {
    const svg = figure.querySelector("svg");
    const tools = element("div", { className: "tools" });
    const said = (button, kind) => { button.setAttribute("aria-label", `Save this chart as ${kind}`); return button; };
    tools.append(
      said(button("SVG", () => download(drawing(svg).text, "image/svg+xml", `chart-${place + 1}.svg`)), "SVG"),
      said(button("PNG", () => save_png(svg, `chart-${place + 1}.png`)), "PNG"),
    );
    figure.append(tools);
  });

  // A jump opens what is folded over its target, and can be taken back.
  const back = document.getElementById("back");
  let before = null;
  const unfold = (target) => {
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  };
  const arrive = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) { unfold(target); target.scrollIntoView(); }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (target) { unfold(target); before = scrollY; back.hidden = false; return; }
    // a click on a sentence puts its address where it can be copied
    const part = event.target.closest?.(".account p");
    if (!part || event.target.closest("mark, a") || String(getSelection())) return;
    const at = every(".at", part)
      .filter((mark) => mark.compareDocumentPosition(event.target) & Node.DOCUMENT_POSITION_FOLLOWING
        || event.target.contains(mark))
      .filter((mark) => {
        const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
        return !range || range.comparePoint(mark, 0) <= 0;
      })
      .pop();
    if (at) location.replace(`#${at.id}`);
  });
  back.addEventListener("click", () => { scrollTo({ top: before }); back.hidden = true; });
  addEventListener("hashchange", arrive);
  if (location.hash) arrive();

  // Articles: a mark that a filter hides leaves the tab order; Escape takes a note away.
  const boxes = (filters, kind) => new Set(
    every(`input[data-${kind}]:checked`, filters).map((box) => box.getAttribute(`data-${kind}`)));
  const refresh = (highlighted) => {
    const filters = highlighted.querySelector(".filters");
    const categories = boxes(filters, "category");
    const voices = boxes(filters, "voice");
    const marks = every("mark[id].phrase", highlighted);
    // a mark may have several categories, and is hidden with all of them
    const named = (mark) => mark.dataset.category.split(" ").some((category) => categories.has(category));
    const on = marks.filter((mark) => named(mark) && voices.has(mark.dataset.voice));
    marks.forEach((mark) => { mark.tabIndex = on.includes(mark) ? 0 : -1; });
    filters.querySelector(".shown").textContent = `${on.length} of ${marks.length} marks shown`;
  };
  every(".highlighted").filter((one) => one.querySelector(".filters")).forEach((highlighted) => {
    highlighted.addEventListener("change", () => refresh(highlighted));
    every(".filters fieldset", highlighted).forEach((fieldset) => {
      const all = (checked) => () => {
        every("input", fieldset).forEach((box) => { box.checked = checked; });
        refresh(highlighted);
      };
      fieldset.append(button("All", all(true)), button("None", all(false)));
    });
    refresh(highlighted);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") every("mark").forEach((mark) => mark.classList.add("dismissed"));
  });
  ["pointerout", "focusout"].forEach((left) => document.addEventListener(left, (event) => {
    event.target.closest?.("mark")?.classList.remove("dismissed");
  }));

  addEventListener("beforeprint", () => every("details:not(.appendix, .folded)").forEach((one) => { one.open = true; }));
})();
