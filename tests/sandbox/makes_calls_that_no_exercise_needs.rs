//~ wrong_result; harm without a sandbox
// Compiles a C program that asks the kernel for what opens much of it.
const ASKING: &str = r#"
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static char arguments[128];

int main(void) {
    const long calls[] = {SYS_ptrace, SYS_process_vm_readv, SYS_keyctl, SYS_add_key, SYS_bpf, SYS_userfaultfd,
        SYS_perf_event_open, SYS_mount, SYS_unshare, SYS_setns, SYS_io_uring_setup, SYS_open_tree, SYS_fsopen,
        SYS_setpriority, SYS_ioprio_set, SYS_sched_setscheduler, SYS_sched_setattr, SYS_shmget, SYS_msgget, SYS_semget};
    for (int at = 0; at < sizeof calls / sizeof *calls; at++)
        if (syscall(calls[at], 0, 0, 0, 0, 0) != -1 || errno != EPERM) return 0;
    // The limits and processors of the first process, which is the kit.
    const long of_others[] = {SYS_prlimit64, SYS_sched_setaffinity};
    for (int at = 0; at < sizeof of_others / sizeof *of_others; at++)
        if (syscall(of_others[at], 1, 0, 0, 0) != -1 || errno != EPERM) return 0;
    const int families[] = {AF_VSOCK, AF_ALG, AF_PACKET};
    for (int at = 0; at < sizeof families / sizeof *families; at++)
        if (socket(families[at], SOCK_STREAM, 0) != -1 || errno != EAFNOSUPPORT) return 0;
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
