//~ wrong_result
// Replaces the kit.
fn harm() -> bool {
    use std::fs;
    let opened = fs::OpenOptions::new().write(true).open("/kit/racelings").is_ok();
    let removed = fs::remove_file("/kit/racelings").is_ok();
    opened || removed || fs::write("/kit/other", "").is_ok()
}
