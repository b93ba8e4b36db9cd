//~ wrong_result
// Writes to the compiler's folder and to the system's.
fn harm() -> bool {
    let rustc = std::env::var("RUSTC").unwrap();
    let beside = std::path::Path::new(&rustc).with_file_name("other");
    let opened = std::fs::OpenOptions::new().write(true).open(&rustc).is_ok();
    opened || std::fs::write(beside, "").is_ok() || std::fs::write("/usr/bin/cc", "").is_ok()
}
