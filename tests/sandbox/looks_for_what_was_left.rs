//~ wrong_result
// Looks for what a submission before it has left.
fn harm() -> bool {
    ["/tmp", "/dev/shm", "/var/tmp", "/check"]
        .iter()
        .any(|folder| std::path::Path::new(folder).join("left-by-a-submission").exists())
}
