//~ does_not_compile
// Has the compiler make types that contain larger ones.
#![recursion_limit = "1000000"]
trait Grow {
    fn grow(depth: u64) -> u64;
}

struct Pair<T>(std::marker::PhantomData<T>);

impl<T> Grow for T {
    fn grow(depth: u64) -> u64 {
        if depth == 0 { 0 } else { <Pair<(T, T)> as Grow>::grow(depth - 1) }
    }
}

fn harm() -> bool {
    <u8 as Grow>::grow(3) == 1
}
