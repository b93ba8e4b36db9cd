//! The game of a page, in Chromium: it is played, undone, lost and won.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod pages;

use browser::{Browser, Page};
use serde_json::Value;

use pages::{starter, unexplained};

fn status(page: &mut Page<'_>) -> String {
    page.content("status").unwrap()
}

fn count(page: &mut Page<'_>) -> String {
    page.content("count").unwrap()
}

/// All that the game shows.
fn shown(page: &mut Page<'_>) -> String {
    page.text("document.getElementById('game').innerText")
        .unwrap()
}

/// The card of that thread.
fn card(page: &mut Page<'_>, name: &str) -> u64 {
    let cards = "[...document.querySelectorAll('#board .card')]";
    let at =
        format!("{cards}.findIndex((card) => card.querySelector('h3').textContent === '{name}')");
    page.value(&at).unwrap().as_u64().unwrap()
}

/// Lets a thread take its next step.
fn go(page: &mut Page<'_>, name: &str) {
    let thread = card(page, name);
    page.click(&format!("[data-thread='{thread}'] .move"))
        .unwrap();
}

/// Goes on with whatever thread can go, until the execution is over.
fn finish(page: &mut Page<'_>) {
    let is_over = "document.querySelector('#board .move:enabled') === null";
    while page.value(is_over).unwrap() == false {
        page.click("#board .move:enabled").unwrap();
    }
}

fn value_of(page: &mut Page<'_>, name: &str) -> String {
    let rows = "[...document.querySelectorAll('#game-state tbody tr')]";
    let row = format!("{rows}.find((row) => row.cells[0].textContent === '{name}')");
    page.text(&format!("{row}.cells[1].textContent")).unwrap()
}

fn nothing_is_wrong(page: &mut Page<'_>) {
    assert_eq!(page.complaints().unwrap(), Vec::<Value>::new());
    assert_eq!(page.requests().unwrap(), [""; 0]);
}

#[test]
fn threads1_is_played_to_a_wrong_counter() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("threads1")).unwrap();
    assert_eq!(count(&mut page), "0 preemptions (par 1)");
    go(&mut page, "inc");
    assert!(status(&mut page).contains("inc, line 28: reads 0 from COUNTER."));
    let preempts = "document.querySelector('#board .card:nth-child(3) .move').textContent";
    assert!(page.text(preempts).unwrap().contains("preempts inc"));
    for name in ["dec", "dec", "dec"] {
        go(&mut page, name);
    }
    assert_eq!(value_of(&mut page, "COUNTER"), "-1");
    assert_eq!(count(&mut page), "1 preemption (par 1)");
    go(&mut page, "inc");
    assert_eq!(value_of(&mut page, "COUNTER"), "1");
    finish(&mut page);
    let broken = "You broke it with 1 preemption (par 1): the counter ended at 1; expected 0.";
    assert!(
        status(&mut page).starts_with(broken),
        "{}",
        status(&mut page)
    );
    nothing_is_wrong(&mut page);
}

#[test]
fn one_thread_after_the_other_breaks_nothing() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("deadlock1")).unwrap();
    finish(&mut page);
    assert!(
        status(&mut page).contains("ends well"),
        "{}",
        status(&mut page)
    );
    assert_eq!(count(&mut page), "0 preemptions (par 1)");
}

#[test]
fn deadlock1_is_played_to_its_cycle() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("deadlock1")).unwrap();
    go(&mut page, "inc");
    assert_eq!(value_of(&mut page, "lock ACCOUNTS[1]"), "held by inc");
    go(&mut page, "dec");
    let status = status(&mut page);
    assert!(
        status.starts_with("You broke it with 1 preemption (par 1): deadlock"),
        "{status}"
    );
    assert!(
        status.contains("inc is blocked on ACCOUNTS[0], dec is blocked on ACCOUNTS[1]"),
        "{status}"
    );
    let held = shown(&mut page);
    assert!(
        held.contains("blocked on ACCOUNTS[0] (held by dec)"),
        "{held}"
    );
    nothing_is_wrong(&mut page);
}

#[test]
fn undo_takes_one_step_back_and_start_again_all() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("deadlock1")).unwrap();
    let start = shown(&mut page);
    go(&mut page, "inc");
    let one = shown(&mut page);
    go(&mut page, "dec");
    page.click("#undo").unwrap();
    assert_eq!(shown(&mut page), one);
    page.press("u").unwrap();
    assert_eq!(shown(&mut page), start);
    go(&mut page, "dec");
    go(&mut page, "inc");
    page.press("r").unwrap();
    assert_eq!(shown(&mut page), start);
}

#[test]
fn the_keyboard_alone_plays_the_game() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("threads1")).unwrap();
    page.value("document.querySelector('#board .move').focus()")
        .unwrap();
    page.press("Enter").unwrap();
    assert!(status(&mut page).contains("reads 0"));
    page.press("Enter").unwrap();
    assert!(
        status(&mut page).contains("inc, line 28: writes 1 to COUNTER."),
        "{}",
        status(&mut page)
    );
    // An arrow belongs to the story, but not while the game has the focus.
    page.press("ArrowRight").unwrap();
    let place = page.text("document.getElementById('place').textContent");
    assert_eq!(place.unwrap(), "Start");
}

#[test]
fn a_game_that_is_cut_can_be_won() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&unexplained("process_locks4")).unwrap();
    let note = page
        .text("document.querySelector('#play .legend').textContent")
        .unwrap();
    assert!(note.contains("too many interleavings"), "{note}");
    assert_eq!(count(&mut page), "0 preemptions (par 1)");
    // The buttons that lead to where the program has failed.
    let way = "(() => {
        const game = JSON.parse(document.getElementById('data').textContent).game;
        const queue = [[0, []]];
        const seen = new Set([0]);
        for (const [at, way] of queue) {
            if (game.moments[at].end?.failed) return way;
            for (const [act, to] of game.moments[at].moves) {
                if (to === null || seen.has(to)) continue;
                seen.add(to);
                queue.push([to, [...way, game.threads[game.acts[act].thread]]]);
            }
        }
        return null;
    })()";
    let way = page.value(way).unwrap();
    for name in way.as_array().unwrap() {
        go(&mut page, name.as_str().unwrap());
    }
    let status = status(&mut page);
    assert!(status.starts_with("You broke it with"), "{status}");
    nothing_is_wrong(&mut page);
}
