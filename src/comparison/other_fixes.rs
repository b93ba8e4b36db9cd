//! The fixes that a card mentions: the known right ones that the learner has not written.

use std::path::Path;

use crate::catalog::Exercise;
use crate::fixes::{self, Expected, Fix, code};
use crate::source::{self, Source};

/// What each of the fixes does that the exercise's card names, in a sentence. A fix that is the learner's own is left out.
pub fn other_fixes(root: &Path, exercise: &Exercise) -> Vec<String> {
    let Some(card) = &exercise.card else {
        return Vec::new();
    };
    let own = source::read(&root.join(exercise.path())).unwrap_or_default();
    others(&card.fixes, &fixes::of(root, exercise), &own)
}

/// A learner may have any text below the check line, or no such line.
fn others(named: &[String], known: &[Fix], own: &str) -> Vec<String> {
    let above = Source::part(own).map(|source| source.above);
    let own = code(above.as_deref().unwrap_or(own));
    let named = named.iter().filter_map(|name| {
        let right = |fix: &&Fix| fix.name == *name && fix.expected == Expected::Passes;
        known.iter().find(right)
    });
    named
        .filter(|fix| code(&fix.part) != own)
        .map(|fix| fix.summary.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(name: &str, expected: Expected, part: &str) -> Fix {
        Fix {
            name: name.into(),
            shown: format!("{name}.rs"),
            expected,
            summary: format!("It is {name}."),
            part: part.into(),
        }
    }

    fn known() -> [Fix; 3] {
        let fails = Expected::Fails {
            kinds: vec!["deadlock".into()],
            at: Vec::new(),
        };
        [
            fix("mutex", fails, "lock(); lock();\n"),
            fix(
                "atomic",
                Expected::Passes,
                "fn inc() {\n    one_step(); // and so on\n}\n",
            ),
            fix("mutex", Expected::Passes, "lock();\n"),
        ]
    }

    #[test]
    fn the_right_fixes_that_the_card_names_come_in_its_order() {
        let named = ["mutex", "atomic", "unknown"].map(str::to_owned);
        assert_eq!(
            others(&named, &known(), ""),
            ["It is mutex.", "It is atomic."]
        );
        assert_eq!(others(&named[1..2], &known(), ""), ["It is atomic."]);
    }

    #[test]
    fn the_learners_own_fix_is_left_out_however_it_is_laid_out() {
        let named = ["mutex", "atomic"].map(str::to_owned);
        let own = "//! Mine.\nfn inc()\n{ one_step(); }\n// ---- The check begins here. ----\nmod check;\n";
        assert_eq!(others(&named, &known(), own), ["It is mutex."]);
        assert_eq!(others(&named, &known(), "lock();"), ["It is atomic."]);
    }
}
