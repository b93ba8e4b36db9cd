//~ wrong_result; harm without a sandbox
// Writes to the folder of another student.
fn harm() -> bool {
    std::fs::write("@TEACHER@/class/alice/second1.rs", "").is_ok()
}
