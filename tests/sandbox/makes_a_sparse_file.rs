//~ file_limit
// Makes a file of 10 GB that takes no space.
fn harm() -> bool {
    let file = std::fs::File::create(std::env::temp_dir().join("sparse")).unwrap();
    file.set_len(10 << 30).is_ok()
}
