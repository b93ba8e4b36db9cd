//~ FAILS signal
//! Kills its whole process group, which its supervisor must not be a member of.

unsafe extern "C" {
    fn kill(process: i32, signal: i32) -> i32;
}

fn main() {
    assert_eq!(unsafe { kill(0, 9) }, 1);
}
