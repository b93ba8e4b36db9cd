// The game: the moments of the program's executions are in the data, so a move is a step from one to another.
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const game = data.game;
  if (game === null) return;
  const byId = (id) => document.getElementById(id);

  /** The moments from the first one on, each with the move that led there. */
  let path;

  const now = () => path[path.length - 1];
  const text = (place) => game.texts[place];
  const stand = (moment, thread) => game.stands[moment.threads[thread]];
  const moves = (moment) => moment.moves.map(([act, to]) => ({ ...game.acts[act], to }));
  const counted = (number) => `${number} preemption${number === 1 ? "" : "s"}`;

  function element(name, words, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = words;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function restart() {
    path = [{ moment: game.moments[0], move: null, preempted: null, preemptions: 0 }];
  }

  /** The thread that a move preempts: the one that went last, if it could go on. */
  function preemptedBy(move) {
    const { moment, move: before } = now();
    const last = before === null ? 0 : before.thread;
    return move.thread !== last && stand(moment, last)?.ready ? last : null;
  }

  function make(move) {
    if (move.to === null) return;
    const preempted = preemptedBy(move);
    const preemptions = now().preemptions + (preempted === null ? 0 : 1);
    path.push({ moment: game.moments[move.to], move, preempted, preemptions });
    show(move.thread);
  }

  function undo() {
    if (path.length === 1) return;
    const { move } = path.pop();
    show(move.thread);
  }

  const hasFailed = ({ moment }) => moment.end?.failed === true || (game.race_is_failure && moment.race !== null);

  /** What is to be said of where the game is. */
  function status() {
    const { moment, preemptions } = now();
    const par = game.par === null ? "" : ` (par ${game.par})`;
    if (hasFailed(now())) {
      const how = preemptions === 0 ? "without a preemption" : `with ${counted(preemptions)}`;
      const why = moment.end?.failed ? moment.end.words : text(moment.race);
      const ring = moment.end?.cycle ?? [];
      const cycle = ring.map((one) => `${one.thread} is blocked on ${one.object}`).join(", ");
      return `You broke it ${how}${par}: ${why}.${cycle ? ` The cycle: ${cycle}.` : ""} Now fix it.`;
    }
    if (moment.end !== null) return `${moment.end.words} Undo, or start again.`;
    if (moment.race !== null) return `Undefined behaviour already: ${text(moment.race)}. The result can be wrong, too: go on.`;
    return path.length === 1 ? "Which thread goes first?" : said(now());
  }

  function said({ move, preempted }) {
    const line = move.line === null ? "" : `, line ${move.line}`;
    const before = preempted === null ? "" : `${game.threads[preempted]} is preempted. `;
    return `${before}${game.threads[move.thread]}${line}: ${text(move.does)}.`;
  }

  const code = (line) => document.querySelector(`#line-${line} code`)?.textContent.trim() ?? "";

  function card(thread) {
    const { moment, move } = now();
    const stands = stand(moment, thread);
    const made = element("div", "", { class: "card", "data-thread": thread });
    if (move?.thread === thread) made.classList.add("running");
    made.append(element("h3", game.threads[thread]));
    if (stands === undefined) {
      made.append(element("p", "not started yet", { class: "after" }));
      return made;
    }
    const own = moves(moment).filter((one) => one.thread === thread);
    const line = own[0]?.line ?? stands.line;
    if (line !== null) {
      const shown = element("p", `${line} `, { class: "after" });
      shown.append(element("code", code(line)));
      made.append(shown);
    }
    for (const one of own) made.append(button(one));
    if (own.length === 0) made.append(element("p", text(stands.says)));
    return made;
  }

  function button(move) {
    const preempted = preemptedBy(move);
    const made = element("button", text(move.does), { type: "button", class: "move" });
    const name = game.threads[move.thread];
    let says = `${name}: ${text(move.does)}`;
    if (preempted !== null) {
      const note = `preempts ${game.threads[preempted]}`;
      made.append(element("small", note));
      says += `, ${note}`;
    }
    if (move.to === null) {
      made.disabled = true;
      made.append(element("small", "not in this page"));
    }
    made.setAttribute("aria-label", says);
    made.addEventListener("click", () => make(move));
    return made;
  }

  function inWords(moment, at) {
    const { lock, initial } = game.shared[at];
    const value = text(moment.values[at]) || initial;
    if (!lock) return value;
    return value === "-" || value === "" ? "free" : `held by ${value}`;
  }

  function showState() {
    const before = path.length > 1 ? path[path.length - 2].moment : now().moment;
    const rows = game.shared.map((one, at) => {
      const [old, value] = [inWords(before, at), inWords(now().moment, at)];
      const row = element("tr", "");
      row.classList.toggle("changed", old !== value);
      row.append(element("th", one.lock ? `lock ${one.name}` : one.name, { scope: "row" }), element("td", value));
      row.append(element("td", old === value ? "" : old, { class: "before" }));
      return row;
    });
    byId("game-state").tBodies[0].replaceChildren(...rows);
  }

  /** Marks the lines in which the threads are, where the story does not do that. */
  function showLines() {
    if (storyIsShown()) return;
    const { moment, move } = now();
    const lines = game.threads.map((name, thread) => {
      const own = moves(moment).find((one) => one.thread === thread);
      const number = own?.line ?? stand(moment, thread)?.line ?? null;
      return { number, name, running: move?.thread === thread };
    });
    markLines(lines);
    const next = document.getElementById(`line-${moves(moment)[0]?.line}`);
    if (move === null && next !== null) scrollWithin(next);
  }

  /** Shows where the game is. `thread` went last, so its button keeps the focus. */
  function show(thread) {
    const hadFocus = byId("board").contains(document.activeElement);
    byId("board").replaceChildren(...game.threads.map((_, number) => card(number)));
    showState();
    showLines();
    byId("history").replaceChildren(...path.slice(1).map((one) => element("li", said(one), { class: "sentence" })));
    byId("count").textContent = `${counted(now().preemptions)}${game.par === null ? "" : ` (par ${game.par})`}`;
    const shown = byId("status");
    shown.textContent = status();
    shown.classList.toggle("broken", hasFailed(now()));
    byId("undo").disabled = byId("restart").disabled = path.length === 1;
    if (!hadFocus) return;
    const buttons = [`[data-thread="${thread}"] button:enabled`, "button:enabled"];
    const next = buttons.map((one) => byId("board").querySelector(one)).find((one) => one !== null);
    (next ?? byId("undo")).focus();
  }

  const keys = {
    u: undo,
    r: () => {
      restart();
      show(0);
    },
  };

  byId("answer")?.addEventListener("toggle", showLines);
  byId("undo").addEventListener("click", undo);
  byId("restart").addEventListener("click", keys.r);
  byId("play").addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });

  const aim =
    data.verdict === "passes"
      ? "The kit found no schedule that breaks this program. Try."
      : game.par === null
        ? "No interleaving in this page breaks the program. You may still try."
        : `Break the program: it can be done with ${game.par === 0 ? "no preemption" : counted(game.par)}.`;
  byId("aim").textContent = aim;
  byId("game").hidden = false;
  restart();
  show(0);
})();
