//~ does_not_compile
// Has the compiler read a file without an end.
static ZEROS: &[u8] = include_bytes!("/dev/zero");

fn harm() -> bool {
    ZEROS.len() > 1
}
