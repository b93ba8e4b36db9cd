//! The reduced search finds what the unreduced one finds: the same outcomes of every program, within the same bound.
//!
//! The programs are those of `tests/explore` that say their outcomes, and baton's own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use baton::protocol::SwitchAt;
use racelings::compile::{Compiled, Toolchain};
use racelings::explore::Explorable;
use racelings::explore::schedule::Setting;
use racelings::explore::search::{Bound, Reduction};
use racelings::explore::survey::Survey;
use racelings::supervise::{Cancel, Supervisor};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const KIT: &str = env!("CARGO_BIN_EXE_racelings");

/// Long enough on any machine.
const BUDGET: Duration = Duration::from_secs(600);

fn survey(program: &Explorable, switch_at: SwitchAt, reduction: Reduction, bound: Bound) -> Survey {
    let setting = Setting {
        rounds: 2,
        extra: 0,
        world: None,
        switch_at,
    };
    program
        .survey(setting, reduction, bound, BUDGET, &Cancel::new())
        .unwrap()
}

fn compile(file: &Path, folder: &Path) -> Explorable {
    let text = fs::read_to_string(file).unwrap();
    let mut supervisor = Supervisor::start(Path::new(KIT)).unwrap();
    let shown = file.display().to_string();
    let toolchain = Toolchain::of(Path::new(ROOT));
    let compiled = toolchain
        .compile_explorable(&text, &shown, folder, &mut supervisor, &Cancel::new())
        .unwrap();
    match compiled {
        Compiled::Built { binary, .. } => Explorable::new(&binary, folder, &shown, &text),
        Compiled::Refused(why) => panic!("{shown}: {why:?}"),
    }
}

fn programs() -> Vec<PathBuf> {
    let mut all = Vec::new();
    for folder in [
        "baton/tests/programs",
        "tests/explore/holds",
        "tests/explore/fails",
    ] {
        let Ok(entries) = fs::read_dir(Path::new(ROOT).join(folder)) else {
            continue;
        };
        all.extend(entries.map(|entry| entry.unwrap().path()));
    }
    all.sort();
    all
}

#[test]
fn the_reduced_search_comes_to_the_same_outcomes_as_the_unreduced_one() {
    let mut wrong = String::new();
    for file in programs() {
        let folder = tempfile::tempdir().unwrap();
        let program = compile(&file, folder.path());
        for bound in [0, 1, 2] {
            for switch_at in [SwitchAt::Synchronisation, SwitchAt::EveryAccess] {
                let start = std::time::Instant::now();
                let whole = survey(&program, switch_at, Reduction::None, bound);
                let t1 = start.elapsed();
                let reduced = survey(&program, switch_at, Reduction::PartialOrder, bound);
                let t2 = start.elapsed() - t1;
                let same = whole.outcomes.keys().eq(reduced.outcomes.keys());
                let line = format!(
                    "{} within {bound} {switch_at:?}: {} / {} executions {:.0?} {:.0?} {} {:?} {:?}\n",
                    file.file_name().unwrap().display(),
                    reduced.executions,
                    whole.executions,
                    t2,
                    t1,
                    if same { "same" } else { "DIFFER" },
                    reduced.outcomes,
                    whole.outcomes
                );
                print!("{line}");
                if !same {
                    wrong += &line;
                }
                if whole.executions > 3000 {
                    break;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
