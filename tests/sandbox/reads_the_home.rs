//~ wrong_result; harm without a sandbox
// Reads a file of the teacher.
fn harm() -> bool {
    std::fs::read("@TEACHER@/home/secret").is_ok()
}
