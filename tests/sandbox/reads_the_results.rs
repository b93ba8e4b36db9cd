//~ wrong_result; harm without a sandbox
// Reads the results of the class.
fn harm() -> bool {
    std::fs::read("@TEACHER@/out/results.jsonl").is_ok()
}
