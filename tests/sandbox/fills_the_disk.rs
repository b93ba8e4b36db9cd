//~ wrong_result
// Writes as many bytes as it can.
fn harm() -> bool {
    use std::io::Write;
    let bytes = vec![1u8; 1 << 20];
    let mut written = 0u64;
    for number in 0..40 {
        let mut file = std::fs::File::create(std::env::temp_dir().join(format!("large{number}"))).unwrap();
        for _ in 0..200 {
            if file.write_all(&bytes).is_err() {
                return false;
            }
            written += 1;
        }
        if written > 4 << 10 {
            return true;
        }
    }
    true
}
