//~ wrong_result
// Looks for files that another program left open, which it could read.
fn harm() -> bool {
    // Of the kit's it has the end of a pipe, while it is explored.
    let own = ["0", "1", "2", "63"];
    let open = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
    let mut others = open.filter(|entry| own.iter().all(|number| entry.file_name() != *number));
    others.any(|entry| std::fs::read_link(entry.path()).is_ok_and(|file| !file.starts_with("/proc")))
}
