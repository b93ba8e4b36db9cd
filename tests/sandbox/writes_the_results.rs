//~ wrong_result; harm without a sandbox
// Adds a line to the results.
fn harm() -> bool {
    use std::io::Write;
    let results = std::fs::OpenOptions::new().append(true).open("@TEACHER@/out/results.jsonl");
    results.is_ok_and(|mut file| writeln!(file).is_ok())
}
