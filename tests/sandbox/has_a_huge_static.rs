//~ does_not_compile
// Makes the compiled program larger than the disk.
static HUGE: [u8; 40 << 30] = [1; 40 << 30];

fn harm() -> bool {
    HUGE[std::env::args().count()] == 0
}
