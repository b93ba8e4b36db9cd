//~ does_not_compile
// Has the compiler expand a macro into itself, twice each time.
#![recursion_limit = "100000"]
macro_rules! more {
    ($($all:tt)*) => { more!($($all)* $($all)* +) };
}

fn harm() -> bool {
    more!(1);
    true
}
