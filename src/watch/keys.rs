//! The keys: which there are, and what each means.

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

/// A key of the exercise's screen: the key, what it does, in a word and in a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The character to press.
    pub key: char,
    /// What it means.
    pub action: Action,
    /// In a word, for the last line of the screen.
    pub word: &'static str,
    /// In a sentence, for the page of all keys.
    pub sentence: &'static str,
}

const fn binding(key: char, action: Action, word: &'static str, sentence: &'static str) -> Binding {
    Binding {
        key,
        action,
        word,
        sentence,
    }
}

/// Every key that does something while an exercise is shown. What matters most comes first.
pub const BINDINGS: [Binding; 16] = [
    binding('n', Action::Next, "next", "go to the next exercise"),
    binding('h', Action::Hint, "hint", "show the next hint"),
    binding(
        'i',
        Action::Play,
        "play",
        "be the scheduler: choose which thread runs next",
    ),
    binding(
        'l',
        Action::List,
        "list",
        "list all exercises: jump, search, reset",
    ),
    binding('d', Action::Diff, "diff", "your file beside the solution"),
    binding(
        'c',
        Action::CheckAll,
        "check all",
        "check all exercises, go to the first that fails",
    ),
    binding('r', Action::Again, "run again", "check this exercise again"),
    binding(
        'p',
        Action::Previous,
        "previous",
        "go to the previous exercise",
    ),
    binding(
        's',
        Action::Solution,
        "solution",
        "say where the solution is",
    ),
    binding(
        'x',
        Action::Reset,
        "reset",
        "restore the starter (a backup is kept)",
    ),
    binding(
        'e',
        Action::Explain,
        "explain",
        "draw the interleaving that breaks the starter",
    ),
    binding(
        'w',
        Action::Page,
        "page",
        "write what was found as a web page",
    ),
    binding(
        'g',
        Action::GoToSaved,
        "go there",
        "go to the other exercise that you just saved",
    ),
    binding(
        'a',
        Action::Answer,
        "answer",
        "show the answer to the question after a pass",
    ),
    binding('?', Action::Keys, "keys", "show or hide this page"),
    binding('q', Action::Quit, "quit", "quit; your progress is kept"),
];

/// What a character means while an exercise is shown.
pub fn action(key: char) -> Option<Action> {
    let found = BINDINGS.iter().find(|binding| binding.key == key);
    found.map(|binding| binding.action)
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
