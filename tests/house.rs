//! Checks ARCHITECTURE.md: which crate may depend on which, and which file and which room may use which.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

#[path = "house/imports.rs"]
mod imports;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use imports::Imports;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The layers of baton's executor, from the lowest up. A file uses only files of its own layer and of lower ones.
const LAYERS: [(&str, &[&str]); 11] = [
    (
        "system",
        &[
            "address", "arena", "control", "futex", "mapping", "owned", "regions", "system",
        ],
    ),
    ("state", &["pipe", "pipes", "records", "state"]),
    ("choice", &["choice", "death"]),
    (
        "threads",
        &["frames", "prepared", "stack", "task", "thread_locals"],
    ),
    ("hand-over", &["hand_over"]),
    ("turn", &["integer", "turn", "unsupported"]),
    ("memory", &["memory"]),
    ("heap", &["heap"]),
    (
        "surroundings",
        &["audit", "beyond", "chance", "sandbox", "trace"],
    ),
    ("server", &["server"]),
    ("launch", &["launch", "panics"]),
];

/// The packages of this repository.
const CRATES: [&str; 4] = ["baton", "explore", "protocol", "racelings"];

/// The packages of this repository that a package depends on.
fn known_by(folder: &str) -> BTreeSet<String> {
    let manifest = fs::read_to_string(Path::new(ROOT).join(folder).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    let names = dependencies.into_iter().flat_map(|table| table.keys());
    names
        .filter(|name| CRATES.contains(&name.as_str()))
        .cloned()
        .collect()
}

#[test]
fn protocol_knows_no_crate_and_baton_and_explore_only_protocol() {
    for folder in ["crates/baton", "crates/explore"] {
        assert_eq!(Vec::from_iter(known_by(folder)), ["protocol"], "{folder}");
    }
    let manifest = fs::read_to_string(Path::new(ROOT).join("crates/protocol/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    assert_eq!(manifest.get("dependencies"), None);
}

#[test]
fn no_files_of_a_library_use_each_other_in_a_circle() {
    for name in ["baton", "explore", "protocol"] {
        let imports = Imports::of(&Path::new(ROOT).join("crates").join(name).join("src"));
        assert_eq!(Vec::from_iter(imports.in_circles()), [""; 0], "{name}");
    }
}

/// The layer of a file of the executor, as a number.
fn layer_of(module: &str) -> Option<usize> {
    let name = module.strip_prefix("engine::")?.split("::").next()?;
    let place = LAYERS.iter().position(|(_, files)| files.contains(&name));
    Some(place.unwrap_or_else(|| panic!("{module} is in no layer")))
}

#[test]
fn each_file_of_the_executor_uses_only_its_own_layer_and_those_below() {
    let imports = Imports::of(&Path::new(ROOT).join("crates/baton/src"));
    let mut wrong = Vec::new();
    for (module, used) in &imports.0 {
        let Some(layer) = layer_of(module) else {
            continue;
        };
        let above = used
            .iter()
            .filter(|other| layer_of(other).is_some_and(|other| other > layer));
        wrong.extend(above.map(|other| format!("{module} ({}) uses {other}", LAYERS[layer].0)));
        // The mirrors of std use the executor. Of the executor, only `launch` uses them: it starts and ends a program.
        let mirrors = used.iter().filter(|other| layer_of(other).is_none());
        let allowed = ["client", "memory_folder", "removal"];
        wrong.extend(
            mirrors
                .filter(|other| LAYERS[layer].0 != "launch" && !allowed.contains(&other.as_str()))
                .map(|other| format!("{module} uses {other}, which mirrors std")),
        );
    }
    assert_eq!(wrong, [""; 0]);
}

/// The rooms of the kit, its top-level modules, by floors from the lowest up. A room uses only rooms of lower floors.
const FLOORS: [&[&str]; 13] = [
    &[
        "counter",
        "edition",
        "exit",
        "invocation",
        "kit",
        "styled",
        "surroundings",
    ],
    &["console", "source", "supervise", "terminal"],
    &["catalog", "failure"],
    &["compile", "exploration", "fixes", "originals", "solution"],
    &["check", "comparison"],
    &["options", "progress"],
    &["learner", "report", "reset"],
    &["page", "play"],
    &["quiz", "watch"],
    &["list"],
    &["commands"],
    &["dev"],
    &["cli"],
];

/// The rooms of the crate `explore`, by floors from the lowest on.
const FLOORS_OF_EXPLORE: [&[&str]; 5] = [
    &["naming", "panics", "race"],
    &["dependence"],
    &["search"],
    &["budget", "coverage", "executor", "oracle", "story"],
    &["driver"],
];

/// Which file uses a room on its own floor or above.
fn uses_against_the_floors(folder: &str, floors: &[&[&str]]) -> Vec<String> {
    let imports = Imports::of(&Path::new(ROOT).join(folder));
    let floor = |room: &str| {
        let place = floors.iter().position(|rooms| rooms.contains(&room));
        place.unwrap_or_else(|| panic!("{room} is on no floor"))
    };
    let room = |module: &str| module.split("::").next().map(str::to_owned);
    let mut wrong = BTreeSet::new();
    for (module, used) in &imports.0 {
        let Some(own) = room(module).filter(|room| !room.is_empty()) else {
            continue;
        };
        let others = used.iter().filter_map(|other| room(other));
        let others = others.filter(|other| !other.is_empty() && *other != own);
        wrong.extend(
            others
                .filter(|other| floor(other) >= floor(&own))
                .map(|other| format!("{module} uses {other}")),
        );
    }
    Vec::from_iter(wrong)
}

#[test]
fn each_room_of_the_kit_and_of_explore_uses_only_those_of_floors_below() {
    assert_eq!(uses_against_the_floors("src", &FLOORS), [""; 0]);
    let explore = uses_against_the_floors("crates/explore/src", &FLOORS_OF_EXPLORE);
    assert_eq!(explore, [""; 0]);
}

/// What belongs to the kit, and `explore` knows nothing of.
const OF_THE_KIT: [&str; 8] = [
    "racelings",
    "baton::",
    "learner",
    "exercise",
    "ROUNDS",
    "EXTRA",
    "check line",
    "terminal",
];

#[test]
fn explore_does_not_speak_of_exercises() {
    let mut wrong = Vec::new();
    for file in files(&Path::new(ROOT).join("crates/explore/src")) {
        let text = fs::read_to_string(&file).unwrap();
        let spoken = OF_THE_KIT.iter().filter(|word| text.contains(**word));
        wrong.extend(spoken.map(|word| format!("{}: {word}", file.display())));
    }
    assert_eq!(wrong, [""; 0]);
}

/// A file with more lines than this is likely to have more than one subject.
const LONGEST: usize = 500;

#[test]
fn no_file_is_longer_than_can_be_read_at_once() {
    let mut long = Vec::new();
    for folder in [
        "src",
        "crates/baton/src",
        "crates/explore/src",
        "crates/protocol/src",
        "tests",
        "crates/baton/tests",
        "crates/explore/tests",
    ] {
        long.extend(
            files(&Path::new(ROOT).join(folder))
                .into_iter()
                .filter(|file| {
                    let text = fs::read_to_string(file).unwrap();
                    text.lines().count() > LONGEST
                }),
        );
    }
    assert_eq!(long, [""; 0].map(PathBuf::from));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let each = entries.flat_map(|entry| {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path),
            false => vec![path],
        }
    });
    each.filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
        .collect()
}
