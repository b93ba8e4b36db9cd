//~ wrong_result; harm without a sandbox
// Asks whether it may send signals to the process of the test.
fn harm() -> bool {
    let kill = std::process::Command::new("sh").args(["-c", "kill -0 @PID@"]).status();
    kill.unwrap().success()
}
