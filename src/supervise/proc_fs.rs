//! Reads the files under `/proc`, proc(5). Where there is no such folder (other
//! than Linux) every answer is "unknown".

use std::fs;
use std::sync::OnceLock;
use std::time::Duration;

/// The parts of `/proc/PID/stat` that are used here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) pid: u32,
    /// The name of its program or thread, cut to 15 bytes by the kernel.
    pub(super) name: String,
    pub(super) state: char,
    pub(super) parent: u32,
    pub(super) session: u32,
    flags: u64,
    /// Its own time on a processor and that of its children that it has waited for, in clock ticks.
    processor_ticks: u64,
    threads: u32,
    /// In clock ticks since boot: tells it from a later one with the same pid.
    pub(super) start_time: u64,
    /// Where its environment begins and ends in memory: 0 while the kernel is
    /// still making its memory, if it is the kernel's own, or if this user may
    /// not know.
    environment: (u64, u64),
}

impl Stat {
    pub(super) fn of(pid: u32) -> Option<Self> {
        Self::parse(&read(&format!("/proc/{pid}/stat"))?)
    }

    fn of_thread(pid: u32, tid: u32) -> Option<Self> {
        Self::parse(&read(&format!("/proc/{pid}/task/{tid}/stat"))?)
    }

    /// The name stands in parentheses and may itself hold any, and spaces.
    fn parse(text: &str) -> Option<Self> {
        let (pid, rest) = text.split_once(" (")?;
        let (name, rest) = rest.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
        Some(Self {
            pid: pid.parse().ok()?,
            name: name.to_owned(),
            state: fields.first()?.chars().next()?,
            parent: fields.get(1)?.parse().ok()?,
            session: fields.get(3)?.parse().ok()?,
            flags: fields.get(6)?.parse().ok()?,
            processor_ticks: fields
                .get(11..15)?
                .iter()
                .map(|ticks| ticks.parse::<u64>().ok())
                .sum::<Option<u64>>()?,
            threads: fields.get(17)?.parse().ok()?,
            start_time: fields.get(19)?.parse().ok()?,
            environment: (fields.get(47)?.parse().ok()?, fields.get(48)?.parse().ok()?),
        })
    }

    /// Ended, and not yet waited for by its parent.
    pub(super) fn is_zombie(&self) -> bool {
        matches!(self.state, 'Z' | 'X')
    }

    /// Its own time on a processor and that of its children that it has waited for.
    pub(super) fn processor_time(&self) -> Duration {
        let per_second = rustix::param::clock_ticks_per_second().max(1);
        Duration::from_millis(self.processor_ticks.saturating_mul(1000) / per_second)
    }

    fn has_empty_environment(&self) -> bool {
        const PF_KTHREAD: u64 = 0x0020_0000;
        let (start, end) = self.environment;
        start == end && end != 0 || self.is_zombie() || self.flags & PF_KTHREAD != 0
    }

    /// Ended or about to: nothing of its program will run any more.
    pub(super) fn is_ending(&self) -> bool {
        const PF_EXITING: u64 = 0x4;
        self.is_zombie() || self.flags & PF_EXITING != 0 || kill_is_pending(self.pid)
    }
}

/// SIGKILL was sent to it, and it has not ended yet.
fn kill_is_pending(pid: u32) -> bool {
    const SIGKILL_BIT: u64 = 1 << 8;
    let status = read(&format!("/proc/{pid}/status")).unwrap_or_default();
    ["SigPnd:", "ShdPnd:"]
        .into_iter()
        .filter_map(|key| field(&status, key))
        .filter_map(|mask| u64::from_str_radix(mask, 16).ok())
        .any(|mask| mask & SIGKILL_BIT != 0)
}

/// A thread's state and how often it has been switched away from a processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Schedule {
    pub(super) state: char,
    pub(super) switches: u64,
}

impl Schedule {
    pub(super) fn of(pid: u32, tid: u32) -> Option<Self> {
        Self::parse(&read(&format!("/proc/{pid}/task/{tid}/status"))?)
    }

    fn parse(status: &str) -> Option<Self> {
        let count = |key| field(status, key)?.parse::<u64>().ok();
        Some(Self {
            state: field(status, "State:")?.chars().next()?,
            switches: count("voluntary_ctxt_switches:")? + count("nonvoluntary_ctxt_switches:")?,
        })
    }
}

/// For how long a thread could run and had no processor, as far as the kernel counts it.
pub(super) fn time_ready(pid: u32, tid: u32) -> Duration {
    read(&format!("/proc/{pid}/task/{tid}/schedstat"))
        .and_then(|text| parse_time_ready(&text))
        .unwrap_or_default()
}

fn parse_time_ready(schedstat: &str) -> Option<Duration> {
    let nanoseconds = schedstat.split_ascii_whitespace().nth(1)?;
    Some(Duration::from_nanos(nanoseconds.parse().ok()?))
}

