//! Programs that overwrite all memory that they can reach: the server answers, and no process but the program's own gets a signal.
//!
//! Otherwise all processes of a user could be lost. So if root runs the tests, the server belongs to a user
//! that owns no other process except a bystander.

#![cfg(target_os = "linux")]

mod driver;

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};

use baton::client::Executor;
use driver::Program;
use protocol::{End, Limits, Request};

/// The id of a user that does not exist.
const STRANGER: u32 = 64_242;

/// Writes over what is shared with other processes, and goes on as `THEN` says. `SCRIBBLE` is the byte, or `noise`; `WHERE` is
/// `all`, or a number that some places follow from.
const SCRIBBLER: &str = r#"
use std::{env, fs, process, ptr, thread};

fn shared() -> Vec<(usize, usize)> {
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let shared = maps.lines().filter(|line| line.contains(" rw-s "));
    shared.map(|line| {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let number = |text| usize::from_str_radix(text, 16).unwrap();
        (number(start), number(end) - number(start))
    }).collect()
}

fn scribble() {
    let word = |name: &str| env::var(name).unwrap();
    let mut noise = word("WHERE").parse::<u64>().unwrap_or(7) * 2 + 1;
    let mut next = move || {
        noise = noise.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (noise >> 33) as usize
    };
    let byte: Option<u8> = word("SCRIBBLE").parse().ok();
    for (start, size) in shared() {
        let places: Vec<(usize, usize)> = match word("WHERE").as_str() {
            "all" => vec![(start, size)],
            // Most of the memory in use is at the beginning.
            _ => (0..40).map(|_| (start + next() % (size - 64) % (1 << (6 + next() % 18)), 1 + next() % 64)).collect(),
        };
        for (at, length) in places {
            match byte {
                Some(byte) => unsafe { ptr::write_bytes(at as *mut u8, byte, length) },
                None => for at in at..at + length { unsafe { ptr::write_volatile(at as *mut u8, next() as u8) } },
            }
        }
    }
}

fn main() {
    let again = env::args().len() > 1;
    match env::var("THEN").unwrap().as_str() {
        "exits" => { scribble(); process::exit(0) }
        "returns" => { scribble(); println!("done") }
        "loops" => { scribble(); loop {} }
        "works" => {
            let other = thread::spawn(|| { scribble(); thread::yield_now(); });
            thread::yield_now();
            other.join().unwrap();
        }
        "in a child" if again => scribble(),
        "in a child" => {
            let mut child = process::Command::new(env::current_exe().unwrap()).arg("x").spawn().unwrap();
            thread::yield_now();
            child.wait().unwrap();
        }
        other => panic!("{other}"),
    }
}
"#;

/// A process of the user who owns the servers.
struct Bystander(Child);

impl Bystander {
    fn new() -> Self {
        let mut command = Command::new("sleep");
        command.arg("100000");
        if is_root() {
            command.uid(STRANGER);
        }
        Self(command.spawn().unwrap())
    }

    fn is_alive(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }
}

impl Drop for Bystander {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// The program, started by a user who can do no harm.
fn harmless(program: &Path) {
    let folder = program.parent().unwrap();
    fs::set_permissions(folder, Permissions::from_mode(0o777)).unwrap();
    if is_root() {
        let real = program.with_extension("real");
        fs::rename(program, &real).unwrap();
        let script = format!(
            "#!/bin/sh\nexec setpriv --reuid={STRANGER} --regid={STRANGER} --clear-groups '{}' \"$@\"\n",
            real.display()
        );
        fs::write(program, script).unwrap();
        fs::set_permissions(program, Permissions::from_mode(0o755)).unwrap();
    }
}

fn start(program: &Program, scribble: &str, place: &str, then: &str) -> Executor {
    let environment = [("SCRIBBLE", scribble), ("WHERE", place), ("THEN", then)];
    Executor::start(&program.file, program.file.parent().unwrap(), &environment).unwrap()
}

fn request() -> Request {
    Request {
        limits: Limits {
            milliseconds: 100,
            ..Limits::default()
        },
        ..Request::default()
    }
}

const AFTERWARDS: [&str; 5] = ["exits", "returns", "loops", "works", "in a child"];

#[test]
fn a_program_that_writes_over_all_that_is_shared_is_reported_and_no_other_process_gets_a_signal() {
    let program = Program::from_text(SCRIBBLER);
    harmless(&program.file);
    let mut bystander = Bystander::new();
    for scribble in ["0", "255", "1", "noise"] {
        for then in AFTERWARDS {
            let mut executor = start(&program, scribble, "all", then);
            for _ in 0..2 {
                let reply = executor.run(&request()).unwrap();
                assert_eq!(reply.end, End::Damaged, "{scribble}, {then}");
            }
            assert!(bystander.is_alive(), "{scribble}, {then}");
        }
    }
}

#[test]
fn a_program_that_writes_here_and_there_gets_an_answer_and_no_other_process_gets_a_signal() {
    let program = Program::from_text(SCRIBBLER);
    harmless(&program.file);
    let mut bystander = Bystander::new();
    let mut damaged = 0;
    for number in 0..60 {
        let then = AFTERWARDS[number % AFTERWARDS.len()];
        let scribble = ["noise", "0", "255"][number / AFTERWARDS.len() % 3];
        let mut executor = start(&program, scribble, &number.to_string(), then);
        for _ in 0..2 {
            let reply = executor.run(&request()).unwrap();
            assert!(!matches!(reply.end, End::Internal { .. }), "{reply:?}");
            damaged += usize::from(reply.end == End::Damaged);
        }
        assert!(bystander.is_alive(), "{number}");
    }
    assert!(damaged > 0);
}
