//~ wrong_result
// Asks the kit to end, as Ctrl-C does.
fn harm() -> bool {
    let _ = std::process::Command::new("sh").args(["-c", "kill -INT 1; kill -TERM 1"]).status();
    std::thread::sleep(std::time::Duration::from_secs(3));
    false
}
