//~ left_running or wrong_result
// Leaves a process behind, in a session of its own.
fn harm() -> bool {
    let _ = std::process::Command::new("sh").args(["-c", "setsid sleep @SLEEP@ > /dev/null 2>&1 &"]).status();
    false
}
