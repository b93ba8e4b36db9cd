//! The story of a page, in Chromium: the slider, the keys, what is shown, and that nothing is asked of anywhere.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod pages;

use std::fs;
use std::path::Path;

use browser::{Browser, Page};
use serde_json::{Value, json};

use pages::{page_of, starter, unexplained};

fn current(page: &mut Page<'_>) -> String {
    page.content("current").unwrap()
}

fn place(page: &mut Page<'_>) -> String {
    page.content("place").unwrap()
}

fn value_of(page: &mut Page<'_>, name: &str) -> String {
    let rows = "[...document.querySelectorAll('#state tbody tr')]";
    let row = format!("{rows}.find((row) => row.cells[0].textContent === '{name}')");
    page.text(&format!("{row}.cells[1].textContent")).unwrap()
}

fn nothing_is_wrong(page: &mut Page<'_>) {
    assert_eq!(page.complaints().unwrap(), Vec::<Value>::new());
    assert_eq!(page.requests().unwrap(), [""; 0]);
}

#[test]
fn keys_and_the_slider_lead_through_the_story() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("threads1")).unwrap();
    assert_eq!(place(&mut page), "Start");
    assert_eq!(value_of(&mut page, "COUNTER"), "0");
    page.press("ArrowRight").unwrap();
    assert_eq!(place(&mut page), "Step 1 of 3");
    assert!(current(&mut page).contains("reads 0"));
    page.press("ArrowRight").unwrap();
    assert!(current(&mut page).contains("inc is preempted; dec runs."));
    assert_eq!(value_of(&mut page, "COUNTER"), "-1");
    let marked = "document.querySelector('#state tr.changed').cells[2].textContent";
    assert_eq!(page.text(marked).unwrap(), "0");
    let badges = "[...document.querySelectorAll('.badge')].map((one) => one.textContent)";
    let badges = page.value(badges).unwrap();
    assert_eq!(badges, json!(["inc", "▶ dec"]));
    page.press("End").unwrap();
    assert!(current(&mut page).contains("This step of inc is decisive"));
    assert_eq!(value_of(&mut page, "COUNTER"), "1");
    let same = "document.querySelector('.sentence.current') !== null && document.querySelector('.lanes .step.current.decisive') !== null";
    assert_eq!(page.value(same).unwrap(), true);
    page.press("Home").unwrap();
    assert_eq!(place(&mut page), "Start");
    page.value("document.getElementById('slider').focus()")
        .unwrap();
    page.press("ArrowRight").unwrap();
    page.press("ArrowRight").unwrap();
    assert_eq!(place(&mut page), "Step 2 of 3");
    page.press("End").unwrap();
    assert_eq!(place(&mut page), "Step 3 of 3");
    page.click("#previous").unwrap();
    assert_eq!(place(&mut page), "Step 2 of 3");
    page.click(".sentence[data-step='0']").unwrap();
    assert_eq!(place(&mut page), "Step 1 of 3");
    nothing_is_wrong(&mut page);
}

#[test]
fn a_deadlock_shows_its_cycle_and_who_holds_what() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("deadlock1")).unwrap();
    page.press("End").unwrap();
    assert_eq!(value_of(&mut page, "lock ACCOUNTS[0]"), "held by dec");
    assert_eq!(value_of(&mut page, "lock ACCOUNTS[1]"), "held by inc");
    let cycle = page
        .text("document.querySelector('.lanes .cycle').textContent")
        .unwrap();
    assert!(cycle.contains("blocked on ACCOUNTS[0]"), "{cycle}");
    let held = "document.querySelectorAll('.lanes .held rect').length";
    assert_eq!(page.value(held).unwrap(), 2);
    nothing_is_wrong(&mut page);
}

#[test]
fn without_javascript_all_of_the_story_can_be_read() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("threads1")).unwrap();
    page.scripts(false).unwrap();
    page.load().unwrap();
    page.scripts(true).unwrap();
    let shown = page.text("document.body.innerText").unwrap();
    for part in [
        "threads1 fails",
        "inc is preempted; dec runs.",
        "is decisive",
        "COUNTER",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(
        page.value("document.getElementById('controls').hidden")
            .unwrap(),
        true
    );
    nothing_is_wrong(&mut page);
}

#[test]
fn on_a_phone_there_is_one_column_and_the_page_is_no_wider_than_the_screen() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("deadlock1")).unwrap();
    page.size(390, 844).unwrap();
    assert_eq!(
        page.value("document.documentElement.scrollWidth").unwrap(),
        390
    );
    let below = "document.getElementById('source').getBoundingClientRect().top >= document.getElementById('state').getBoundingClientRect().bottom";
    assert_eq!(page.value(below).unwrap(), true);
}

