//! The surroundings of an execution: its streams, its folder, its limits, and that nothing of it stays behind.

mod children;
mod descriptors;
mod filter;
mod folder;
mod signals;
mod streams;

use ::std::ffi::OsStr;
use ::std::fs;
use ::std::io;
use ::std::os::fd::AsRawFd;
use ::std::os::unix::ffi::OsStrExt;
use ::std::sync::OnceLock;

use super::pipe::{INHERITED, NULL};
use super::state::{self, Process};
use super::system::check;
use super::{control, memory, regions, stack, system};

use crate::fixed::{self, BIND_NOW, CORE, NO_RSEQ, TUNABLES, WAY, Way};

pub(crate) use children::{
    Reaped, asked_to_end, end, end_as_asked, end_orphans, fork, reap_any, wait_for_events, watch,
};
pub(crate) use filter::{has_ended_it as filter_has_ended_it, lift as lift_filter};
pub(crate) use folder::{Folder, pipe_path, run_folder, without_number};
pub(crate) use signals::{kill, kill_group};
pub(crate) use streams::{Streams, complain, control_sockets, drain, take_over_streams};

/// The largest file that a program may write, and the memory that it may take.
const MAX_FILE: u64 = 64 << 20;
const MAX_MEMORY: u64 = (256 << 20) + (stack::TOTAL + memory::SHADOWS + regions::TOTAL) as u64;

/// So many threads may a user have beside those that there are: more than a program needs, and too few for one that starts
/// processes without end to take the whole machine. (Root may have any number.)
const MAX_MORE_THREADS: u64 = 2048;

fn threads_of_all() -> u64 {
    // SAFETY: an all-zero value is a valid one, and the call writes it.
    unsafe {
        let mut info: libc::sysinfo = ::std::mem::zeroed();
        libc::sysinfo(&mut info);
        u64::from(info.procs)
    }
}

/// How the server is to make executions.
pub(crate) fn way() -> Way {
    WAY_TO_GO.get().copied().unwrap_or(Way::Fastest)
}

static WAY_TO_GO: OnceLock<Way> = OnceLock::new();

/// Starts this program anew, if it was not started so that its addresses are the same each time. Where the system refuses
/// that, nothing is lost but that.
pub(crate) fn fix_addresses() {
    if fixed::stop_randomising().is_none() {
        return;
    }
    let Ok(program) = ::std::env::current_exe() else {
        return;
    };
    let mut again = ::std::process::Command::new(program);
    again.args(::std::env::args_os().skip(1));
    fixed::set_variables(&mut again, |name| ::std::env::var_os(name));
    // Returns only where it failed, and then all goes on as it is.
    let _ = ::std::os::unix::process::CommandExt::exec(&mut again);
}

/// One core, no terminal, no core dumps, limits for all children, and their orphans come to us.
pub(crate) fn prepare() -> io::Result<()> {
    // SAFETY: plain system calls on plain data.
    unsafe {
        // Neither the terminal's keys reach what is run here, nor what is run here the terminal. It fails only for the leader
        // of a group, which has been given one of its own then.
        libc::setsid();
        check(libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1))?;
        for (resource, most) in [
            // With 0, a program that collects core dumps for the system would still be started (core(5)).
            (libc::RLIMIT_CORE, 1),
            (libc::RLIMIT_FSIZE, MAX_FILE),
            (libc::RLIMIT_DATA, MAX_MEMORY),
            (libc::RLIMIT_NPROC, threads_of_all() + MAX_MORE_THREADS),
        ] {
            let mut limit = libc::rlimit {
                rlim_cur: 0,
                rlim_max: 0,
            };
            check(libc::getrlimit(resource, &mut limit))?;
            limit.rlim_cur = most.min(limit.rlim_max);
            check(libc::setrlimit(resource, &limit))?;
        }
        // Handing over is quickest where it needs no other core; if the system will not, it is only slower.
        let wanted = ::std::env::var(CORE)
            .ok()
            .and_then(|core| core.trim().parse::<usize>().ok());
        let core = wanted.unwrap_or_else(|| libc::sched_getcpu().max(0) as usize);
        let mut set: libc::cpu_set_t = ::std::mem::zeroed();
        libc::CPU_SET(core, &mut set);
        libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &set);
        ::std::env::remove_var(CORE);
        ::std::env::remove_var(BIND_NOW);
        let way = ::std::env::var(WAY).map_or(Way::Fastest, |way| Way::named(&way));
        let _ = WAY_TO_GO.set(way);
        ::std::env::remove_var(WAY);
        if ::std::env::var_os(TUNABLES).is_some_and(|value| value == NO_RSEQ) {
            ::std::env::remove_var(TUNABLES);
        }
        // A page of two megabytes takes longer to clear than an execution.
        libc::prctl(libc::PR_SET_THP_DISABLE, 1, 0, 0, 0);
        // Few of a child's pages differ from the server's where its threads share one arena.
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
    Ok(())
}

