//~ does_not_compile
// Has the compiler print very much.
macro_rules! many {
    ($($one:tt)*) => { $(many!(@ $one $one $one $one $one $one $one $one $one $one);)* };
    (@ $($one:tt)*) => {};
}
macro_rules! ten {
    ($name:ident $($rest:tt)*) => { $name!($($rest)*); $name!($($rest)*); $name!($($rest)*); $name!($($rest)*); $name!($($rest)*);
        $name!($($rest)*); $name!($($rest)*); $name!($($rest)*); $name!($($rest)*); $name!($($rest)*); };
}
macro_rules! error {
    () => { let _: u8 = "a text where a number is wanted, so that the compiler has something to say about it"; };
}

fn harm() -> bool {
    ten!(ten ten ten ten error);
    true
}
