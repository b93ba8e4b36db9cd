//~ wrong_result; harm without a sandbox
// Reads a file of the teacher by the root of a process.
fn harm() -> bool {
    let roots = ["/proc/1/root", "/proc/self/root", "/proc/@PID@/root", "/proc/1/cwd/../../../../../.."];
    roots.iter().any(|root| std::fs::read(format!("{root}@TEACHER@/home/secret")).is_ok())
}
