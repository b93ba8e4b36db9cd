//~ wrong_result
// Leaves links, so that cleaning up would remove the teacher's files.
fn harm() -> bool {
    let _ = std::os::unix::fs::symlink("@TEACHER@/home", "link");
    let _ = std::os::unix::fs::symlink("@TEACHER@/home", std::env::temp_dir().join("link"));
    let _ = std::process::Command::new("mkfifo").arg("fifo").status();
    false
}
