//~ wrong_result
// Changes its own text and the exercises while it is checked.
fn harm() -> bool {
    let files = ["/check/exercises/01_one/first1.rs", "/check/new", "/exercises/info.toml", "/exercises/new", "/new", "/etc/new"];
    files.iter().any(|file| std::fs::write(file, "fn counter() -> i64 { 0 }").is_ok())
}
