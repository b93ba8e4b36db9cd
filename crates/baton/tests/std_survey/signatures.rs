//! Probes for items that the documentation lists without an example: functions, methods, implementations of traits.

use std::fs;
use std::path::Path;

use super::documentation::{PAGES, Probe};

/// The types that baton defines itself, with the pages that describe them.
const TYPES: [(&str, &str); 41] = [
    ("fs/struct.File", "std::fs::File"),
    ("fs/struct.OpenOptions", "std::fs::OpenOptions"),
    ("fs/struct.ReadDir", "std::fs::ReadDir"),
    ("process/struct.Command", "std::process::Command"),
    ("process/struct.Child", "std::process::Child"),
    ("process/struct.Stdio", "std::process::Stdio"),
    ("process/struct.ChildStdin", "std::process::ChildStdin"),
    ("process/struct.ChildStdout", "std::process::ChildStdout"),
    ("process/struct.ChildStderr", "std::process::ChildStderr"),
    ("io/struct.Stdin", "std::io::Stdin"),
    ("io/struct.StdinLock", "std::io::StdinLock<'static>"),
    ("io/struct.Stdout", "std::io::Stdout"),
    ("io/struct.StdoutLock", "std::io::StdoutLock<'static>"),
    ("io/struct.Stderr", "std::io::Stderr"),
    ("io/struct.StderrLock", "std::io::StderrLock<'static>"),
    ("sync/struct.Mutex", "std::sync::Mutex<u8>"),
    (
        "sync/struct.MutexGuard",
        "std::sync::MutexGuard<'static, u8>",
    ),
    ("sync/struct.RwLock", "std::sync::RwLock<u8>"),
    (
        "sync/struct.RwLockReadGuard",
        "std::sync::RwLockReadGuard<'static, u8>",
    ),
    (
        "sync/struct.RwLockWriteGuard",
        "std::sync::RwLockWriteGuard<'static, u8>",
    ),
    ("sync/struct.Condvar", "std::sync::Condvar"),
    ("sync/struct.Barrier", "std::sync::Barrier"),
    (
        "sync/struct.BarrierWaitResult",
        "std::sync::BarrierWaitResult",
    ),
    ("sync/struct.Once", "std::sync::Once"),
    ("sync/struct.OnceState", "std::sync::OnceState"),
    ("sync/struct.OnceLock", "std::sync::OnceLock<u8>"),
    ("sync/struct.LazyLock", "std::sync::LazyLock<u8>"),
    ("sync/mpsc/struct.Sender", "std::sync::mpsc::Sender<u8>"),
    (
        "sync/mpsc/struct.SyncSender",
        "std::sync::mpsc::SyncSender<u8>",
    ),
    ("sync/mpsc/struct.Receiver", "std::sync::mpsc::Receiver<u8>"),
    ("thread/struct.Builder", "std::thread::Builder"),
    ("thread/struct.JoinHandle", "std::thread::JoinHandle<u8>"),
    ("thread/struct.Thread", "std::thread::Thread"),
    ("thread/struct.ThreadId", "std::thread::ThreadId"),
    (
        "thread/struct.Scope",
        "std::thread::Scope<'static, 'static>",
    ),
    (
        "thread/struct.ScopedJoinHandle",
        "std::thread::ScopedJoinHandle<'static, u8>",
    ),
    (
        "sync/atomic/struct.AtomicBool",
        "std::sync::atomic::AtomicBool",
    ),
    (
        "sync/atomic/struct.AtomicU32",
        "std::sync::atomic::AtomicU32",
    ),
    (
        "sync/atomic/struct.AtomicIsize",
        "std::sync::atomic::AtomicIsize",
    ),
    (
        "sync/atomic/struct.AtomicPtr",
        "std::sync::atomic::AtomicPtr<u8>",
    ),
    ("time/struct.Instant", "std::time::Instant"),
];

/// The names that the arguments of a trait may use.
const NAMES: &str = "use std::{fs::*, io::*, os::fd::*, sync::*, time::*};
    use std::process::{ChildStderr, ChildStdin, ChildStdout, Stdio};";

