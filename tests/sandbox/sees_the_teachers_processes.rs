//~ wrong_result; harm without a sandbox
// Looks for the process of the test, by what it is called.
fn harm() -> bool {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let mut lines = processes.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    lines.any(|line| String::from_utf8_lossy(&line).contains("grade\0class"))
}
