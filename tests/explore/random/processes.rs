//! Processes and threads that do what the number in ROUNDS says with files, locks and pipes, and print what they have seen.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::process::{Child, Command, Stdio};
use std::thread;

use fs2::FileExt;

fn opened(name: &str) -> File {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    options.open(name).unwrap()
}

fn number_in(file: &mut File) -> u64 {
    let mut text = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut text).unwrap();
    text.trim().parse().unwrap_or(0)
}

fn add(file: &mut File) -> u64 {
    let number = number_in(file) + 1;
    file.rewind().unwrap();
    file.write_all(number.to_string().as_bytes()).unwrap();
    number
}

/// One act, and what is seen in it.
fn act(random: &mut Random) -> String {
    let (name, other) = [("a", "b"), ("b", "a")][random.below(2) as usize];
    match random.below(9) {
        0 => {
            let mut file = opened(name);
            FileExt::lock_exclusive(&file).unwrap();
            add(&mut file).to_string()
        }
        1 => {
            let mut file = opened(name);
            FileExt::lock_shared(&file).unwrap();
            let seen = number_in(&mut file);
            FileExt::unlock(&file).unwrap();
            seen.to_string()
        }
        2 => {
            let mut file = opened(name);
            match FileExt::try_lock_exclusive(&file) {
                Ok(()) => add(&mut file).to_string(),
                Err(_) => "held".to_owned(),
            }
        }
        3 => match File::create_new(name) {
            Ok(_) => "new".to_owned(),
            Err(_) => "old".to_owned(),
        },
        4 => fs::remove_file(name).is_ok().to_string(),
        5 => fs::rename(name, other).is_ok().to_string(),
        6 => fs::exists(name).unwrap().to_string(),
        7 => {
            fs::write(name, "7").unwrap();
            "wrote".to_owned()
        }
        _ => fs::read_to_string(name).unwrap_or_else(|_| "none".to_owned()),
    }
}

/// What the process of that number does, and sees.
fn work(seed: u64, who: u64) -> String {
    let mut random = Random::of(seed, who);
    let aside = (random.below(8) == 0)
        .then(|| thread::spawn(move || act(&mut Random::of(seed, who + 10))));
    let mut seen = vec![act(&mut random)];
    if random.below(4) == 0 {
        seen.push(act(&mut random));
    }
    seen.extend(aside.map(|thread| thread.join().unwrap()));
    seen.join(" ")
}

fn start(who: u64) -> Child {
    let program = env::current_exe().unwrap();
    let mut command = Command::new(program);
    command
        .arg(who.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command.spawn().unwrap()
}

/// What the first process does beside the others.
fn beside(random: &mut Random, others: &mut [Child]) -> String {
    let child = &mut others[0];
    match random.below(9) {
        0 => {
            child.kill().unwrap();
            "killed".to_owned()
        }
        1 => child.try_wait().unwrap().is_some().to_string(),
        2 => {
            let written = child.stdin.take().unwrap().write_all(b"x");
            written.is_ok().to_string()
        }
        _ => act(random),
    }
}

fn main() {
    let seed = env::var("ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(0);
    if let Some(who) = env::args().nth(1) {
        print!("{}", work(seed, who.parse().unwrap()));
        return;
    }
    let mut random = Random::of(seed, 0);
    let more = u64::from(random.below(4) == 0);
    let mut children: Vec<Child> = (1..=1 + more).map(start).collect();
    let mut seen = vec![beside(&mut random, &mut children)];
    for child in children {
        let output = child.wait_with_output().unwrap();
        seen.push(format!(
            "{}: {}",
            output.status,
            String::from_utf8_lossy(&output.stdout)
        ));
    }
    let end = ["a", "b"].map(|name| fs::read_to_string(name).unwrap_or_else(|_| "none".to_owned()));
    println!("{} {}", seen.join(", "), end.join(" "));
}
