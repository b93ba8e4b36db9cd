//! Finds which file of a crate uses which other file, from the paths as they are written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module by its path below the root of its crate: `engine::turn`. The root itself is empty.
pub type Module = String;

/// The modules of a crate that have their own file, and the modules that each one uses.
pub struct Imports(pub BTreeMap<Module, BTreeSet<Module>>);

impl Imports {
    /// Reads all files below this folder, without their unit tests.
    pub fn of(folder: &Path) -> Imports {
        let mut texts = BTreeMap::new();
        read(folder, "", &mut texts);
        let used = texts.iter().map(|(module, text)| {
            let paths = paths(&tokens(text)).into_iter();
            let used = paths.filter_map(|path| meant(module, &path, &texts));
            (
                module.clone(),
                used.filter(|other| other != module).collect(),
            )
        });
        Imports(used.collect())
    }

    /// The modules that use each other in a cycle, directly or through others.
    pub fn in_circles(&self) -> BTreeSet<&Module> {
        let modules = self.0.keys();
        modules
            .filter(|module| self.reachable(module).contains(module))
            .collect()
    }

    fn reachable(&self, from: &Module) -> BTreeSet<&Module> {
        let mut found = BTreeSet::new();
        let mut next: Vec<&Module> = self.0[from].iter().collect();
        while let Some(module) = next.pop() {
            if found.insert(module) {
                next.extend(&self.0[module]);
            }
        }
        found
    }
}

fn read(folder: &Path, above: &str, texts: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let module = below(above, &name);
        if path.is_dir() {
            read(&path, &module, texts);
        } else if path.extension().is_some_and(|kind| kind == "rs") && name != "tests" {
            let module = if ["lib", "main"].contains(&name.as_str()) {
                above.to_owned()
            } else {
                module
            };
            texts.insert(module, fs::read_to_string(&path).unwrap());
        }
    }
}

fn below(above: &str, name: &str) -> Module {
    match above {
        "" => name.to_owned(),
        above => format!("{above}::{name}"),
    }
}

/// The words, `::` and single characters of a text, without comments, strings and the unit tests at the end.
fn tokens(text: &str) -> Vec<String> {
    let text = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => string(rest),
            // A quote in a character literal begins no string. The name of a lifetime is a word.
            '\'' if rest.starts_with("'\"'") => 3,
            _ if rest.starts_with("::") => 2,
            _ if is_word(first) => rest.find(|letter| !is_word(letter)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, behind) = rest.split_at(length);
        if is_word(first) || token == "::" || first.is_ascii_punctuation() && length == 1 {
            tokens.push(token.to_owned());
        }
        rest = behind;
    }
    tokens
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The length of the string literal at the beginning of the text.
fn string(text: &str) -> usize {
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// All paths of more than one name; for a `use`, one path for each name in its braces. A module that re-exports from its
/// child (`pub use child::Name`) does not use the child.
fn paths(tokens: &[String]) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let before = at
            .checked_sub(1)
            .map_or("", |before| tokens[before].as_str());
        let next = tokens.get(at + 1).map_or("", String::as_str);
        if tokens[at] == "use" && next != "<" {
            let mut tree = Vec::new();
            at = tree_at(tokens, at + 1, &[], &mut tree);
            let is_exported = ["pub", ")"].contains(&before);
            let own = |path: &Vec<String>| !["crate", "super"].contains(&path[0].as_str());
            paths.extend(tree.into_iter().filter(|path| !(is_exported && own(path))));
        } else if next == "::" && before != "." && tokens[at].starts_with(is_word) {
            let mut path = vec![tokens[at].clone()];
            while tokens.get(at + 1).is_some_and(|token| token == "::") {
                path.extend(tokens.get(at + 2).cloned());
                at += 2;
            }
            paths.push(path);
            at += 1;
        } else {
            at += 1;
        }
    }
    paths
}

/// Reads one tree of a `use` and returns the position of its end.
fn tree_at(
    tokens: &[String],
    mut at: usize,
    above: &[String],
    paths: &mut Vec<Vec<String>>,
) -> usize {
    let mut path = above.to_vec();
    while let Some(token) = tokens.get(at) {
        match token.as_str() {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token != "}") {
                    at = tree_at(tokens, at, &path, paths);
                    at += usize::from(tokens.get(at).is_some_and(|token| token == ","));
                }
                return at + 1;
            }
            "," | "}" | ";" => break,
            "::" => {}
            // `as` gives another name to the same item.
            "as" => at += 1,
            name => path.push(name.to_owned()),
        }
        at += 1;
    }
    paths.push(path);
    at
}

/// The module whose file the path leads into.
fn meant(module: &str, path: &[String], all: &BTreeMap<Module, String>) -> Option<Module> {
    let mut names: Vec<&str> = match path[0].as_str() {
        "crate" => Vec::new(),
        "super" | "self" => module.split("::").collect(),
        child if all.contains_key(&below(module, child)) => {
            module.split("::").chain([child]).collect()
        }
        _ => return None,
    };
    for name in path.iter().map(String::as_str) {
        match name {
            "super" => drop(names.pop()),
            "crate" | "self" => {}
            name if names.last() == Some(&name) && path[0] == name => {}
            name => names.push(name),
        }
    }
    names.retain(|name| !name.is_empty());
    while !all.contains_key(&names.join("::")) {
        names.pop()?;
    }
    Some(names.join("::"))
}

#[test]
fn paths_of_use_in_between_and_in_braces_are_found() {
    let text = "pub use child::Name; use super::{a::{self, B}, c as d}; /* */ fn f() { crate::x::y(\"use q::r;\"); e.g::<u8>() }";
    let found: Vec<String> = paths(&tokens(text))
        .iter()
        .map(|path| path.join("::"))
        .collect();
    assert_eq!(
        found,
        ["super::a::self", "super::a::B", "super::c", "crate::x::y"]
    );
}

#[test]
fn modules_that_use_each_other_are_in_a_circle() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("lib.rs", "mod a;\nmod b;\nmod c;\npub use a::A;");
    write("a.rs", "use super::b::B;");
    write("b.rs", "use crate::c; // a circle");
    write("c.rs", "fn f() { super::a::g() }");
    fs::create_dir(folder.path().join("c")).unwrap();
    write("c/d.rs", "use super::super::b;");
    let imports = Imports::of(folder.path());
    assert_eq!(Vec::from_iter(imports.in_circles()), ["a", "b", "c"]);
    assert!(imports.0["c::d"].contains("b"));
    write("c.rs", "fn f() {}");
    assert!(Imports::of(folder.path()).in_circles().is_empty());
}