#[test]
fn in_print_there_are_the_picture_and_the_sentences() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("deadlock1")).unwrap();
    page.show_as("print", "light").unwrap();
    let shown = page.text("document.body.innerText").unwrap();
    assert!(
        shown.contains("In sentences") && !shown.contains("Shared state"),
        "{shown}"
    );
    let fits = "document.querySelector('.lanes').getBoundingClientRect().width <= innerWidth";
    assert_eq!(page.value(fits).unwrap(), true);
}

#[test]
fn what_can_be_operated_has_a_name_and_the_current_step_is_announced() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&starter("threads1")).unwrap();
    let named = page.accessible().unwrap();
    for expected in [
        "button Start",
        "button Previous step",
        "slider Step",
        "button Next step",
        "button End",
        "image threads1: the interleaving, drawn",
        "heading In sentences",
    ] {
        assert!(
            named.iter().any(|one| one == expected),
            "{expected}: {named:#?}"
        );
    }
    let live = page
        .text("document.getElementById('current').ariaLive")
        .unwrap();
    assert_eq!(live, "polite");
}

/// axe-core, as `.ci/browser` brings it.
fn axe() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe-core/package/axe.min.js");
    fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!(
            "{}: {error}: accessibility was not checked; `.ci/browser` brings axe-core",
            file.display()
        )
    })
}

/// Light and dark, at the start and in the middle.
#[test]
fn axe_finds_no_violation() {
    let mut browser = Browser::start().unwrap();
    let axe = axe();
    let pages = ["threads1", "deadlock1"].map(|exercise| (exercise, starter(exercise)));
    for (exercise, file) in pages
        .into_iter()
        .chain([("publish1", unexplained("publish1"))])
    {
        let mut page = browser.open(&file).unwrap();
        page.value(&axe).unwrap();
        for scheme in ["light", "dark"] {
            page.show_as("screen", scheme).unwrap();
            page.press("ArrowRight").unwrap();
            let found = page.text("axe.run().then((found) => JSON.stringify(found.violations))");
            let violations: Value = serde_json::from_str(&found.unwrap()).unwrap();
            let brief: Vec<String> = violations
                .as_array()
                .unwrap()
                .iter()
                .map(|one| format!("{}: {}", one["id"], one["nodes"][0]["failureSummary"]))
                .collect();
            assert_eq!(brief, [""; 0], "{exercise}, {scheme}");
        }
    }
}

#[test]
fn a_hostile_program_runs_nothing_in_the_page() {
    let mut browser = Browser::start().unwrap();
    let text = fs::read_to_string("../explore/fails/static_mut.rs").unwrap();
    let hostile = "</script><script>document.title='taken'</script><!-- ";
    let text = text.replace("is left", &format!("{hostile}is left"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hostile.rs");
    fs::write(&file, format!("// {hostile}\n{text}")).unwrap();
    let output = folder.path().join("hostile.html");
    page_of(&[file.to_str().unwrap(), "-o", output.to_str().unwrap()]);
    let mut page = browser.open(&output).unwrap();
    let title = page.text("document.title").unwrap();
    assert!(title.ends_with("racelings"), "{title}");
    assert!(
        page.text("document.body.innerText")
            .unwrap()
            .contains(hostile)
    );
    page.press("End").unwrap();
    nothing_is_wrong(&mut page);
}

/// The flag is set and read by relaxed accesses; fences order them. What is written behind the flag is not ordered.
const FENCES: &str = r#"
use std::sync::atomic::{AtomicBool, Ordering::*, fence};
use std::thread;

static READY: AtomicBool = AtomicBool::new(false);
static mut BEFORE: u64 = 0;
static mut BEHIND: u64 = 0;

fn writer() {
    unsafe { BEFORE = 1 };
    fence(Release);
    READY.store(true, Relaxed);
    unsafe { BEHIND = 1 };
}

fn reader() {
    if READY.load(Relaxed) {
        fence(Acquire);
        let before = unsafe { BEFORE };
        let behind = unsafe { BEHIND };
        println!("{before} {behind}");
    }
}

fn main() {
    let threads = [thread::spawn(writer), thread::spawn(reader)];
    threads.map(|thread| thread.join().unwrap());
}
"#;

#[test]
fn what_fences_order_has_an_arrow_and_what_nothing_orders_has_a_line() {
    let mut browser = Browser::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fences.rs");
    fs::write(&file, FENCES).unwrap();
    let output = folder.path().join("fences.html");
    page_of(&[file.to_str().unwrap(), "-o", output.to_str().unwrap()]);
    let mut page = browser.open(&output).unwrap();
    let titles =
        "[...document.querySelectorAll('.lanes .arrow title')].map((one) => one.textContent)";
    let by_fence = json!(["step 2 happens before, by a fence, step 4"]);
    assert_eq!(page.value(titles).unwrap(), by_fence);
    let drawn = "document.querySelectorAll('.lanes .order.fence:not(.tip), .lanes .unordered:not(text)').length";
    assert_eq!(page.value(drawn).unwrap(), 2);
    let legend = page
        .text("document.querySelector('.legend').textContent")
        .unwrap();
    for part in [
        "by a fence",
        "nothing orders these two steps",
        "the decisive step",
    ] {
        assert!(legend.contains(part), "{part}: {legend}");
    }
    assert!(!legend.contains("holds a lock"), "{legend}");
    nothing_is_wrong(&mut page);
}

#[test]
fn a_starter_is_a_game_first_and_its_story_is_folded_up() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&unexplained("threads1")).unwrap();
    let shown = |page: &mut Page<'_>| page.text("document.body.innerText").unwrap();
    let before = shown(&mut page);
    assert!(
        before.contains("In which line would you preempt a thread?"),
        "{before}"
    );
    assert!(before.contains("Be the scheduler") && before.contains("unsafe { COUNTER += 1 }"));
    assert!(!before.contains("is decisive"), "{before}");
    // The arrows belong to a story that is not shown.
    page.press("ArrowRight").unwrap();
    assert_eq!(place(&mut page), "Start");
    page.click("#board [data-thread='2'] .move").unwrap();
    let badges = "[...document.querySelectorAll('.badge')].map((one) => one.textContent)";
    assert_eq!(page.value(badges).unwrap(), json!(["inc", "▶ dec", "main"]));
    page.click("summary").unwrap();
    page.press("ArrowRight").unwrap();
    assert_eq!(place(&mut page), "Step 1 of 3");
    assert!(shown(&mut page).contains("is decisive"));
    assert_eq!(page.value(badges).unwrap(), json!(["▶ inc"]));
    nothing_is_wrong(&mut page);
}

