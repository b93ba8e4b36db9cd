//! The examples of std's installed documentation, complete, from the links to the playground.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::signatures;

/// A piece of code that compiles if an item exists: the place of its description, and the code.
pub struct Probe {
    pub page: String,
    pub code: String,
}

/// The version of std that the list of missing items is about.
const VERSION: &str = "1.95";

/// The modules that baton replaces, or that use those. All others are the real std's.
pub const PAGES: [&str; 15] = [
    "env", "fs", "hint", "io", "macro.", "net", "os", "panic", "path", "prelude", "process",
    "sync", "task", "thread", "time",
];

/// Items that a module of a larger crate cannot have, or that need another compiler.
const NOT_AS_A_MODULE: [&str; 7] = [
    "#![feature",
    "#![no_",
    "extern crate",
    "crate::",
    "#[macro_export]",
    "global_allocator",
    "no_mangle",
];

fn said_by_rustc(argument: &[&str]) -> String {
    let said = Command::new("rustc").args(argument).output().unwrap();
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}

pub fn is_of_the_listed_version() -> bool {
    let version = said_by_rustc(&["--version"]);
    version.starts_with(&format!("rustc {VERSION}."))
}

/// All probes by the names of their modules; `None` if the documentation is not installed.
pub fn probes() -> Option<BTreeMap<String, Probe>> {
    let root =
        PathBuf::from(said_by_rustc(&["--print", "sysroot"])).join("share/doc/rust/html/std");
    let mut pages = Vec::new();
    for start in fs::read_dir(&root).ok()?.flatten() {
        let name = start.file_name().into_string().unwrap_or_default();
        if PAGES.iter().any(|page| name.starts_with(page)) {
            collect(&start.path(), &mut pages);
        }
    }
    pages.sort();
    let mut probes = signatures::probes(&root);
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        let shown = page.strip_prefix(&root).unwrap().display().to_string();
        let page = shown.trim_end_matches(".html");
        probes.extend(examples_of(&text).into_iter().map(|code| Probe {
            page: page.to_owned(),
            code,
        }));
    }
    let mut seen = BTreeSet::new();
    probes.retain(|probe| seen.insert(probe.code.clone()));
    let numbered = probes.into_iter().enumerate();
    Some(
        numbered
            .map(|(number, probe)| (format!("probe_{number}"), probe))
            .collect(),
    )
}

fn collect(path: &Path, pages: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap().flatten() {
            collect(&entry.path(), pages);
        }
    } else if path.extension().is_some_and(|kind| kind == "html") {
        pages.push(path.to_owned());
    }
}

fn examples_of(page: &str) -> Vec<String> {
    let links = page.split("https://play.rust-lang.org/?code=").skip(1);
    let links = links.filter_map(|rest| rest.split_once('"'));
    let codes = links.filter_map(|(link, _)| link.strip_suffix("&amp;edition=2024"));
    let codes = codes.map(decoded);
    codes
        .filter(|code| !NOT_AS_A_MODULE.iter().any(|word| code.contains(word)))
        .collect()
}

/// Decodes a link: `+` is a space, `%0A` a byte.
fn decoded(link: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = link.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let (digits, behind) = rest.split_at(2);
                let digits = std::str::from_utf8(digits).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = behind;
            }
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).unwrap()
}
