//~ wrong_result; harm without a sandbox
// Connects to a socket that is in no folder.
fn harm() -> bool {
    use std::os::linux::net::SocketAddrExt;
    let address = std::os::unix::net::SocketAddr::from_abstract_name("@ABSTRACT@").unwrap();
    std::os::unix::net::UnixStream::connect_addr(&address).is_ok()
}
