//~ wrong_result
// Looks for the teacher's variables in each environment that it can read.
fn harm() -> bool {
    let own = std::env::vars_os().any(|(_, value)| value == "@SECRET@");
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let mut environments = processes.filter_map(|entry| std::fs::read(entry.path().join("environ")).ok());
    let has_it = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("@SECRET@");
    own || environments.any(|bytes| has_it(&bytes))
}
