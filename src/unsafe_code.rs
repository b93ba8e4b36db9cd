//! Where a program has unsafe code of its own: what the text says, and what the compiler's lint `unsafe_code` finds. The text
//! alone is not enough (`global_asm!`, or a file that is included), and the lint is not either: it knows nothing
//! of `#[unsafe(naked)]`.

use proc_macro2::{TokenStream, TokenTree};

/// Whether a stranger's program may have unsafe code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// It may.
    #[default]
    Allowed,
    /// Only where the starter has some, and no symbols, sections or assembly of its own there either.
    AsInStarter,
}

/// Which unsafe code a program may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Permitted {
    /// Any.
    #[default]
    Any,
    /// Blocks, functions, methods, traits and their implementations.
    Ordinary,
    /// None.
    Nothing,
}

/// The lint that names unsafe code, whatever the program itself says of it.
pub const LINT: &str = "unsafe_code";

/// What the lint says of code that is ordinary where a starter is unsafe, in the words of the compiler. What it says of
/// anything else, or in other words, is not.
const ORDINARY: [&str; 6] = [
    "usage of an `unsafe` block",
    "declaration of an `unsafe` function",
    "declaration of an `unsafe` method",
    "implementation of an `unsafe` method",
    "declaration of an `unsafe` trait",
    "implementation of an `unsafe` trait",
];

impl Policy {
    /// What it permits the fixes of this starter.
    pub fn permits(self, starter: &str) -> Permitted {
        match self {
            Policy::Allowed => Permitted::Any,
            Policy::AsInStarter if keyword(starter).is_some() => Permitted::Ordinary,
            Policy::AsInStarter => Permitted::Nothing,
        }
    }
}

impl Permitted {
    /// The first line of the text with the keyword, if it may have none.
    pub fn refused_line(self, text: &str) -> Option<usize> {
        match self {
            Permitted::Any | Permitted::Ordinary => None,
            Permitted::Nothing => keyword(text),
        }
    }

    /// Whether it includes what the lint has found, which is given in the lint's words.
    pub fn includes(self, found: &str) -> bool {
        match self {
            Permitted::Any => true,
            Permitted::Ordinary => ORDINARY.contains(&found),
            Permitted::Nothing => false,
        }
    }
}

/// The first line with the keyword `unsafe`, in a macro or in an attribute too.
fn keyword(text: &str) -> Option<usize> {
    let words: Vec<usize> = text.match_indices(WORD).map(|(at, _)| at).collect();
    // What the lexer cannot read, the compiler will hardly read; if it does, the word counts wherever it is.
    let counted = count(text).filter(|_| !has_a_preamble(text));
    let in_all = counted.unwrap_or(words.len());
    if in_all == 0 {
        return None;
    }
    // How many of the words, from the beginning, are no keyword: without them there are as many keywords.
    let is_none = |&at: &usize| {
        let (first, rest) = text.split_at(at + WORD.len());
        count(&(first.replace(WORD, ANOTHER) + rest)).is_some_and(|left| left == in_all)
    };
    let first = words[words.partition_point(is_none).min(words.len() - 1)];
    Some(text[..first].matches('\n').count() + 1)
}

/// Whether a text may begin with lines that are no Rust, and that the compiler leaves out: `#!/usr/bin/env …`, or manifests
/// between lines of `---`. A `/*` in them begins a comment for the lexer alone.
fn has_a_preamble(text: &str) -> bool {
    // Only what is white space for both.
    let blank = [' ', '\t', '\r', '\n'];
    let begins = text
        .trim_start_matches('\u{feff}')
        .trim_start_matches(blank);
    let shebang = begins.strip_prefix("#!");
    shebang.is_some_and(|rest| !rest.trim_start_matches(blank).starts_with('['))
        || begins.starts_with("---")
}

const WORD: &str = "unsafe";

/// A word that is no keyword, nor part of one.
const ANOTHER: &str = "unsaf_";

/// How often a text has the keyword; `None` if it has no tokens.
fn count(text: &str) -> Option<usize> {
    let tokens: TokenStream = text.parse().ok()?;
    // Not by recursion: a program may nest as deeply as it likes.
    let mut streams = vec![tokens.into_iter()];
    let mut count = 0;
    while let Some(stream) = streams.last_mut() {
        match stream.next() {
            Some(TokenTree::Group(group)) => streams.push(group.stream().into_iter()),
            Some(TokenTree::Ident(word)) => count += usize::from(word == WORD),
            Some(TokenTree::Punct(_) | TokenTree::Literal(_)) => {}
            None => drop(streams.pop()),
        }
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyword_is_found_wherever_it_is_code() {
        for text in [
            "fn f() {\n    unsafe { g() }\n}",
            "fn f() {}\n#[unsafe(naked)] extern \"C\" fn g() {}",
            "macro_rules! m { () => {\nunsafe {} } }",
            "m!(((\nunsafe)));",
            "const A: &str = \"//\";\n#[cfg_attr(all(), unsafe(no_mangle))] fn f() {}",
            "const C: char = '\"'; const L: &'static str = \"/*\";\nunsafe fn f() {} // */",
            "\u{feff}#!/bin/sh\nunsafe impl Sync for S {}",
            "/* /* */ \" */\nunsafe extern \"C\" { safe fn f(); }",
            "fn f() { unclosed(\n // unsafe, or not",
            "// unsafe\nunsafe fn f() { unsafe {} } // unsafe",
            "#!/*\nunsafe fn f() {}\n// */",
            "\u{feff}#! /*\nunsafe fn f() {}\n// */",
            "#!\u{a0}[/*\nunsafe fn f() {} // */",
            "---\nunsafe: /*\n---\nfn f() {} // */",
        ] {
            assert_eq!(keyword(text), Some(2), "{text}");
        }
    }

    #[test]
    fn the_word_elsewhere_is_not_the_keyword() {
        for text in [
            "// unsafe\n/// unsafe\n/* unsafe */ fn f() {}",
            "const A: &str = \"unsafe {}\"; const B: &str = r#\"\"unsafe\"#;",
            "fn unsafe_f() { let r#unsafe = b'u'; }",
            "const A: &str = r##\"unsafe\"# unsafe\"##; const C: &std::ffi::CStr = c\"unsafe\";",
            "#![allow(unused)] // unsafe",
            "#! [deny(unsafe_code)] /* unsafe */",
        ] {
            assert_eq!(keyword(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_that_nests_deeply_is_read_to_its_end() {
        let depth = 100_000;
        let text = format!("m!{{{}\nunsafe{}}}", "(".repeat(depth), ")".repeat(depth));
        assert_eq!(keyword(&text), Some(2));
    }

    #[test]
    fn where_the_starter_is_unsafe_symbols_and_assembly_are_refused() {
        let starter = "static mut N: i64 = 0; fn f() { unsafe { N += 1 } }";
        let permitted = Policy::AsInStarter.permits(starter);
        assert_eq!(permitted, Permitted::Ordinary);
        assert!(permitted.includes("usage of an `unsafe` block"));
        assert!(permitted.includes("implementation of an `unsafe` trait"));
        for what in [
            "declaration of a `no_mangle` function",
            "declaration of a static with `link_section`",
            "usage of `core::arch::global_asm`",
            "usage of an `unsafe extern block`",
            "",
        ] {
            assert!(!permitted.includes(what), "{what}");
        }
        assert_eq!(Policy::AsInStarter.permits("fn f() {}"), Permitted::Nothing);
        assert_eq!(Policy::Allowed.permits("fn f() {}"), Permitted::Any);
    }
}
