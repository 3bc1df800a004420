"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const buttons = [...document.querySelectorAll(".choices button")];
const COLUMNS = ["run", "row", "table", "part", "article", "says", "text", "judgement", "class", "note", "coder"];
let at = 0;
let judged = {};

function make(name, text, kind) {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

function tell(text) { $("status").textContent = text; }

function coder() { return $("coder").value.trim(); }

function place() { return `framing-review/${data.run}/${coder()}`; }

// Private windows may keep nothing: then the file is the only copy, and the judge must know.
function keep() {
  try {
    localStorage.setItem(place(), JSON.stringify({ at, judged }));
    sessionStorage.setItem(`framing-review/${data.run}`, coder());
  } catch {
    tell("This browser keeps nothing. Save the file before you close the page.");
  }
}

function resume() {
  at = 0;
  judged = {};
  try {
    const kept = JSON.parse(localStorage.getItem(place()) || "{}");
    judged = kept.judged || {};
    at = kept.at || 0;
  } catch { /* nothing was kept */ }
  draw();
}

function entry() { return judged[data.rows[at].row] || {}; }

function draw() {
  const row = data.rows[at];
  const asked = data.codebook[row.table][row.part];
  const { value, kind, note } = entry();
  const done = data.rows.filter((each) => (judged[each.row] || {}).value).length;
  $("progress").textContent = `${done} of ${data.rows.length} judged`;
  $("bar").max = data.rows.length;
  $("bar").value = done;
  $("which").textContent = `Row ${row.row} of ${data.rows.length}: ${row.table}`;
  $("about").textContent = [row.outlet, row.title, row.article].filter(Boolean).join(" · ");
  $("question").textContent = asked.question;
  $("says").replaceChildren(...row.says.split(" · ").map((text) => make("li", text)));
  $("text").replaceChildren(...row.pieces.map(([text, where, what]) => {
    const outer = make("span", what ? "" : text, where);
    if (what) outer.append(make(what === "row" ? "mark" : "span", text, what));
    return outer;
  }));
  $("text").scrollTop = 0;
  $("key").hidden = !row.pieces.some(([, , what]) => what);
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.value === value));
  $("classes").querySelector("div").replaceChildren(...asked.classes.map((text, number) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "radio";
    box.name = "class";
    box.value = text;
    box.checked = kind === text;
    box.addEventListener("change", () => classify(text));
    label.append(box, make("span", text), make("kbd", String(number + 1)));
    return label;
  }));
  $("note").value = note || "";
  $("back").disabled = at === 0;
  $("next").disabled = at === data.rows.length - 1;
  const mark = $("text").querySelector("mark");
  if (mark) mark.scrollIntoView({ block: "nearest" });
}

function named() {
  if (coder()) return true;
  tell("Write your name under Coder first, so that two coders stay apart.");
  $("coder").focus();
  return false;
}

function set(change) {
  if (!named()) return false;
  judged[data.rows[at].row] = { ...entry(), ...change };
  keep();
  return true;
}

function judge(value) {
  const words = { y: "right", b: "borderline", n: "wrong" };
  const row = data.rows[at].row;
  if (!set(value === "n" ? { value } : { value, kind: "" })) return;
  if (value !== "n" && at < data.rows.length - 1) move(1);
  else draw();
  tell(`Row ${row}: ${words[value]}.${value === "n" ? " Choose in which way, or go on." : ""}`);
}

function classify(kind) {
  const row = data.rows[at].row;
  if (!set({ value: "n", kind })) return;
  const held = $("classes").contains(document.activeElement);
  if (!held && at < data.rows.length - 1) move(1);
  else draw();
  if (held) $("classes").querySelector(":checked").focus();
  tell(`Row ${row}: wrong, ${kind}.`);
}