/// The value in a file of lines `key<tab>value`.
fn field<'text>(text: &'text str, key: &str) -> Option<&'text str> {
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line[key.len()..].trim())
}

/// The system call in which a thread is asleep: its number and arguments.
/// Nothing if it runs, or if that may not be known.
pub(super) fn syscall(pid: u32, tid: u32) -> Option<(i64, [u64; 6])> {
    parse_syscall(&read(&format!("/proc/{pid}/task/{tid}/syscall"))?)
}

fn parse_syscall(text: &str) -> Option<(i64, [u64; 6])> {
    let mut words = text.split_ascii_whitespace();
    let number = words.next()?.parse().ok()?;
    let mut args = [0; 6];
    for arg in &mut args {
        *arg = u64::from_str_radix(words.next()?.strip_prefix("0x")?, 16).ok()?;
    }
    Some((number, args))
}

/// The threads of a process, oldest first as long as their numbers do not wrap.
pub(super) fn threads(pid: u32) -> Vec<u32> {
    let mut tids = numbers_in(&format!("/proc/{pid}/task"));
    tids.sort_unstable();
    tids
}

pub(super) fn thread_name(pid: u32, tid: u32) -> Option<String> {
    Stat::of_thread(pid, tid).map(|stat| stat.name)
}

/// All processes that this user may know of.
pub(super) fn processes() -> Vec<u32> {
    numbers_in("/proc")
}

/// Which processes a process has started or adopted, and not yet waited for.
/// May leave one out while another one of them is just ending.
pub(super) fn children(pid: u32) -> Vec<u32> {
    if !kernel_lists_children() {
        let stats = processes().into_iter().filter_map(Stat::of);
        let children = stats.filter(|stat| stat.parent == pid);
        return children.map(|stat| stat.pid).collect();
    }
    // Mostly there is but one, and this may be a crowd.
    let threads = match Stat::of(pid) {
        Some(stat) if stat.threads == 1 => vec![pid],
        _ => threads(pid),
    };
    let lists = threads
        .into_iter()
        .filter_map(|tid| read(&format!("/proc/{pid}/task/{tid}/children")));
    lists
        .flat_map(|list| {
            let pids = list.split_ascii_whitespace().map(str::parse);
            pids.flatten().collect::<Vec<u32>>()
        })
        .collect()
}

/// Some kernels are built without that file.
fn kernel_lists_children() -> bool {
    static KNOWN: OnceLock<bool> = OnceLock::new();
    *KNOWN.get_or_init(|| {
        let own = std::process::id();
        read(&format!("/proc/{own}/task/{own}/children")).is_some()
    })
}

/// Bytes in memory that are the process's own: not those of files, which it
/// shares with others. (Memory shared after a fork counts for each.)
pub(super) fn own_memory(pid: u32) -> u64 {
    let statm = read(&format!("/proc/{pid}/statm")).unwrap_or_default();
    let pages: Vec<u64> = statm
        .split_ascii_whitespace()
        .map_while(|word| word.parse().ok())
        .collect();
    match pages[..] {
        [_, resident, shared, ..] => {
            resident.saturating_sub(shared) * rustix::param::page_size() as u64
        }
        _ => 0,
    }
}

/// The command line, the program first; empty while it is being replaced.
pub(super) fn command_line(pid: u32) -> Vec<String> {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let line = line.strip_suffix(b"\0").unwrap_or(&line);
    if line.is_empty() {
        return Vec::new();
    }
    line.split(|byte| *byte == 0)
        .map(|word| String::from_utf8_lossy(word).into_owned())
        .collect()
}

/// Whether the program of a process was started with `entry` (`NAME=value`) in
/// its environment.
///
/// Nothing if that cannot be known yet: in the middle of an execve(2) the old
/// environment is gone, and the file is empty until the new one is there.
pub(super) fn has_in_environment(pid: u32, entry: &str) -> Option<bool> {
    let Ok(all) = fs::read(format!("/proc/{pid}/environ")) else {
        return Some(false);
    };
    if !all.is_empty() {
        return Some(
            all.split(|byte| *byte == 0)
                .any(|one| one == entry.as_bytes()),
        );
    }
    match Stat::of(pid) {
        Some(stat) if !stat.has_empty_environment() => None,
        _ => Some(false),
    }
}

/// The last part of the name of an open file.
pub(super) fn open_file_name(pid: u32, fd: u64) -> Option<String> {
    let path = fs::read_link(format!("/proc/{pid}/fd/{fd}")).ok()?;
    Some(path.file_name()?.to_string_lossy().into_owned())
}

/// The process that holds the file lock that `waiter` waits for, by `/proc/locks`.
pub(super) fn file_lock_holder(waiter: u32) -> Option<u32> {
    parse_lock_holder(&read("/proc/locks")?, waiter)
}

