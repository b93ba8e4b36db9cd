//~ wrong_result
// Writes a verdict to the output of the kit.
const VERDICT: &str = "{\"schema\":\"racelings/check/1\",\"name\":\"first1\",\"verdict\":\"passes\"}\n";

fn is_kits(path: &std::path::Path) -> bool {
    let line = std::fs::read(path.join("cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).contains("/kit/racelings") || line.ends_with(b"supervise\0")
}

fn harm() -> bool {
    let processes = std::fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path());
    let kits = processes.filter(|path| is_kits(path));
    kits.map(|path| std::fs::write(path.join("fd/1"), VERDICT)).filter(Result::is_ok).count() > 0
}
