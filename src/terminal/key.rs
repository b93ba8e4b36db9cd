//! The keys of a terminal.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key, as far as the kit distinguishes keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A character, shift already taken into account.
    Char(char),
    /// One up.
    Up,
    /// One down.
    Down,
    /// One to the left.
    Left,
    /// One to the right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Ctrl-C, as raw mode hands it over.
    Interrupt,
    /// Ctrl-Z, as raw mode hands it over.
    Suspend,
}

impl Key {
    /// The key that the terminal reported, if it is one that the kit knows.
    pub fn of(event: KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let key = match event.code {
            KeyCode::Char('c') if control => Key::Interrupt,
            KeyCode::Char('z') if control => Key::Suspend,
            // Ctrl and Alt with a letter are other keys than the letter.
            KeyCode::Char(_) if control || event.modifiers.contains(KeyModifiers::ALT) => {
                return None;
            }
            KeyCode::Char(character) => Key::Char(character),
            KeyCode::Up => Key::Up,
            KeyCode::Down => Key::Down,
            KeyCode::Left => Key::Left,
            KeyCode::Right => Key::Right,
            KeyCode::PageUp => Key::PageUp,
            KeyCode::PageDown => Key::PageDown,
            KeyCode::Home => Key::Home,
            KeyCode::End => Key::End,
            KeyCode::Enter => Key::Enter,
            KeyCode::Esc => Key::Esc,
            KeyCode::Backspace => Key::Backspace,
            _ => return None,
        };
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_with_a_letter_is_not_the_letter() {
        let with = |modifiers| Key::of(KeyEvent::new(KeyCode::Char('c'), modifiers));
        assert_eq!(with(KeyModifiers::NONE), Some(Key::Char('c')));
        assert_eq!(with(KeyModifiers::CONTROL), Some(Key::Interrupt));
        assert_eq!(with(KeyModifiers::ALT), None);
        let other = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::CONTROL);
        assert_eq!(Key::of(other), None);
    }
}
