//~ wrong_result
// Connects to a server elsewhere.
fn harm() -> bool {
    use std::net::{TcpStream, ToSocketAddrs};
    let named = "example.org:80".to_socket_addrs().is_ok();
    let address = "1.1.1.1:53".parse().unwrap();
    named || TcpStream::connect_timeout(&address, std::time::Duration::from_secs(1)).is_ok()
}
