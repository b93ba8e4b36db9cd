//~ wrong_result or signal
// Stops all that it can.
fn harm() -> bool {
    let _ = std::process::Command::new("sh").args(["-c", "kill -STOP -1"]).status();
    false
}