/// One probe for each item of the modules that baton replaces, and for each method and each trait of its own types.
pub fn probes(root: &Path) -> Vec<Probe> {
    let mut probes = items(&fs::read_to_string(root.join("all.html")).unwrap_or_default());
    for (page, name) in TYPES {
        let Ok(text) = fs::read_to_string(root.join(format!("{page}.html"))) else {
            continue;
        };
        probes.extend(methods(&text, page, name));
        probes.extend(traits(&text, page, name));
    }
    probes
}

fn items(all: &str) -> Vec<Probe> {
    let links = all.split("<a href=\"").skip(1);
    let names = links.filter_map(|link| {
        let (page, rest) = link.split_once(".html\">")?;
        let (name, _) = rest.split_once("</a>")?;
        let ours = PAGES.iter().any(|start| page.starts_with(start));
        (ours && !page.contains("primitive.")).then_some((page, name))
    });
    names
        .map(|(page, name)| Probe {
            page: page.to_owned(),
            code: format!("use std::{name} as _;"),
        })
        .collect()
}

fn methods(text: &str, page: &str, name: &str) -> Vec<Probe> {
    let sections = text.split("<section id=\"method.").skip(1);
    let names = sections.filter_map(|section| section.split_once('"').map(|(id, _)| id));
    names
        .map(|id| id.split('-').next().unwrap_or(id))
        .map(|method| Probe {
            page: format!("{page}::{method}"),
            code: format!("fn probe() {{ let _ = <{name}>::{method}; }}"),
        })
        .collect()
}

/// `impl Trait for Type`, where the type is the page's own; a destructor is not part of the interface.
fn traits(text: &str, page: &str, name: &str) -> Vec<Probe> {
    let own = page.rsplit("struct.").next().unwrap_or(page);
    let headers = text.split("<h3 class=\"code-header\">impl").skip(1);
    let headers = headers.filter_map(|rest| rest.split_once("</h3>").map(|(header, _)| header));
    let parts = headers.filter_map(|header| header.split_once(" for "));
    parts
        .filter_map(|(of, target)| {
            let path = of.rsplit("title=\"trait ").next()?.split('"').next()?;
            let base = path.rsplit("::").next()?;
            let plain = plain(of);
            let arguments = &plain[plain.rfind(base)? + base.len()..];
            let target = self::plain(target);
            let target = target.split(" where").next()?.trim();
            let about_it = format!("{arguments} {target}").contains(own);
            let is_generic = target == "T" || target.contains('[');
            if base == "Drop" || !about_it || is_generic || plain.contains('!') {
                return None;
            }
            let concrete = |text: &str| concrete(text, own, name);
            Some(Probe {
                page: format!("{page}: {base}{arguments} for {target}"),
                code: format!(
                    "{NAMES}\nfn needs<X: ?Sized + {path}{}>() {{}}\nfn probe() {{ needs::<{}>(); }}",
                    concrete(arguments),
                    concrete(target)
                ),
            })
        })
        .collect()
}

/// The text without HTML tags.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            other if !in_tag => text.push(other),
            _ => {}
        }
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .replace("&#39;", "'")
}

/// With the type itself, and with `u8` and `'static` for the open parameters.
fn concrete(text: &str, own: &str, name: &str) -> String {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        let end = rest
            .find(|letter| !is_name(letter))
            .unwrap_or(rest.len())
            .max(first.len_utf8());
        let (word, behind) = rest.split_at(end);
        rest = behind;
        if word == own {
            words.push(name);
            // Its own arguments are part of the name.
            if rest.starts_with('<') {
                rest = rest.split_once('>').map_or("", |(_, behind)| behind);
            }
        } else if word == "T" {
            words.push("u8");
        } else if word == "&" && !rest.starts_with('\'') {
            words.push("&'static ");
        } else if words.last() == Some(&"'") {
            words.push("static");
        } else {
            words.push(word);
        }
    }
    words.concat()
}
