//~ wrong_result
// Writes to the libraries that all programs are compiled against.
fn harm() -> bool {
    use std::fs;
    let libraries = fs::read_dir("/cache/libraries").unwrap().flatten();
    let written = libraries.map(|entry| fs::write(entry.path().join("libbaton.rlib"), "").is_ok());
    written.fold(false, |one, other| one || other) || fs::write("/cache/lock", "").is_ok()
}
