//! What keeps the kit from looking is told as that: it is never a pass, and never the learner's mistake.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]
#![cfg(target_os = "linux")]

use project::{FILE, Project, text};

#[path = "bad_programs/project.rs"]
#[allow(dead_code, reason = "shared with another test")]
mod project;

/// Does something else each time: as often as the clock says.
const BY_THE_CLOCK: &str =
    "let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    for _ in 0..now.subsec_nanos() / 100 % 1000 {
        STEPS.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    }
    0";

#[test]
fn what_cannot_be_explored_is_not_run_and_not_done() {
    let project = Project::new();
    let steps =
        "static STEPS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);\n";
    project.write(FILE, &format!("{steps}{}", text(BY_THE_CLOCK)));
    let said = project.run();
    assert_eq!(
        said.verdict(),
        ("not_run", "not_explorable", 2),
        "{}",
        said.line
    );
    assert!(said.line["not_explored"].is_string(), "{}", said.line);
    let listed = project
        .racelings(&["list", "--format", "json"])
        .output()
        .unwrap();
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(listed["state"], "pending");
}
