//~ wrong_result; harm without a sandbox
// Looks whether the system gets a dump of its memory when it crashes.
fn harm() -> bool {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let dump = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    // With a limit of 0, a program of the system's would still get it (core(5)).
    !dump.split_whitespace().eq(["Max", "core", "file", "size", "1", "1", "bytes"])
}