/// A lock's line and those of its waiters (`->`) begin with the same number.
fn parse_lock_holder(locks: &str, waiter: u32) -> Option<u32> {
    let mut holder = None;
    for line in locks.lines() {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        match words[..] {
            [_, "->", _, _, _, pid, ..] if pid.parse() == Ok(waiter) => return holder,
            [_, "->", ..] => {}
            [_, _, _, _, pid, ..] => holder = pid.parse().ok(),
            _ => holder = None,
        }
    }
    None
}

fn numbers_in(folder: &str) -> Vec<u32> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect()
}

fn read(path: &str) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    Some(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_parentheses_and_spaces_is_read_whole() {
        let stat = Stat::parse(&stat_text("a) (b) c", 4_194_304, 9, 9)).unwrap();
        assert_eq!(stat.name, "a) (b) c");
        assert_eq!(
            (stat.pid, stat.state, stat.parent, stat.session),
            (77, 'S', 1, 77)
        );
        assert_eq!((stat.flags, stat.start_time), (4_194_304, 123_456));
    }

    fn stat_text(name: &str, flags: u64, env_start: u64, env_end: u64) -> String {
        let unused = "0 ".repeat(27);
        format!(
            "77 ({name}) S 1 77 77 0 -1 {flags} 5 0 0 0 0 0 0 0 20 0 1 0 123456 {unused}\
             {env_start} {env_end} 0\n"
        )
    }

    #[test]
    fn time_on_a_processor_is_that_of_the_process_and_of_its_children() {
        let text = "77 (a) S 1 77 77 0 -1 0 5 0 0 0 100 20 3 4 20 0 1 0 9 0";
        let text = format!("{text} {}0 0 0", "0 ".repeat(26));
        let stat = Stat::parse(&text).unwrap();
        assert_eq!(stat.processor_ticks, 127);
    }

    #[test]
    fn the_second_number_of_schedstat_is_the_time_without_a_processor() {
        let ready = parse_time_ready("1000 2500000 7\n");
        assert_eq!(ready, Some(Duration::from_micros(2500)));
        assert_eq!(parse_time_ready(""), None);
    }

    #[test]
    fn in_the_middle_of_an_execve_nothing_is_known_of_the_environment() {
        let known_to_be_empty = |flags, start, end| {
            let stat = Stat::parse(&stat_text("cat", flags, start, end)).unwrap();
            stat.has_empty_environment()
        };
        assert!(!known_to_be_empty(0, 0, 0), "it is not there yet");
        assert!(!known_to_be_empty(0, 500, 700), "it is there by now");
        assert!(known_to_be_empty(0, 500, 500));
        assert!(
            known_to_be_empty(0x0020_8040, 0, 0),
            "a kernel thread has none"
        );
    }

    #[test]
    fn the_own_environment_is_known() {
        let (name, value) = std::env::vars().next().unwrap();
        let own = std::process::id();
        assert_eq!(
            has_in_environment(own, &format!("{name}={value}")),
            Some(true)
        );
        assert_eq!(has_in_environment(own, "NOBODY=has this"), Some(false));
    }

    #[test]
    fn both_kinds_of_switches_are_counted() {
        let status = "Name:\tx\nState:\tS (sleeping)\nvoluntary_ctxt_switches:\t7\n\
                      nonvoluntary_ctxt_switches:\t3\n";
        let expected = Schedule {
            state: 'S',
            switches: 10,
        };
        assert_eq!(Schedule::parse(status), Some(expected));
    }

    #[test]
    fn a_running_thread_is_in_no_system_call() {
        assert_eq!(parse_syscall("running\n"), None);
        assert_eq!(parse_syscall("-1 0x7ff 0x1\n"), None);
        let futex = parse_syscall("202 0x10 0x89 0x2 0x0 0x0 0xffffffff 0x7ffe 0x7fff\n");
        assert_eq!(futex, Some((202, [0x10, 0x89, 2, 0, 0, 0xffff_ffff])));
    }

    #[test]
    fn the_holder_of_a_lock_stands_before_its_waiters() {
        let locks = "1: FLOCK  ADVISORY  WRITE 11 fe:00:1 0 EOF\n\
                     2: FLOCK  ADVISORY  WRITE 22 fe:00:2 0 EOF\n\
                     2: -> FLOCK  ADVISORY  WRITE 33 fe:00:2 0 EOF\n\
                     2: -> FLOCK  ADVISORY  WRITE 44 fe:00:2 0 EOF\n\
                     3: OFDLCK ADVISORY  WRITE -1 fe:00:3 0 EOF\n\
                     3: -> OFDLCK ADVISORY  WRITE 55 fe:00:3 0 EOF\n";
        assert_eq!(parse_lock_holder(locks, 33), Some(22));
        assert_eq!(parse_lock_holder(locks, 44), Some(22));
        assert_eq!(
            parse_lock_holder(locks, 55),
            None,
            "an open file's lock has no process"
        );
        assert_eq!(parse_lock_holder(locks, 22), None, "it waits for nothing");
    }
}
