// The slider of the story. Everything that it shows is in the page already, or in its data.
"use strict";

/** Marks lines of the program with the names of the threads that are there. */
function markLines(marks) {
  const all = (selector) => [...document.querySelectorAll(selector)];
  all(".badge").forEach((badge) => badge.remove());
  all(".line.current").forEach((line) => line.classList.remove("current", "running"));
  for (const { number, name, running } of marks) {
    const line = document.getElementById(`line-${number}`);
    if (line === null) continue;
    const badge = document.createElement("span");
    badge.className = running ? "badge running" : "badge";
    badge.textContent = running ? `▶ ${name}` : name;
    line.classList.add("current");
    line.classList.toggle("running", running || line.classList.contains("running"));
    line.append(badge);
    if (running) scrollWithin(line);
  }
}

/** Scrolls what is around the line, and never the page. */
function scrollWithin(line) {
  const around = line.closest(".scroll");
  const top = line.getBoundingClientRect().top - around.getBoundingClientRect().top;
  if (top < 0 || top > around.clientHeight - 2 * line.offsetHeight) {
    around.scrollTop += top - around.clientHeight / 2;
  }
}

/** Whether the story is shown. A page that asks what breaks the program has it folded up. */
const storyIsShown = () => document.getElementById("answer")?.open ?? true;

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const slider = byId("slider");
  const rows = all("#state tbody tr");
  const last = data.steps.length;

  /** After how many steps the story is looked at: 0 is before the first one. */
  let place = 0;

  /** The values of what is shared after so many steps. */
  const valuesAfter = (steps) =>
    steps === 0 ? data.shared.map((one) => one.initial) : data.steps[steps - 1].values;

  /** In which line each thread is after so many steps; undefined before its first one. */
  function linesAfter(steps) {
    const lines = new Array(data.threads.length);
    for (const step of data.steps.slice(0, steps)) {
      if (step.thread !== null && step.line !== null) lines[step.thread] = step.line;
    }
    return lines;
  }

  /** Values in words: of a lock, who holds it. */
  const inWords = (values) =>
    values.map((value, at) => (data.shared[at].lock ? (value === "-" ? "free" : `held by ${value}`) : value));

  function showState() {
    const values = inWords(valuesAfter(place));
    const before = place === 0 ? values : inWords(valuesAfter(place - 1));
    rows.forEach((row, at) => {
      const changed = values[at] !== before[at];
      row.classList.toggle("changed", changed);
      row.cells[1].textContent = values[at];
      row.cells[2].textContent = changed ? before[at] || "unknown" : "";
    });
  }

  function showThreads(step) {
    const list = byId("threads");
    const lines = linesAfter(place);
    const held = step ? step.held : [];
    list.hidden = false;
    list.replaceChildren(
      ...data.threads.map((name, thread) => {
        const item = document.createElement("li");
        const running = step !== undefined && step.thread === thread;
        item.classList.toggle("running", running);
        const locks = (held[thread] ?? []).map((lock) => data.locks[lock]);
        const where = lines[thread] === undefined ? "not here yet" : `line ${lines[thread]}`;
        const words = [where];
        if (running) words.unshift("took this step");
        if (locks.length > 0) words.push(`holds ${locks.join(", ")}`);
        const said = document.createElement("span");
        said.className = "where";
        said.textContent = words.join(", ");
        item.append(`${name}: `, said);
        return item;
      }),
    );
  }

  function showLines(step) {
    if (!storyIsShown()) return;
    const next = byId(`line-${data.steps[0]?.line}`);
    if (place === 0 && next !== null) scrollWithin(next);
    const lines = linesAfter(place).map((number, thread) => {
      const running = step !== undefined && step.thread === thread;
      return { number, name: data.threads[thread], running };
    });
    markLines(lines.filter((line) => line !== undefined));
  }

  function mark(selector) {
    for (const one of all(selector)) {
      const current = Number(one.dataset.step) === place - 1;
      one.classList.toggle("current", current);
      if (current) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
    }
  }

  function show(steps) {
    place = Math.min(Math.max(steps, 0), last);
    const step = data.steps[place - 1];
    slider.value = place;
    const words = place === 0 ? "Start" : `Step ${place} of ${last}`;
    slider.setAttribute("aria-valuetext", words);
    byId("place").textContent = words;
    const start = ["Before the first step.", ...data.before].join(" ");
    byId("current").textContent = step === undefined ? start : step.sentence;
    byId("first").disabled = byId("previous").disabled = place === 0;
    byId("next").disabled = byId("last").disabled = place === last;
    showState();
    showThreads(step);
    showLines(step);
    mark(".sentence");
    mark(".lanes .step");
  }

  const keys = {
    ArrowLeft: () => show(place - 1),
    ArrowRight: () => show(place + 1),
    Home: () => show(0),
    End: () => show(last),
  };

  /** Whether the key belongs to something else: a region that scrolls, a field, the game. */
  const isTaken = (target) => target.closest("input, select, textarea, .scroll, #play") !== null;

  slider.max = last;
  slider.addEventListener("input", () => show(slider.valueAsNumber));
  byId("first").addEventListener("click", keys.Home);
  byId("previous").addEventListener("click", keys.ArrowLeft);
  byId("next").addEventListener("click", keys.ArrowRight);
  byId("last").addEventListener("click", keys.End);
  document.addEventListener("keydown", (event) => {
    const modified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (modified || !storyIsShown() || isTaken(event.target) || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  for (const one of all(".sentence, .lanes .step")) {
    one.addEventListener("click", () => show(Number(one.dataset.step) + 1));
  }

  const answer = byId("answer");
  if (answer !== null) {
    answer.addEventListener("toggle", () => show(place));
    // What is printed can be read.
    window.addEventListener("beforeprint", () => (answer.open = true));
  }

  document.documentElement.classList.add("scripted");
  byId("controls").hidden = false;
  show(0);
})();
