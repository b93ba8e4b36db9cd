//~ wrong_result; harm without a sandbox
// Reads another student's text.
fn harm() -> bool {
    std::fs::read("@TEACHER@/class/alice/first1.rs").is_ok()
}