/// Whether the processes of an execution may make processes of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filter {
    /// They may not.
    InForce,
    /// They may, in the process group of the execution: the program starts other programs.
    Lifted,
}

/// In a fresh child, before it waits for its first grant.
pub(crate) fn enter_child(group: i32, process: &Process, filter: Filter, is_resident: bool) {
    // SAFETY: the child has one thread; plain system calls.
    unsafe {
        system::call(
            libc::SYS_prctl,
            [libc::PR_SET_PDEATHSIG as usize, libc::SIGKILL as usize],
        );
        system::call(libc::SYS_setpgid, [0, group as usize]);
    }
    streams::close_servers();
    memory::keep_from_the_program();
    // SAFETY: the server filled in all of it before the fork, and text is only ever added.
    let state = unsafe { &*state::pointer() };
    for words in [state.environment, process.environment] {
        let words = state.text(words).split(|byte| *byte == 0);
        let words = words.filter(|word| !word.is_empty());
        words.for_each(change_environment);
    }
    if process.folder.length > 0 {
        // A folder that is gone shows itself at the first file.
        let _ = ::std::env::set_current_dir(OsStr::from_bytes(state.text(process.folder)));
    }
    for (stream, pipe) in process.streams.iter().enumerate() {
        connect(stream as i32, *pipe);
    }
    match filter {
        // It enters a filter of its own, once it has what only other calls get.
        Filter::InForce if is_resident => {}
        Filter::InForce => filter::enter(),
        Filter::Lifted => filter::stay_in_group(),
    }
}

/// In a child that is to be resident, before its first execution; whether it can be.
pub(crate) fn enter_resident() -> bool {
    filter::enter_resident()
}

/// One word of a process's environment: a variable with its value, or one to remove.
fn change_environment(word: &[u8]) {
    let mut halves = word.splitn(2, |byte| *byte == b'=');
    let name = OsStr::from_bytes(halves.next().unwrap_or_default());
    // SAFETY: the child has one thread.
    unsafe {
        match halves.next() {
            _ if word == control::CLEAR_ENVIRONMENT.as_bytes() => ::std::env::vars_os()
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
                .iter()
                .for_each(|name| ::std::env::remove_var(name)),
            Some(value) => ::std::env::set_var(name, OsStr::from_bytes(value)),
            None => ::std::env::remove_var(name),
        }
    }
}

/// Connects a standard stream with what it is to be.
fn connect(stream: i32, pipe: u32) {
    let mut options = fs::OpenOptions::new();
    let opened = match pipe {
        INHERITED => return,
        NULL => options.read(true).write(true).open("/dev/null"),
        pipe => options
            .read(true)
            .append(true)
            .create(true)
            .open(pipe_path(pipe)),
    };
    if let Ok(file) = opened {
        // SAFETY: both are open.
        unsafe { libc::dup2(file.as_raw_fd(), stream) };
    }
}
