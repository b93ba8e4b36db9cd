//~ wrong_result
// Sends a message of its own to the executor, in which it is explored: that the kit has a bug, say.
fn harm() -> bool {
    use std::io::Write;
    let mut sent = false;
    for number in 3..128 {
        let name = std::format!("/proc/self/fd/{number}");
        if let Ok(mut file) = std::fs::OpenOptions::new().write(true).open(name) {
            sent |= file.write_all(b"U").is_ok();
        }
    }
    sent
}
