//~ wrong_result
// Opens its own memory, and what the kernel lets it set, for writing.
fn harm() -> bool {
    let files = ["self/mem", "self/comm", "self/oom_score_adj", "1/mem", "sys/kernel/hostname", "sys/kernel/core_pattern", "sysrq-trigger"];
    let mut opened = files.iter().map(|file| std::fs::OpenOptions::new().write(true).open(format!("/proc/{file}")));
    opened.any(|file| file.is_ok())
}
