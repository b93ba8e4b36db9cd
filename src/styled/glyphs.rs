//! The signs of a drawing: box drawing characters, or plain ASCII where a terminal or a reader wants it.

/// Which signs to draw with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Box drawing and arrows.
    Unicode,
    /// Nothing beyond ASCII.
    Ascii,
}

impl Glyphs {
    fn pick(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self {
            Glyphs::Unicode => unicode,
            Glyphs::Ascii => ascii,
        }
    }

    /// Before what passes.
    pub fn right(self) -> &'static str {
        self.pick("✓", "ok")
    }

    /// Before what fails.
    pub fn wrong(self) -> &'static str {
        self.pick("✗", "x")
    }

    /// Where lines are left out.
    pub fn left_out_lines(self) -> &'static str {
        self.pick("⋮", ":")
    }

    /// Before what is still to be done.
    pub fn dot(self) -> &'static str {
        self.pick("·", ".")
    }

    /// Before what was stopped.
    pub fn stopped(self) -> &'static str {
        self.pick("–", "-")
    }

    /// Between two columns.
    pub fn border(self) -> &'static str {
        self.pick("│", "|")
    }

    /// Below the heads of the columns.
    pub fn rule(self) -> &'static str {
        self.pick("─", "-")
    }

    /// Where the rule meets a border.
    pub fn crossing(self) -> &'static str {
        self.pick("┼", "+")
    }

    /// Beside the lines of a thread that holds a lock.
    pub fn holds(self) -> &'static str {
        self.pick("┃", "#")
    }

    /// The line of a preemption.
    pub fn preemption(self) -> &'static str {
        self.pick("═", "=")
    }

    /// The line of any other switch.
    pub fn switch(self) -> &'static str {
        self.pick("┄", ".")
    }

    /// The end of a line to the right.
    pub fn to_right(self) -> &'static str {
        self.pick("▶", ">")
    }

    /// The end of a line to the left.
    pub fn to_left(self) -> &'static str {
        self.pick("◀", "<")
    }

    /// Points up at the decisive line.
    pub fn points_up(self) -> &'static str {
        self.pick("▲", "^")
    }

    /// Before the value that came of another.
    pub fn becomes(self) -> &'static str {
        self.pick("→", "->")
    }

    /// Where something was left out.
    pub fn ellipsis(self) -> &'static str {
        self.pick("…", "~")
    }

    /// Behind what is under way.
    pub fn under_way(self) -> &'static str {
        self.pick("…", "...")
    }

    /// Behind what is being typed.
    pub fn cursor(self) -> &'static str {
        self.pick("▏", "_")
    }

    /// The keys that move up and down.
    pub fn up_and_down(self) -> &'static str {
        self.pick("↑↓", "Up/Down")
    }

    /// The corners of a box: top left, top right, bottom left, bottom right.
    pub fn corners(self) -> [&'static str; 4] {
        match self {
            Glyphs::Unicode => ["┌", "┐", "└", "┘"],
            Glyphs::Ascii => ["+"; 4],
        }
    }
}
