//! Checks ARCHITECTURE.md: which crate may depend on which, and which module may use which.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

#[path = "house/imports.rs"]
mod imports;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use imports::Imports;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The layers under a heading of ARCHITECTURE.md, from the highest down: the modules of each, in the first column.
fn layers(heading: &str) -> Vec<Vec<String>> {
    let page = fs::read_to_string(Path::new(ROOT).join("ARCHITECTURE.md")).unwrap();
    let section = page.split("\n## ").find(|one| one.starts_with(heading));
    let section = section.unwrap_or_else(|| panic!("ARCHITECTURE.md: no {heading}"));
    let rows = section.lines().filter_map(|line| line.strip_prefix("    "));
    rows.filter(|row| !row.starts_with(' '))
        .map(|row| row.split("  ").next().unwrap_or(row))
        .map(|modules| modules.split(", ").map(str::to_owned).collect())
        .collect()
}

/// The layer of a module, counted from the highest down.
fn layer_of(module: &str, layers: &[Vec<String>]) -> usize {
    let layer = layers
        .iter()
        .position(|modules| modules.iter().any(|one| one == module));
    layer.unwrap_or_else(|| panic!("ARCHITECTURE.md: {module} is in no layer"))
}

/// The packages of this repository.
const CRATES: [&str; 4] = ["baton", "explore", "protocol", "racelings"];

/// The packages of this repository that a package depends on.
fn dependencies_of(folder: &str) -> BTreeSet<String> {
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
fn protocol_depends_on_no_crate_and_baton_and_explore_only_on_protocol() {
    for folder in ["crates/baton", "crates/explore"] {
        assert_eq!(
            Vec::from_iter(dependencies_of(folder)),
            ["protocol"],
            "{folder}"
        );
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

#[test]
fn each_file_of_the_executor_uses_only_its_own_layer_and_those_below() {
    let layers = layers("The layers of baton's executor");
    let layer = |module: &str| {
        let file = module.strip_prefix("engine::")?.split("::").next()?;
        Some(layer_of(file, &layers))
    };
    let launch = layer_of("launch", &layers);
    let imports = Imports::of(&Path::new(ROOT).join("crates/baton/src"));
    let mut wrong = Vec::new();
    for (module, used) in &imports.0 {
        let Some(own) = layer(module) else {
            continue;
        };
        let above = used
            .iter()
            .filter(|other| layer(other).is_some_and(|other| other < own));
        wrong.extend(above.map(|other| format!("{module} uses {other}, which is above it")));
        // The mirrors of std use the executor. Of the executor, only `launch` uses them: it starts and ends a program.
        let mirrors = used.iter().filter(|other| layer(other).is_none());
        let allowed = ["client", "fixed", "memory_folder", "removal"];
        wrong.extend(
            mirrors
                .filter(|other| own != launch && !allowed.contains(&other.as_str()))
                .map(|other| format!("{module} uses {other}, which mirrors std")),
        );
    }
    assert_eq!(wrong, [""; 0]);
}

/// Which file uses a top-level module of its own layer or above.
fn uses_against_the_layers(folder: &str, layers: &[Vec<String>]) -> Vec<String> {
    let imports = Imports::of(&Path::new(ROOT).join(folder));
    let top = |module: &str| module.split("::").next().map(str::to_owned);
    let mut wrong = BTreeSet::new();
    for (module, used) in &imports.0 {
        let Some(own) = top(module).filter(|top| !top.is_empty()) else {
            continue;
        };
        let others = used.iter().filter_map(|other| top(other));
        let others = others.filter(|other| !other.is_empty() && *other != own);
        wrong.extend(
            others
                .filter(|other| layer_of(other, layers) <= layer_of(&own, layers))
                .map(|other| format!("{module} uses {other}")),
        );
    }
    Vec::from_iter(wrong)
}

#[test]
fn each_module_of_the_kit_and_of_explore_uses_only_those_of_layers_below() {
    let kit = uses_against_the_layers("src", &layers("The layers of the kit"));
    assert_eq!(kit, [""; 0]);
    let explore = layers("The layers of the crate explore");
    assert_eq!(
        uses_against_the_layers("crates/explore/src", &explore),
        [""; 0]
    );
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

/// Cargo builds the kit again each time if its build script names a file that is not there.
#[test]
fn a_second_build_has_nothing_to_do() {
    let said = Path::new(env!("OUT_DIR")).with_file_name("output");
    let said = fs::read_to_string(said).unwrap();
    let watched = said
        .lines()
        .filter_map(|line| line.strip_prefix("cargo::rerun-if-changed="));
    let missing: Vec<&str> = watched.filter(|file| !Path::new(file).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

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
