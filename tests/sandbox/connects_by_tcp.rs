//~ wrong_result; harm without a sandbox
// Connects to a server on this machine.
fn harm() -> bool {
    std::net::TcpStream::connect("127.0.0.1:@TCP@").is_ok()
}
