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

  // Tables: sort by a column, take the rows away as CSV.
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
  const csv = (table) => [...table.rows]
    .map((row) => [...row.cells].map((cell) => {
      const said = cell.dataset.order ?? cell.textContent.trim();
      const safe = cell.dataset.order === undefined && /^[=+\-@]/.test(said) ? `'${said}` : said;
      return `"${safe.replaceAll('"', '""')}"`;
    }).join(","))
    .join("\r\n");
  const save = (table, number) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv(table)], { type: "text/csv" }));
    link.download = `${document.title.replace(/\W+/g, "-").toLowerCase()}-table-${number}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  every(".table table").forEach((table, place) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const press = button(head.textContent, () => sort(table, head, column));
      head.replaceChildren(press);
    });
    const tools = document.createElement("div");
    tools.className = "tools";
    tools.append(button(`Save table ${place + 1} as CSV`, () => save(table, place + 1)));
    table.closest(".table").append(tools);
  });

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

  addEventListener("beforeprint", () => every("details").forEach((one) => { one.open = true; }));
})();
