//~ wrong_result; harm without a sandbox
// Connects to a socket of the teacher.
fn harm() -> bool {
    std::os::unix::net::UnixStream::connect("@TEACHER@/home/socket").is_ok()
}
