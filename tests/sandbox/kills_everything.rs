//~ wrong_result or signal
// Kills all that it can.
fn harm() -> bool {
    let _ = std::process::Command::new("sh").args(["-c", "kill -9 -1"]).status();
    false
}
