//~ time_limit or wrong_result
// Creates as many files as it can.
fn harm() -> bool {
    let folder = std::env::temp_dir();
    (0..20_000_000).all(|number| std::fs::File::create(folder.join(number.to_string())).is_ok())
}
