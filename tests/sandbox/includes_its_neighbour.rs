//~ does_not_compile
// Has the compiler read another student's text by a relative path.
mod alice {
    include!("../../alice/first1.rs");
}

fn harm() -> bool {
    alice::counter() == 0
}
