//~ wrong_result
// Kills and stops the first process, which is the kit.
fn harm() -> bool {
    let _ = std::process::Command::new("sh").args(["-c", "kill -9 1; kill -STOP 1; kill -SEGV 1"]).status();
    false
}
