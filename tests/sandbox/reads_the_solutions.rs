//~ wrong_result; harm without a sandbox
// Reads the solutions, where they are and where they might be.
fn harm() -> bool {
    ["@TEACHER@", "/exercises", "/check", "/check/.."]
        .iter()
        .any(|root| std::fs::read(format!("{root}/solutions/01_one/first1.rs")).is_ok())
}
