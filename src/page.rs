//! A page: one HTML file with the story of an interleaving, for a web site, a slide or a mail. It needs no network and no
//! other file. Pure: values in, text out.
//!
//! [`document`] is what the page shows, as a value. [`html`](fn@html) writes all of it as text and as a picture ([`lanes`]),
//! so it can be read and printed without JavaScript; `page/page.js` adds the slider.

mod arrows;
mod document;
pub mod game;
mod html;
mod lanes;
pub mod markup;
mod site;
mod steps;

use crate::check::program::ReplayedProgram;
use crate::check::verdict::{Checked, Evidence, Verdict};
use crate::exploration::interleaving::Interleaving;
use crate::failure::Kind;
use crate::report::{self, Prediction};
use crate::styled::{Columns, Glyphs, Line, Role};

pub use document::Document;
use game::Game;
pub use html::html;
pub use lanes::svg;
pub use site::{Entry, index};

/// No text on a page is longer, in columns.
const WORDS: usize = 300;

/// No line of code is longer.
const CODE: usize = 400;

/// No value is longer.
const VALUE: usize = 60;

/// Not more is shown of what is shared.
const MOST_SHARED: usize = 30;

/// What a page is about.
#[derive(Debug, Clone)]
pub struct Contents<'a> {
    /// The exercise, or the program's file.
    pub name: String,
    /// The verdict in one sentence.
    pub headline: String,
    /// Whether the program fails.
    pub fails: bool,
    /// What is wrong with the interleaving, if anything is.
    pub kind: Option<&'a Kind>,
    /// What is drawn.
    pub interleaving: &'a Interleaving,
    /// What the reader of a starter's page is asked before the interleaving is shown.
    pub question: Option<String>,
    /// What was explored.
    pub coverage: Option<String>,
    /// The program as a game.
    pub game: Option<Game>,
    /// Why there is no game, or what is left out of it.
    pub game_note: Option<String>,
}

impl<'a> Contents<'a> {
    /// What a check found. Where it found no interleaving that fails, `otherwise` is drawn.
    pub fn of_check(checked: &'a Checked, otherwise: Option<&'a ReplayedProgram>) -> Option<Self> {
        let (kind, interleaving) = match &checked.verdict {
            Verdict::Fails(failure) => match &failure.evidence {
                Evidence::Interleaving { interleaving, .. } => {
                    (Some(&failure.kind), &**interleaving)
                }
                Evidence::Runs(_) => drawn(otherwise?),
            },
            Verdict::Passes(_) => drawn(otherwise?),
            Verdict::NotRun(_) => return None,
        };
        Some(Contents {
            name: checked.name.clone(),
            headline: report::headline(checked, Glyphs::Unicode).plain(),
            fails: matches!(checked.verdict, Verdict::Fails(_)),
            kind,
            interleaving,
            question: None,
            coverage: report::coverage(&checked.verdict),
            game: None,
            game_note: None,
        })
    }

    /// The same, but of a starter the page asks what breaks it before it says so.
    #[must_use]
    pub fn asking(self, checked: &Checked) -> Contents<'a> {
        match report::asked(checked, Glyphs::Unicode) {
            Some(Prediction { outcome, question }) => Contents {
                headline: outcome.plain(),
                question: Some(question),
                ..self
            },
            None => self,
        }
    }

    /// The same with the program as a game; where there is none, this is why.
    #[must_use]
    pub fn with_game(self, game: Result<Game, String>) -> Contents<'a> {
        let (game, game_note) = match game {
            Ok(game) => {
                let note = game.left_out_from.map(|from| match from {
                    0 => "The program has too many interleavings: not all without a preemption are in this page.".to_owned(),
                    from => format!(
                        "The program has too many interleavings: not all with {} are in this page.",
                        report::counted(from as usize, "preemption")
                    ),
                });
                (Some(game), note)
            }
            Err(why) => (None, Some(why)),
        };
        Contents {
            game,
            game_note,
            ..self
        }
    }

    /// An interleaving that was run again.
    pub fn of_replay(replayed: &'a ReplayedProgram) -> Contents<'a> {
        let (kind, interleaving) = drawn(replayed);
        Contents {
            name: replayed.shown.clone(),
            headline: report::replayed_headline(replayed, Glyphs::Unicode).plain(),
            fails: kind.is_some(),
            kind,
            interleaving,
            question: None,
            coverage: None,
            game: None,
            game_note: None,
        }
    }
}

fn drawn(replayed: &ReplayedProgram) -> (Option<&Kind>, &Interleaving) {
    (replayed.kind.as_ref(), &replayed.interleaving)
}

/// A text as it is shown: printable, in one line, and not too long.
fn shown(text: &str, columns: usize) -> String {
    let line = Line::of(Role::Plain, text);
    line.cut(Columns(columns), Glyphs::Unicode).plain()
}
