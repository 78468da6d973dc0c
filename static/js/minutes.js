// Enhancement of the record's page: saves while somebody types, says when, and can take it back. Works without.

const form = document.querySelector("[data-autosave]");
const PAUSE = 4000;

function start() {
  const line = form.querySelector("[data-saved-line]");
  const said = line.querySelector("[data-saved]");
  const undo = line.querySelector("[data-undo-button]");
  const version = form.querySelector("[name=version]");
  let timer = 0;
  let before = 0;
  let stopped = false;
  let running = null;
  let again = false;

  const say = (text, canUndo) => {
    line.hidden = false;
    said.textContent = text;
    undo.hidden = !canUndo;
  };

  // One saving at a time: on a slow link the next one would be refused for the version that the first one makes.
  function save() {
    if (stopped) return;
    again = running !== null;
    running ??= send().finally(() => {
      running = null;
      if (again) save();
    });
  }

  async function send() {
    again = false;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (answer.status === 409) {
        stopped = true;
        say(said.dataset.stale, false);
      } else if (answer.ok) {
        const saved = await answer.json();
        if (saved.version !== saved.before) {
          before = saved.before;
          version.value = saved.version;
          say(said.dataset.saved.replace("{time}", saved.at), true);
        }
      }
    } catch { /* offline: the draft on this device keeps the text, and the next pause tries again */ }
  }

  form.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  function stop() {
    stopped = true;
    again = false;
    clearTimeout(timer);
  }

  form.addEventListener("submit", (event) => {
    stop();
    if (!running) return;
    // What is being saved this moment makes the version that this saving goes on from.
    event.preventDefault();
    event.stopImmediatePropagation();
    running.then(() => form.requestSubmit(event.submitter));
  }, true);
  undo.addEventListener("click", async () => {
    stop();
    await running;
    const back = document.createElement("form");
    back.method = "post";
    back.action = form.dataset.undo;
    const values = { csrfmiddlewaretoken: form.querySelector("[name=csrfmiddlewaretoken]").value, version: version.value, wanted: before };
    for (const [name, value] of Object.entries(values)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      back.append(input);
    }
    document.body.append(back);
    back.submit();
  });
}

if (form) start();
