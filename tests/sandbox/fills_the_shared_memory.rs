//~ wrong_result
// Writes as many bytes as it can into the memory that processes share.
fn harm() -> bool {
    use std::io::Write;
    let bytes = vec![1u8; 1 << 20];
    for number in 0..10 {
        let mut file = std::fs::File::create(format!("/dev/shm/large{number}")).unwrap();
        for _ in 0..200 {
            if file.write_all(&bytes).is_err() {
                return false;
            }
        }
    }
    true
}
