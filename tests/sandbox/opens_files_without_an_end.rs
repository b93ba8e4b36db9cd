//~ wrong_result
// Raises its limit of open files.
fn harm() -> bool {
    let raised = std::process::Command::new("sh").args(["-c", "ulimit -n 1000000"]).status();
    let many: Vec<_> = std::iter::repeat_with(|| std::fs::File::open("/dev/null")).take(100_000).map_while(Result::ok).collect();
    raised.unwrap().success() || many.len() > 10_000
}
