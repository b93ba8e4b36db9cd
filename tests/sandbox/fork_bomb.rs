//~ wrong_result or process_limit or breaks_check
// Starts processes that start processes.
fn harm() -> bool {
    let _ = std::process::Command::new("sh").args(["-c", "f() { f | f & }; f; sleep 1000"]).status();
    false
}
