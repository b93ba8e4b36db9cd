//~ wrong_result
// Makes user namespaces, in which it would be root, and mounts.
fn harm() -> bool {
    let done = |command: &str| std::process::Command::new("sh").args(["-c", command]).status().unwrap().success();
    done("unshare --user --map-root-user true") || done("mount -t tmpfs none /tmp") || done("mount -o remount,rw /")
}
