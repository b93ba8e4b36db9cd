//! What an explorable program's own file tells of its addresses: names of statics, and lines of code.

use std::sync::Arc;

use addr2line::Context;
use gimli::{Dwarf, EndianArcSlice, RunTimeEndian, SectionId};
use object::{Object, ObjectSection, ObjectSymbol, SymbolKind};

use super::dwarf::{self, Tree};
use super::layout::{Elements, Layout, Part, Sought};

/// Names and lines of one compiled program.
pub struct Symbols {
    /// Start, size and name, by start.
    statics: Vec<(u64, u64, String)>,
    layout: Layout,
    lines: Option<Context<EndianArcSlice<RunTimeEndian>>>,
}

impl std::fmt::Debug for Symbols {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Symbols({} statics)", self.statics.len())
    }
}

impl Symbols {
    /// Reads a program's file, whose compiled crate has that name. What it does not tell stays without a name.
    pub fn of(file: &[u8], krate: &str) -> Symbols {
        let mut symbols = Symbols {
            statics: Vec::new(),
            layout: Layout::default(),
            lines: None,
        };
        let Ok(file) = object::File::parse(file) else {
            return symbols;
        };
        for symbol in file.symbols() {
            let Ok(name) = symbol.name() else { continue };
            if symbol.kind() == SymbolKind::Data {
                let name = format!("{:#}", rustc_demangle::demangle(name));
                let (start, size) = (symbol.address(), symbol.size());
                symbols.statics.push((start, size, last_part(&name)));
            }
        }
        symbols.statics.sort_unstable();
        symbols.lines = lines_in(&file).ok();
        let tree = Tree::of(&file, krate);
        symbols.layout = Layout::new(tree.unwrap_or_default());
        symbols
    }

    /// The part of a static at this offset into the program's image.
    pub fn static_at(&self, offset: u32, sought: Sought) -> Option<Part> {
        let offset = u64::from(offset);
        self.layout
            .at(offset, sought)
            .or_else(|| self.symbol_at(offset))
    }

    /// The array of that name, which is in no static.
    pub fn array_called(&self, name: &str) -> Option<Elements> {
        self.layout.array_called(name)
    }

    /// What of the locks of that name lies this far from what they are known by, called after `lock`.
    pub fn beside_lock(&self, name: &str, lock: &str, from: i64, sought: Sought) -> Option<Part> {
        self.layout.beside_lock(name, lock, from, sought)
    }

    /// The whole static around this offset.
    fn symbol_at(&self, offset: u64) -> Option<Part> {
        let after = self
            .statics
            .partition_point(|(start, _, _)| *start <= offset);
        let (start, size, name) = &self.statics[after.checked_sub(1)?];
        (offset < start + size).then(|| Part {
            path: name.clone(),
            variants: None,
        })
    }

    /// The lines of `file` that these return addresses lead through, innermost first.
    pub fn lines_of(&self, frames: &[u32], file: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let Some(lines) = &self.lines else {
            return found;
        };
        for frame in frames.iter().filter(|frame| **frame != 0) {
            // A return address is behind the call.
            let inlined = lines.find_frames(u64::from(*frame) - 1);
            let Ok(mut inlined) = inlined.skip_all_loads() else {
                continue;
            };
            while let Ok(Some(frame)) = inlined.next() {
                if let Some(place) = frame.location
                    && place.file.is_some_and(|name| is_the_file(name, file))
                {
                    found.extend(place.line.map(|line| line as usize));
                }
            }
        }
        found
    }
}

/// The lines that the debug information gives to addresses.
fn lines_in(file: &object::File<'_>) -> gimli::Result<Context<EndianArcSlice<RunTimeEndian>>> {
    let endian = dwarf::endian_of(file);
    let load = |id: SectionId| -> gimli::Result<_> {
        let section = file.section_by_name(id.name());
        let bytes = section.and_then(|section| section.data().ok());
        Ok(EndianArcSlice::new(
            Arc::from(bytes.unwrap_or_default()),
            endian,
        ))
    };
    Context::from_dwarf(Dwarf::load(load)?)
}

/// Debug information may put the compiler's folder in front of the name.
pub fn is_the_file(name: &str, file: &str) -> bool {
    name == file
        || name
            .strip_suffix(file)
            .is_some_and(|front| front.ends_with('/'))
}

/// `COUNTER` of `program::module::COUNTER`.
fn last_part(name: &str) -> String {
    // What is generated for a thread-local or inside of a function has more parts behind the name.
    let parts: Vec<&str> = name.split("::").collect();
    let named = parts
        .iter()
        .rev()
        .find(|part| !part.is_empty() && !part.starts_with(['{', '_', '<']))
        .or(parts.last());
    named.map_or_else(String::new, |part| (*part).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_of_a_path_is_the_name() {
        assert_eq!(last_part("program::module::COUNTER"), "COUNTER");
        assert_eq!(last_part("a::b::LAZY::{{closure}}"), "LAZY");
        assert_eq!(last_part(""), "");
    }

    #[test]
    fn a_path_in_front_does_not_matter() {
        assert!(is_the_file("/tmp/x/src/a.rs", "src/a.rs"));
        assert!(is_the_file("a.rs", "a.rs"));
        assert!(!is_the_file("ba.rs", "a.rs"));
    }
}
