//~ wrong_result
// Compiles a C program that traces the kit's processes.
const TRACER: &str = r#"
#include <stdlib.h>
#include <sys/ptrace.h>
int main(int count, char **words) {
    for (int at = 1; at < count; at++)
        if (ptrace(PTRACE_SEIZE, atoi(words[at]), 0, 0) == 0) return 0;
    return 1;
}
"#;

fn is_kits(path: &std::path::Path) -> bool {
    let line = std::fs::read(path.join("cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).contains("/kit/racelings") || line.ends_with(b"supervise\0")
}

fn harm() -> bool {
    use std::process::Command;
    let source = std::env::temp_dir().join("tracer.c");
    std::fs::write(&source, TRACER).unwrap();
    let tracer = std::env::temp_dir().join("tracer");
    let built = Command::new("cc").arg(&source).arg("-o").arg(&tracer).status();
    assert!(built.unwrap().success());
    let processes = std::fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path());
    let kits = processes.filter(|path| is_kits(path));
    let kits: Vec<_> = kits.filter_map(|path| path.file_name().map(|name| name.to_owned())).collect();
    assert!(kits.len() > 1, "they are seen");
    Command::new(&tracer).args(kits).status().unwrap().success()
}
