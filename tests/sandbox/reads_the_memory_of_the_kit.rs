//~ wrong_result
// Opens the memory, the files and the environment of the kit's processes.
fn harm() -> bool {
    let is_kits = |path: &std::path::Path| {
        let line = std::fs::read(path.join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains("/kit/racelings") || line.ends_with(b"supervise\0")
    };
    let processes = std::fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path());
    let kits: Vec<_> = processes.filter(|path| is_kits(path)).collect();
    assert!(kits.len() > 1, "they are seen");
    let can_read = |path: &std::path::PathBuf| ["mem", "environ", "fd/1", "maps"].iter().any(|name| std::fs::read(path.join(name)).is_ok());
    kits.iter().any(can_read)
}
