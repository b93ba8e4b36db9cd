//! The list of all exercises: filter, search, jump, reset. Pure; watch and `racelings list` both show it.

mod view;

use super::keys::Key;
use crate::catalog::Catalog;
use crate::progress::Progress;
use crate::styled::Glyphs;

pub use view::view;

/// Which exercises are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Those that pass.
    Done,
    /// Those that do not pass yet.
    Pending,
}

impl Filter {
    fn next(self) -> Filter {
        match self {
            Filter::All => Filter::Done,
            Filter::Done => Filter::Pending,
            Filter::Pending => Filter::All,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Filter::All => "all",
            Filter::Done => "done",
            Filter::Pending => "pending",
        }
    }
}

/// Where typed characters go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Input {
    Commands,
    Search,
}

/// What the learner wants of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To stay in it.
    Stay,
    /// To leave it.
    Leave,
    /// Continue at this exercise.
    GoTo(usize),
    /// To set this exercise back to its starter.
    Reset(usize),
}

/// The list as the learner has arranged it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    filter: Filter,
    search: String,
    input: Input,
    /// Selected exercise, by its place in the catalog. It may be one that the filter hides.
    selected: usize,
}

impl List {
    /// The whole list, with one exercise selected.
    pub fn at(selected: usize) -> List {
        List {
            filter: Filter::All,
            search: String::new(),
            input: Input::Commands,
            selected,
        }
    }

    /// The places of the exercises that are listed.
    pub fn listed(&self, catalog: &Catalog, progress: &Progress) -> Vec<usize> {
        let search = self.search.to_lowercase();
        let exercises = catalog.exercises.iter().enumerate();
        exercises
            .filter(|(_, exercise)| match self.filter {
                Filter::All => true,
                Filter::Done => progress.is_done(&exercise.name),
                Filter::Pending => !progress.is_done(&exercise.name),
            })
            .filter(|(_, exercise)| {
                exercise.name.contains(&search) || exercise.dir.contains(&search)
            })
            .map(|(place, _)| place)
            .collect()
    }

    /// The exercise that is selected, if any is listed: where the chosen one is hidden, the next listed one.
    pub fn selected(&self, catalog: &Catalog, progress: &Progress) -> Option<usize> {
        let listed = self.listed(catalog, progress);
        let at = position(&listed, self.selected);
        listed.get(at).copied()
    }

    /// The keys that do something now, and what, in a word.
    pub fn keys(&self, glyphs: Glyphs) -> Vec<(String, &'static str)> {
        let keys: &[_] = match self.input {
            Input::Commands => &[
                (glyphs.up_and_down(), "move"),
                ("f", "filter"),
                ("/", "search"),
                ("r", "reset"),
                ("Enter", "go there"),
                ("q", "back"),
            ],
            Input::Search => &[("Enter", "keep"), ("Esc", "clear")],
        };
        let keys = keys.iter().map(|(key, word)| ((*key).to_owned(), *word));
        keys.collect()
    }

    /// Takes a key in.
    pub fn press(&mut self, key: Key, catalog: &Catalog, progress: &Progress) -> Wish {
        if self.input == Input::Search && self.typed(key) {
            return Wish::Stay;
        }
        let selected = self.selected(catalog, progress);
        match key {
            Key::Enter => return selected.map_or(Wish::Stay, Wish::GoTo),
            Key::Char('r' | 'x') => return selected.map_or(Wish::Stay, Wish::Reset),
            Key::Esc if !self.search.is_empty() => self.search.clear(),
            Key::Esc | Key::Char('q' | 'l') => return Wish::Leave,
            Key::Char('f') => self.filter = self.filter.next(),
            Key::Char('/') => self.input = Input::Search,
            _ => self.moved(key, &self.listed(catalog, progress)),
        }
        Wish::Stay
    }

    /// Takes a key into the search; says whether it was meant for it.
    fn typed(&mut self, key: Key) -> bool {
        match key {
            Key::Char(character) => self.search.push(character),
            Key::Backspace if self.search.is_empty() => self.input = Input::Commands,
            Key::Backspace => {
                self.search.pop();
            }
            Key::Enter => self.input = Input::Commands,
            Key::Esc => {
                self.search.clear();
                self.input = Input::Commands;
            }
            _ => return false,
        }
        true
    }

    fn moved(&mut self, key: Key, listed: &[usize]) {
        const PAGE: usize = 10;
        let Some(last) = listed.len().checked_sub(1) else {
            return;
        };
        let at = position(listed, self.selected);
        let to = match key {
            Key::Up | Key::Char('k') => at.saturating_sub(1),
            Key::Down | Key::Char('j') => at + 1,
            Key::PageUp => at.saturating_sub(PAGE),
            Key::PageDown => at + PAGE,
            Key::Home => 0,
            Key::End => last,
            _ => return,
        };
        self.selected = listed[to.min(last)];
    }
}

/// Where the exercise is among the listed ones; where it is hidden, the next one's place, or the last.
fn position(listed: &[usize], exercise: usize) -> usize {
    let after = listed.partition_point(|&listed| listed < exercise);
    after.min(listed.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::sample::{catalog, done};

    fn press(list: &mut List, keys: &str, progress: &Progress) -> Wish {
        let mut wish = Wish::Stay;
        for key in keys.chars() {
            let key = match key {
                'v' => Key::Down,
                '^' => Key::Up,
                '\n' => Key::Enter,
                '\u{8}' => Key::Backspace,
                '\u{1b}' => Key::Esc,
                character => Key::Char(character),
            };
            wish = list.press(key, &catalog(), progress);
        }
        wish
    }

    #[test]
    fn each_key_does_what_it_says() {
        let progress = done(&["intro1", "threads1"]);
        for (keys, wish) in [
            ("\n", Wish::GoTo(0)),
            ("vv\n", Wish::GoTo(2)),
            ("vvvvvvvvv\n", Wish::GoTo(3)),
            ("vv^^^\n", Wish::GoTo(0)),
            ("vr", Wish::Reset(1)),
            ("x", Wish::Reset(0)),
            ("fv\n", Wish::GoTo(2)),
            ("ff\n", Wish::GoTo(1)),
            ("fff\n", Wish::GoTo(0)),
            ("/lock\n\n", Wish::GoTo(3)),
            ("/threads\nvv\n", Wish::GoTo(2)),
            ("/qq\u{8}\u{8}\u{8}q", Wish::Leave),
            ("/lo\u{1b}\n", Wish::GoTo(0)),
            ("/lo\n\u{1b}\n", Wish::GoTo(0)),
            ("/nothing\n\n", Wish::Stay),
            ("/nothing\nx", Wish::Stay),
            ("q", Wish::Leave),
            ("\u{1b}", Wish::Leave),
            ("%", Wish::Stay),
        ] {
            assert_eq!(press(&mut List::at(0), keys, &progress), wish, "{keys:?}");
        }
    }

    #[test]
    fn a_selected_exercise_that_is_filtered_out_gives_way_to_the_next() {
        let mut list = List::at(1);
        let progress = done(&["threads1"]);
        press(&mut list, "ff", &progress);
        assert_eq!(list.listed(&catalog(), &progress), [0, 1, 3]);
        press(&mut list, "ff", &progress);
        assert_eq!(list.listed(&catalog(), &progress), [2]);
        assert_eq!(list.selected(&catalog(), &progress), Some(2));
        press(&mut list, "/no", &progress);
        assert_eq!(list.selected(&catalog(), &progress), None);
    }
}