#[test]
fn a_story_that_is_folded_up_can_be_read_without_javascript_and_in_print() {
    let mut browser = Browser::start().unwrap();
    let mut page = browser.open(&unexplained("threads1")).unwrap();
    page.scripts(false).unwrap();
    page.load().unwrap();
    page.scripts(true).unwrap();
    let shown = |page: &mut Page<'_>| page.text("document.body.innerText").unwrap();
    assert!(!shown(&mut page).contains("is decisive"));
    page.show_as("print", "light").unwrap();
    let printed = shown(&mut page);
    assert!(printed.contains("is decisive"), "{printed}");
    page.show_as("screen", "light").unwrap();
    page.click("summary").unwrap();
    let opened = shown(&mut page);
    assert!(opened.contains("is decisive"), "{opened}");
    nothing_is_wrong(&mut page);
}

/// Its threads, its panic and its file are called what could be markup.
const HOSTILE: &str = r##"
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::thread;

static COUNTER: AtomicI64 = AtomicI64::new(0);
const NAME: &str = "</script><img src=x onerror=\"document.title='taken'\">\u{202e}{{data}}\u{2028}'&";

fn add(step: i64) {
    COUNTER.store(COUNTER.load(SeqCst) + step, SeqCst);
}

fn main() {
    let spawn = |name: String, step| thread::Builder::new().name(name).spawn(move || add(step));
    let inc = spawn(NAME.to_owned(), 1).unwrap();
    let dec = spawn(format!("{NAME}{}", "w".repeat(10_000)), -1).unwrap();
    inc.join().unwrap();
    dec.join().unwrap();
    let counter = COUNTER.load(SeqCst);
    assert!(counter == 0, "</h1><script>document.title='taken'</script>{NAME}{}", "\"".repeat(10_000));
}
"##;

#[test]
fn hostile_names_of_files_and_threads_and_hostile_panics_are_only_shown() {
    let mut browser = Browser::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("<img src=x>\"'&{{lines}}\u{202e}.rs");
    fs::write(&file, HOSTILE).unwrap();
    let output = folder.path().join("hostile.html");
    page_of(&[file.to_str().unwrap(), "-o", output.to_str().unwrap()]);
    let mut page = browser.open(&output).unwrap();
    let elements = "document.querySelectorAll('img, h1 *, script').length";
    assert_eq!(page.value(elements).unwrap(), 2, "its own two scripts");
    let shown = page.text("document.body.innerText").unwrap();
    for part in [
        "<img src=x>\"'&{{lines}}",
        "</h1><script>",
        "</script><img src=x onerror=",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains(['\u{202e}', '\u{2028}']), "{shown}");
    // In the game, too.
    page.click("#board .move:enabled").unwrap();
    page.press("End").unwrap();
    page.size(375, 800).unwrap();
    let width = page.value("document.documentElement.scrollWidth").unwrap();
    assert_eq!(width, 375);
    assert!(page.text("document.title").unwrap().ends_with("racelings"));
    nothing_is_wrong(&mut page);
}
