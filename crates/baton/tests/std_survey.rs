//! std's documented examples, items, methods and traits are compiled against the real std and against baton: an item that
//! compiles with the first only is missing in baton, and must be in the list `std_survey/missing.txt` with a reason.
//!
//! They come from the installed documentation (`rustup component add rust-docs`). Without it the test checks
//! nothing, and says so. The items are only type-checked: many at once, as modules of one crate.

#![cfg(target_os = "linux")]

#[path = "std_survey/documentation.rs"]
mod documentation;
mod driver;
#[path = "std_survey/signatures.rs"]
mod signatures;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use documentation::Probe;

/// The result of one compiler run over many probes: the first error of each probe that is rejected.
type Refused = BTreeMap<String, Refusal>;

struct Refusal {
    message: String,
    code: Option<String>,
}

impl Refusal {
    /// Whether the probe is only ambiguous: the item that it names exists.
    fn is_vague(&self) -> bool {
        let code = self.code.as_deref();
        matches!(code, Some("E0282" | "E0283" | "E0284"))
    }
}

#[derive(serde::Deserialize)]
struct Diagnostic {
    message: String,
    code: Option<Code>,
    level: String,
    spans: Vec<Span>,
}

#[derive(serde::Deserialize)]
struct Code {
    code: String,
}

#[derive(serde::Deserialize)]
struct Span {
    file_name: String,
    /// Where the macro is called, for what is in a macro.
    expansion: Option<Box<Expansion>>,
}

#[derive(serde::Deserialize)]
struct Expansion {
    span: Span,
}

impl Span {
    /// The probe that it leads to.
    fn probe(&self) -> Option<&str> {
        let name = Path::new(&self.file_name).file_stem()?.to_str()?;
        let of_macro = || self.expansion.as_ref()?.span.probe();
        let own = name.starts_with("probe_").then_some(name);
        own.or_else(of_macro)
    }
}

/// Compiles all at once, takes out those that are refused, and goes on until the rest compiles: some errors are
/// looked for only where there are none of another kind.
fn refused(probes: &BTreeMap<String, Probe>, std: &[String]) -> Refused {
    let folder = tempfile::tempdir().unwrap();
    for (name, probe) in probes {
        fs::write(folder.path().join(format!("{name}.rs")), &probe.code).unwrap();
    }
    let mut refused = Refused::new();
    loop {
        let rest = probes.keys().filter(|name| !refused.contains_key(*name));
        let main = rest.fold(String::from("#![allow(warnings)]\n"), |text, name| {
            text + &format!("#[path = \"{name}.rs\"] mod {name};\n")
        });
        let errors = errors(&main, folder.path(), std);
        if errors.is_empty() {
            return refused;
        }
        refused.extend(errors);
    }
}

fn errors(main: &str, folder: &Path, std: &[String]) -> Refused {
    let root = folder.join("main.rs");
    fs::write(&root, main).unwrap();
    let said = Command::new("rustc")
        .args([
            "--edition=2024",
            "--crate-type=lib",
            "--crate-name=probes",
            "--cap-lints=allow",
        ])
        .args(["--emit=metadata", "--error-format=json", "-o"])
        .arg(folder.join("probes.rmeta"))
        .arg(&root)
        .args(std)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&said.stderr);
    let mut found = Refused::new();
    for line in text.lines() {
        let Ok(diagnostic) = serde_json::from_str::<Diagnostic>(line) else {
            continue;
        };
        if diagnostic.level != "error" {
            continue;
        }
        if let Some(name) = diagnostic.spans.iter().find_map(Span::probe) {
            found.entry(name.to_owned()).or_insert(Refusal {
                message: diagnostic.message,
                code: diagnostic.code.map(|code| code.code),
            });
        }
    }
    assert!(said.status.success() || !found.is_empty(), "{text}");
    found
}

/// The lines of the list without its explanations.
fn listed(text: &str) -> BTreeSet<String> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

#[test]
fn what_std_documents_compiles_but_for_what_is_listed() {
    let Some(probes) = documentation::probes() else {
        eprintln!(
            "skipped: std's documentation is not installed (`rustup component add rust-docs`)"
        );
        return;
    };
    // If the layout of the pages changed, there would be nothing to check.
    for (kind, least) in [
        ("use std::", 300),
        ("let _ = <", 400),
        ("fn needs<", 200),
        ("fn main() {", 1000),
    ] {
        let count = probes
            .values()
            .filter(|probe| probe.code.contains(kind))
            .count();
        assert!(count >= least, "{kind}: {count}");
    }
    let (library, dependencies) = driver::library();
    let baton = [
        format!("--extern=std={}", library.display()),
        format!("-Ldependency={}", dependencies.display()),
    ];
    let refused_by_baton = refused(&probes, &baton);
    let doubtful = probes
        .into_iter()
        .filter(|(name, _)| refused_by_baton.contains_key(name));
    let doubtful: BTreeMap<String, Probe> = doubtful.collect();
    let refused_by_std = refused(&doubtful, &[]);
    let mut missing = BTreeSet::new();
    for (name, probe) in &doubtful {
        let ours = &refused_by_baton[name];
        let is_there = refused_by_std.get(name).is_none_or(Refusal::is_vague);
        if is_there && !ours.is_vague() {
            missing.insert(format!("{}: {}", probe.page, ours.message));
        }
    }
    let listed = listed(include_str!("std_survey/missing.txt"));
    let mut said = String::new();
    for line in missing.difference(&listed) {
        writeln!(said, "missing, and not on the list:  {line}").unwrap();
    }
    for line in listed.difference(&missing) {
        writeln!(said, "on the list, but not missing:  {line}").unwrap();
    }
    if documentation::is_of_the_listed_version() {
        assert!(said.is_empty(), "\n{said}");
    } else {
        eprintln!("the list is another version's:\n{said}");
    }
}
