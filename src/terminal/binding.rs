//! What a key means on a screen.

/// A key, what it does, in a word and in a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Binding<A> {
    /// The character to press.
    pub key: char,
    /// What it means.
    pub action: A,
    /// In a word: for the last line of the screen, and as a command.
    pub word: &'static str,
    /// In a sentence, for the page of all keys.
    pub sentence: &'static str,
}

impl<A: Copy> Binding<A> {
    /// A binding of this character.
    pub const fn new(key: char, action: A, word: &'static str, sentence: &'static str) -> Self {
        Self {
            key,
            action,
            word,
            sentence,
        }
    }

    /// What this character means, if it is bound.
    pub fn action_of(key: char, bindings: &[Self]) -> Option<A> {
        let found = bindings.iter().find(|binding| binding.key == key);
        found.map(|binding| binding.action)
    }
}
