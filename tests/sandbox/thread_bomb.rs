//~ memory_limit or time_limit or panic
// Starts threads without an end.
fn harm() -> bool {
    loop {
        std::thread::spawn(|| std::thread::sleep(std::time::Duration::from_secs(1000)));
    }
}
