//! The keys: which there are, and what each means.

use crate::terminal;

pub use crate::terminal::Key;

/// What a key means while an exercise is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Go to the next exercise.
    Next,
    /// Go to the previous exercise.
    Previous,
    /// Show the next hint.
    Hint,
    /// Show the list of exercises.
    List,
    /// Show the file beside the solution.
    Diff,
    /// Say where the solution is.
    Solution,
    /// Draw the interleaving that breaks a starter.
    Explain,
    /// Play it: be the scheduler.
    Play,
    /// Write what the check found as a page.
    Page,
    /// Check again.
    Again,
    /// Set the exercise back to its starter.
    Reset,
    /// Check all exercises.
    CheckAll,
    /// Show or hide the answer to the card's question.
    Answer,
    /// Go to the other exercise that was just saved.
    GoToSaved,
    /// Show all keys.
    Keys,
    /// Quit.
    Quit,
}

/// A key of the exercise's screen.
type Binding = terminal::Binding<Action>;

/// Every key that does something while an exercise is shown. What matters most comes first.
pub const BINDINGS: [Binding; 16] = [
    Binding::new('n', Action::Next, "next", "go to the next exercise"),
    Binding::new('h', Action::Hint, "hint", "show the next hint"),
    Binding::new(
        'i',
        Action::Play,
        "play",
        "be the scheduler: choose which thread runs next",
    ),
    Binding::new(
        'l',
        Action::List,
        "list",
        "list all exercises: jump, search, reset",
    ),
    Binding::new('d', Action::Diff, "diff", "your file beside the solution"),
    Binding::new(
        'c',
        Action::CheckAll,
        "check all",
        "check all exercises, go to the first that fails",
    ),
    Binding::new('r', Action::Again, "run again", "check this exercise again"),
    Binding::new(
        'p',
        Action::Previous,
        "previous",
        "go to the previous exercise",
    ),
    Binding::new(
        's',
        Action::Solution,
        "solution",
        "say where the solution is",
    ),
    Binding::new(
        'x',
        Action::Reset,
        "reset",
        "restore the starter (a backup is kept)",
    ),
    Binding::new(
        'e',
        Action::Explain,
        "explain",
        "draw the interleaving that breaks the starter",
    ),
    Binding::new(
        'w',
        Action::Page,
        "page",
        "write what was found as a web page",
    ),
    Binding::new(
        'g',
        Action::GoToSaved,
        "go there",
        "go to the other exercise that you just saved",
    ),
    Binding::new(
        'a',
        Action::Answer,
        "answer",
        "show the answer to the question after a pass",
    ),
    Binding::new('?', Action::Keys, "keys", "show or hide this page"),
    Binding::new('q', Action::Quit, "quit", "quit; your progress is kept"),
];

/// What a character means while an exercise is shown.
pub fn action(key: char) -> Option<Action> {
    Binding::action_of(key, &BINDINGS)
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
