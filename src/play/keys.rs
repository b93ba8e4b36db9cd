//! The keys: which there are, and what each means.

use crate::exploration::actors::ActorId;
use crate::terminal::{self, Key};

/// What a player does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The selected move.
    Selected,
    /// The move of this number, among those of this moment.
    Make(usize),
    /// A move of the actor of this number.
    Step(ActorId),
    /// Select the next move.
    Next,
    /// Select the move before.
    Previous,
    /// Let the selected actor go until it is blocked.
    RunOn,
    /// Let the selected actor go until its next access.
    Access,
    /// Undo a move.
    Undo,
    /// Make the move again that was undone.
    Redo,
    /// Back to where the game began.
    Restart,
    /// Back to before the last preemption.
    LastPreemption,
    /// What leads on to a counterexample?
    Hint,
    /// Show a counterexample.
    GiveUp,
    /// Each step is a move of its own, or no longer.
    Expand,
    /// Show the interleaving so far.
    Story,
    /// Begin anew.
    Anew,
    /// Show all keys.
    Keys,
    /// Leave the game.
    Leave,
}

/// A key of the board.
type Binding = terminal::Binding<Action>;

/// Every character that does something. What matters most comes first.
pub const BINDINGS: [Binding; 13] = [
    Binding::new('u', Action::Undo, "undo", "undo a move"),
    Binding::new(
        'h',
        Action::Hint,
        "hint",
        "say what leads on to a counterexample",
    ),
    Binding::new(
        'r',
        Action::RunOn,
        "run",
        "let the selected thread run until it is blocked, yields or finishes",
    ),
    Binding::new(
        'e',
        Action::Expand,
        "expand",
        "make a read and a write in one line two moves, as of `+= 1`",
    ),
    Binding::new('g', Action::GiveUp, "give up", "show a counterexample"),
    Binding::new(
        'a',
        Action::Access,
        "access",
        "let the selected thread run until its next access of shared data",
    ),
    Binding::new(
        'y',
        Action::Redo,
        "redo",
        "make the move again that you undid",
    ),
    Binding::new(
        's',
        Action::Restart,
        "start again",
        "back to where the game began",
    ),
    Binding::new(
        'p',
        Action::LastPreemption,
        "preemption",
        "back to before the last preemption",
    ),
    Binding::new('d', Action::Story, "draw", "draw the interleaving so far"),
    Binding::new(
        'n',
        Action::Anew,
        "anew",
        "compile the file again, and begin a new game",
    ),
    Binding::new('?', Action::Keys, "keys", "show or hide this page"),
    Binding::new('q', Action::Leave, "quit", "leave the game"),
];

/// What a key means while the board is shown.
pub fn action(key: Key) -> Option<Action> {
    match key {
        Key::Char(digit @ '1'..='9') => Some(Action::Step(ActorId::new(digit as u8 - b'1'))),
        Key::Char(character) => Binding::action_of(character, &BINDINGS),
        Key::Enter => Some(Action::Selected),
        Key::Right | Key::Down => Some(Action::Next),
        Key::Left | Key::Up => Some(Action::Previous),
        Key::Backspace => Some(Action::Undo),
        Key::Esc | Key::Interrupt => Some(Action::Leave),
        Key::PageUp | Key::PageDown | Key::Home | Key::End | Key::Suspend => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_character_has_two_meanings() {
        let keys: HashSet<char> = BINDINGS.iter().map(|binding| binding.key).collect();
        assert_eq!(keys.len(), BINDINGS.len());
    }
}
