//~ memory_limit
// Asks for memory without an end.
fn harm() -> bool {
    let mut all = Vec::new();
    loop {
        all.push(vec![1u8; 64 << 20]);
    }
}
