//~ FAILS vacuous
//! Nothing is counted: there are zero guests and zero coats at any time.

/// A guest comes, with a coat.
fn inc() {}

/// A guest leaves, with a coat.
fn dec() {}

/// How many guests there are, and how many coats.
fn look() -> (i64, i64) {
    (0, 0)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
