//~ wrong_result
// Reads the kit, which has solutions built in.
fn harm() -> bool {
    ["/kit/racelings", "/proc/1/exe"].iter().any(|file| std::fs::read(file).is_ok())
}
