//~ wrong_result; harm without a sandbox
// Asks a server on this machine, and waits for its answer.
fn harm() -> bool {
    let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(std::time::Duration::from_secs(1))).unwrap();
    let sent = socket.send_to(b"?", "127.0.0.1:@UDP@").is_ok();
    sent && socket.recv(&mut [0; 8]).is_ok()
}
