//! A program that misbehaves in the way that its first argument names.

use std::env;
use std::fs::File;
use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitCode};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let args: Vec<String> = env::args().collect();
    match args[1].as_str() {
        "exit" => return ExitCode::from(args[2].parse::<u8>().unwrap()),
        "panic" => panic!("the counter is 7"),
        "spin" => spin(),
        "sleep" => thread::sleep(Duration::from_millis(args[2].parse().unwrap())),
        "lock_twice" => lock_twice(),
        "two_locks" => two_locks(),
        "flood" => flood(),
        "print" => print!("{}", args[2].repeat(args[3].parse().unwrap())),
        "read" => read(),
        "ask_for_memory" => drop(std::hint::black_box(vec![0u8; 2 << 30])),
        "use_memory" => use_memory(2 << 30),
        "use_memory_together" => wait_for_all(children(8, &["use_memory_and_stay"])),
        "use_memory_and_stay" => {
            use_memory(48 << 20);
            spin();
        }
        "ask_in_a_child" => return wait_for_one(children(1, &["ask_for_memory"])),
        "many" => wait_for_all(children(300, &["sleep", "100000"])),
        "file_locks" => file_locks(),
        "lock_files" => lock_files(&args[2], &args[3]),
        "lock_file" => drop(locked(&args[2])),
        "ping_pong" => ping_pong(Duration::from_millis(400)),
        "big_file" => big_file(),
        "leave_running" => drop(children(1, &["sleep", "100000"])),
        other => panic!("no such behaviour: {other}"),
    }
    ExitCode::SUCCESS
}

fn spin() {
    loop {
        std::hint::spin_loop();
    }
}

fn lock_twice() {
    let lock = Mutex::new(0);
    let _first = lock.lock();
    let _second = lock.lock();
}

fn two_locks() {
    let locks = Arc::new((Mutex::new(0), Mutex::new(0)));
    let both_hold_one = Arc::new(Barrier::new(2));
    let threads = ["inc", "dec"].map(|name| {
        let (locks, both_hold_one) = (locks.clone(), both_hold_one.clone());
        let body = move || {
            let (first, second) = match name {
                "inc" => (&locks.0, &locks.1),
                _ => (&locks.1, &locks.0),
            };
            let _first = first.lock().unwrap();
            both_hold_one.wait();
            let _second = second.lock().unwrap();
        };
        thread::Builder::new().name(name.into()).spawn(body).unwrap()
    });
    for thread in threads {
        thread.join().unwrap();
    }
}

fn flood() {
    for number in 0..20_000_000 {
        println!("line {number}");
    }
}

/// Prints the result of reading: the kit promises an end of input, not a wait.
fn read() {
    let mut line = String::new();
    println!("stdin: {:?}", io::stdin().read_line(&mut line).unwrap());
    match File::open("/dev/tty") {
        Ok(mut tty) => println!("tty: {:?}", tty.read(&mut [0])),
        Err(_) => println!("tty: refused"),
    }
}

fn use_memory(bytes: usize) {
    const STEP: usize = 8 << 20;
    let mut held = Vec::new();
    for _ in 0..bytes / STEP {
        held.push(vec![1u8; STEP]);
    }
    std::mem::forget(std::hint::black_box(held));
}

fn children(count: usize, args: &[&str]) -> Vec<Child> {
    let start = |_| Command::new(env::current_exe().unwrap()).args(args).spawn().unwrap();
    (0..count).map(start).collect()
}

fn wait_for_all(children: Vec<Child>) {
    for mut child in children {
        child.wait().unwrap();
    }
}

fn wait_for_one(mut children: Vec<Child>) -> ExitCode {
    match children[0].wait().unwrap().success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(1),
    }
}

fn locked(name: &str) -> File {
    let file = File::create(name).unwrap();
    file.lock().unwrap();
    file
}

fn file_locks() {
    let pairs = [["a", "b"], ["b", "a"]];
    let start = |[first, second]: [&str; 2]| children(1, &["lock_files", first, second]);
    wait_for_all(pairs.into_iter().flat_map(start).collect());
}

/// Locks the second file once the other process has locked it as its first.
fn lock_files(first: &str, second: &str) {
    let _first = locked(first);
    let second_file = File::create(second).unwrap();
    while second_file.try_lock().is_ok() {
        second_file.unlock().unwrap();
        thread::yield_now();
    }
    second_file.lock().unwrap();
}

/// Two threads that are nearly always both asleep, and still make progress.
fn ping_pong(time: Duration) {
    let shared = Arc::new((Mutex::new(0u64), Condvar::new()));
    let end = Instant::now() + time;
    let players = [0, 1].map(|player| {
        let shared = shared.clone();
        thread::spawn(move || {
            let (turn, changed) = &*shared;
            while Instant::now() < end {
                let wait = |turn: &mut u64| *turn % 2 != player;
                let mut turn = changed.wait_while(turn.lock().unwrap(), wait).unwrap();
                *turn += 1;
                changed.notify_one();
            }
            // The other thread may wait for one last turn.
            *turn.lock().unwrap() = 1 - player;
            changed.notify_one();
        })
    });
    for player in players {
        player.join().unwrap();
    }
}

fn big_file() {
    let mut file = File::create("big").unwrap();
    loop {
        file.write_all(&[0; 1 << 16]).unwrap();
    }
}
