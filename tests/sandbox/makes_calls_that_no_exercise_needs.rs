//~ wrong_result; harm without a sandbox
// Compiles a C program that asks the kernel for what opens much of it.
const ASKING: &str = r#"
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static char arguments[128];

int main(void) {
    const long calls[] = {SYS_ptrace, SYS_process_vm_readv, SYS_keyctl, SYS_add_key, SYS_bpf, SYS_userfaultfd,
        SYS_perf_event_open, SYS_mount, SYS_unshare, SYS_setns, SYS_io_uring_setup, SYS_open_tree, SYS_fsopen};
    for (int at = 0; at < sizeof calls / sizeof *calls; at++)
        if (syscall(calls[at], 0, 0, 0, 0, 0) != -1 || errno != EPERM) return 0;
    if (syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0) != -1 || errno != EPERM) return 0;
    if (syscall(SYS_clone3, arguments, sizeof arguments) != -1 || errno != ENOSYS) return 0;
    return 1;
}
"#;

fn harm() -> bool {
    use std::process::Command;
    let source = std::env::temp_dir().join("asking.c");
    std::fs::write(&source, ASKING).unwrap();
    let asking = std::env::temp_dir().join("asking");
    let built = Command::new("cc").arg(&source).arg("-o").arg(&asking).status();
    assert!(built.unwrap().success());
    Command::new(&asking).status().unwrap().success()
}
