//! The text of each page but the board, before it is folded and scrolled.

use crate::check::verdict::{Checked, Verdict};
use crate::play::event::Par;
use crate::play::game::{Game, Page, Phase};
use crate::play::keys::BINDINGS;
use crate::report;
use crate::styled::{Columns, Line, Look, Role, Text};

/// Prose wider than this is hard to read.
const PROSE: usize = 100;

/// The keys that are no characters.
const OTHERS: [(&str, &str); 7] = [
    ("1-9", "make the next move of the thread with that number"),
    ("Arrows", "select a move: some threads have several"),
    ("Enter", "make the selected move"),
    (
        "Click",
        "step the thread of that column, or do what a key of the last line does",
    ),
    (
        "Wheel",
        "scroll a page; with Shift, the mouse selects text in most terminals",
    ),
    ("Esc", "back to the board; from the board, leave the game"),
    ("Ctrl-C", "leave the game, from everywhere; Ctrl-Z suspends"),
];

/// The text of the page.
pub fn text(game: &Game) -> Text {
    let look = Look {
        width: Columns(game.size.columns.min(PROSE)),
        ..game.look()
    };
    match (&game.phase, game.page) {
        (Phase::Opening(None), _) => Text::of(Role::Plain, game.glyphs.under_way()),
        (Phase::Opening(Some(progress)), _) => Text::from_iter([report::running(progress, look)]),
        (Phase::Refused(why), _) => {
            let refused = Checked {
                name: game.name.clone(),
                file: game.name.clone(),
                verdict: Verdict::NotRun((**why).clone()),
                notes: Vec::new(),
                seconds: 0.0,
                is_starter: false,
            };
            report::explored(&refused, look)
        }
        (Phase::Playing(_), Page::Keys) => keys(),
        (Phase::Playing(_), Page::Counterexample) => counterexample(game, look),
        (Phase::Playing(_), Page::Board | Page::Story) => story(game, look),
    }
}

fn keys() -> Text {
    let line = |key: &str, what: &str| Line::of(Role::Plain, &format!("{key:>8}  {what}"));
    let own = BINDINGS
        .iter()
        .map(|one| line(&one.key.to_string(), one.sentence));
    let others = OTHERS.iter().map(|(key, what)| line(key, what));
    let mut text: Text = others.chain(own).collect();
    text.append_apart(Text::of(
        Role::Plain,
        "You are the scheduler: break the program. A move is a step of one thread; every\norder that you can choose is one that the program must withstand.\nPar is the number of preemptions of the shortest counterexample that the kit found.",
    ));
    text
}

fn story(game: &Game, look: Look) -> Text {
    let par = match &game.par {
        Par::Broken { kind, .. } => game.par.preemptions().map(|par| (par, kind)),
        Par::Searching | Par::Unbroken(_) | Par::Unknown(_) => None,
    };
    game.moment().map_or_else(Text::new, |moment| {
        report::played(&moment.position, par, look)
    })
}

fn counterexample(game: &Game, look: Look) -> Text {
    match &game.par {
        Par::Broken { kind, interleaving } => report::given_up(kind, interleaving, look),
        Par::Searching | Par::Unbroken(_) | Par::Unknown(_) => Text::new(),
    }
}
