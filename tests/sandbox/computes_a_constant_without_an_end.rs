//~ does_not_compile
// Has the compiler compute a constant without an end.
#![allow(long_running_const_eval)]
const ENDLESS: u64 = {
    let mut number = 0u64;
    loop {
        number = number.wrapping_mul(3).wrapping_add(1);
        if number == 2 {
            break number;
        }
    }
};

fn harm() -> bool {
    ENDLESS > 0
}
