//~ wrong_result
// Leaves something for those who are checked after it.
fn harm() -> bool {
    for folder in ["/tmp", "/dev/shm", "/var/tmp", "/check"] {
        let _ = std::fs::write(format!("{folder}/left-by-a-submission"), "");
    }
    false
}