function move(by) {
  const to = Math.min(data.rows.length - 1, Math.max(0, at + by));
  if (to === at) return;
  at = to;
  if (coder()) keep();
  draw();
  tell(`Row ${data.rows[at].row} of ${data.rows.length}.`);
}

function unjudged() {
  const order = data.rows.map((_, number) => (at + 1 + number) % data.rows.length);
  const to = order.find((number) => !(judged[data.rows[number].row] || {}).value);
  if (to === undefined) tell("Every row is judged. Save the file.");
  else move(to - at);
}

// A spreadsheet must not run a cell as a formula; quotation marks as in RFC 4180.
function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save() {
  if (!named()) return;
  const lines = data.rows.map((row) => {
    const { value, kind, note } = judged[row.row] || {};
    return [data.run, row.row, row.table, row.part, row.article, row.says, row.text, value, kind, note, coder()];
  });
  const text = [COLUMNS, ...lines].map((line) => line.map(cell).join(",")).join("\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/csv" }));
  link.download = `judged-${coder().replace(/[^\p{L}\p{N}_-]+/gu, "-")}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  tell(`Saved ${link.download}. Put it into the folder of this page, beside sample.json.`);
}

function table(text) {
  const rows = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const row = rows[rows.length - 1];
    const c = text[i];
    if (quoted && c === '"' && text[i + 1] === '"') { row[row.length - 1] += c; i += 1; }
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === ",") row.push("");
    else if (!quoted && c === "\n") rows.push([""]);
    else row[row.length - 1] += c;
  }
  return rows.filter((row) => row.length > 1);
}

async function open(file) {
  const [head, ...lines] = table((await file.text()).replace(/^\ufeff/, "").replace(/\r\n/g, "\n"));
  const rows = lines.map((line) => Object.fromEntries((head || []).map((name, n) => [name, line[n] ?? ""])));
  if (!rows.length || rows.some((row) => row.run !== data.run)) {
    tell(`${file.name} is not a file of this page: it was saved from another sample.`);
    return;
  }
  if (Object.keys(judged).length) {
    tell(`${coder()} has judgements here already. Write another name under Coder to open ${file.name}.`);
    return;
  }
  if (!coder()) $("coder").value = rows[0].coder || "";
  if (!named()) return;
  judged = {};
  for (const row of rows) {
    if (row.judgement || row.note) judged[row.row] = { value: row.judgement, kind: row.class, note: row.note };
  }
  keep();
  draw();
  tell(`Opened ${file.name}: ${Object.keys(judged).length} rows.`);
}

const KEYS = {
  y: () => judge("y"), n: () => judge("n"), b: () => judge("b"), s: save, u: unjudged,
  ArrowRight: () => move(1), ArrowLeft: () => move(-1), m: () => $("note").focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("textarea, input:not([type=radio]):not([type=file])");
  if (typing) {
    if (event.key === "Escape" || (event.key === "Enter" && event.target.id === "coder")) event.target.blur();
    return;
  }
  if (event.target.matches("input[type=radio]") && event.key.startsWith("Arrow")) return;
  const kinds = data.codebook[data.rows[at].table][data.rows[at].part].classes;
  const act = KEYS[event.key] || (kinds[event.key - 1] && (() => classify(kinds[event.key - 1])));
  if (!act) return;
  event.preventDefault();
  act();
});
for (const button of buttons) button.addEventListener("click", () => judge(button.dataset.value));
$("back").addEventListener("click", () => move(-1));
$("next").addEventListener("click", () => move(1));
$("unjudged").addEventListener("click", unjudged);
$("save").addEventListener("click", save);
$("open").addEventListener("change", () => $("open").files[0] && open($("open").files[0]));
$("coder").addEventListener("change", resume);
$("note").addEventListener("input", () => { if (coder()) set({ note: $("note").value }); });
$("note").addEventListener("focus", named);
try { $("coder").value = sessionStorage.getItem(`framing-review/${data.run}`) || ""; } catch { /* no storage */ }
resume();
