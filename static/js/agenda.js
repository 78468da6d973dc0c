// Enhancement of the page that makes an agenda: items are dragged, or moved by Alt with an arrow. Each move presses the
// item's own buttons, so the server does the same as without this file; the list comes back by htmx with the focus kept.

const builder = () => document.querySelector("#agenda-builder");
const itemOf = (place) => place?.closest?.("[data-item]");
const typesInto = "input, select, textarea";
let dragged = null;
let wanted = "";
let pressed = null;
let busy = false;
let waiting = null;

/** htmx knows which button was clicked last inside a form; here some stand outside of it, and some are pressed by keys. */
function startNamingTheButton() {
  document.addEventListener("submit", (event) => {
    pressed = event.submitter;
    const item = itemOf(event.target);
    if (item && !wanted) remember(item);
    if (event.target.dataset.back) wanted = event.target.dataset.back;
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    if (pressed?.name && pressed.form === event.detail.elt) event.detail.parameters[pressed.name] = pressed.value;
    pressed = null;
  });
}

/** Presses a button of an item. While the list is on its way the press waits for it: its forms are htmx's only then. */
function press(item, value) {
  if (busy) { waiting = () => press(document.getElementById(item.id), value); return; }
  const form = item.querySelector("form");
  const button = [...form.elements].find((control) => control.name === "do" && control.value === value);
  form.requestSubmit(button);
}

/** The control that has the focus keeps it; after dragging, and where that control is gone, the item's title gets it. */
function remember(item) {
  const focused = document.activeElement;
  wanted = item.contains(focused) && focused.id ? focused.id : item.querySelector("a").id;
}

/** What folded up again cannot be focused: then the item itself is, by its title. */
function focusOn(control) {
  control?.focus();
  if (control && document.activeElement !== control) itemOf(control)?.querySelector("a").focus();
}

/** The list did not come back: what was pressed since is forgotten, and it is said that nothing was moved. */
function startAnew() {
  const hint = document.querySelector("#move-lost");
  wanted = "";
  waiting = null;
  hint.hidden = false;
  document.querySelector("#live").textContent = hint.textContent;
}

function startWaiting() {
  document.addEventListener("htmx:beforeRequest", () => { busy = true; });
  document.addEventListener("htmx:afterRequest", (event) => { if (!event.detail.successful) busy = false; });
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, startAnew);
  document.addEventListener("htmx:afterSettle", () => {
    busy = false;
    document.querySelector("#move-lost").hidden = true;
    // Only a focus that got lost is put back: somebody may have gone on meanwhile.
    if (wanted && document.activeElement.tabIndex < 0) focusOn(document.getElementById(wanted) || document.querySelector("#put-back"));
    wanted = "";
    const next = waiting;
    waiting = null;
    next?.();
  });
}

function startKeys() {
  document.addEventListener("keydown", (event) => {
    const value = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const item = value && event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && itemOf(event.target);
    if (!item || event.target.matches(typesInto)) return;
    event.preventDefault();
    if (!busy) remember(item);
    press(item, value);
  });
}

function mark(item) {
  builder().querySelectorAll(".now").forEach((marked) => marked.classList.remove("now"));
  if (item && item !== dragged) item.classList.add("now");
}

function startDragging() {
  // Only a hand on the row itself drags it: text in its fields can still be marked, its buttons pressed.
  document.addEventListener("pointerdown", (event) => {
    const item = itemOf(event.target);
    if (item) item.draggable = !event.target.closest(`button, summary, label, ${typesInto}`);
  });
  document.addEventListener("dragstart", (event) => {
    dragged = itemOf(event.target);
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.number);
  });
  document.addEventListener("dragover", (event) => {
    const item = dragged && itemOf(event.target);
    if (!item) return;
    event.preventDefault();
    mark(item);
  });
  document.addEventListener("drop", (event) => {
    const item = dragged && itemOf(event.target);
    if (!item || item === dragged) return;
    event.preventDefault();
    dragged.querySelector("[name=number]").value = item.dataset.number;
    remember(dragged);
    press(dragged, "place");
  });
  document.addEventListener("dragend", () => { dragged = null; mark(null); });
}

if (builder()) {
  startNamingTheButton();
  startWaiting();
  startKeys();
  startDragging();
  document.querySelector("#move-hint").hidden = false;
}
