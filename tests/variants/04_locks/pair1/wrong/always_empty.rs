//~ FAILS vacuous
//! Nothing is counted: there are zero guests and zero coats at any time.

/// Lets a guest in, with a coat.
fn inc() {}

/// Lets a guest out, with a coat.
fn dec() {}

/// The number of guests, and the number of coats.
fn look() -> (i64, i64) {
    (0, 0)
}

// ---- The check begins here. It is the kit's own: edits below change nothing. ----
