//! Processes: the program starts itself again, waits, and kills.

use std::env;
use std::process::{self, Command, ExitCode, Stdio};

fn again(word: &str) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.arg(word);
    command
}

fn child(word: &str) -> ExitCode {
    match word {
        "arguments" => println!("{:?}", env::args().skip(2).collect::<Vec<_>>()),
        "environment" => println!("{:?} {:?}", env::var("COLOUR"), env::var_os("SHAPE")),
        "id" => println!("{}", process::id()),
        "folder" => println!("{:?}", env::current_dir().unwrap().file_name()),
        "exit" => process::exit(7),
        "exit in a thread" => std::thread::spawn(|| process::exit(8)).join().unwrap(),
        "code" => return ExitCode::from(9),
        "abort" => process::abort(),
        "panic" => panic!("in the child"),
        "loop" => loop {
            std::thread::park();
        },
        "both" => {
            println!("to stdout");
            eprintln!("to stderr");
        }
        _ => {}
    }
    ExitCode::SUCCESS
}

fn output(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

fn main() -> ExitCode {
    if let Some(word) = env::args().nth(1) {
        return child(&word);
    }
    print!("{}", output(again("arguments").args(["b", "c d"]).arg("")));
    print!("{}", output(again("environment").env("COLOUR", "blue").env_remove("SHAPE")));
    print!("{}", output(again("environment").envs([("SHAPE", "round")]).env_remove("COLOUR")));
    print!("{}", output(again("environment").env("COLOUR", "lost").env_clear().env("SHAPE", "square")));
    std::fs::create_dir("sub").unwrap();
    print!("{}", output(again("folder").current_dir("sub")));
    for word in ["exit", "exit in a thread", "code", "abort", "panic", "nothing"] {
        let status = again(word).stderr(Stdio::null()).status().unwrap();
        println!("{word}: {:?} {status} {}", status.code(), status.success());
    }
    let spawned = again("id").stdout(Stdio::piped()).spawn().unwrap();
    let id = spawned.id().to_string();
    println!("{}", String::from_utf8(spawned.wait_with_output().unwrap().stdout).unwrap().trim() == id);
    let mut waits = again("nothing").spawn().unwrap();
    println!("{:?} {:?}", waits.wait().unwrap().code(), waits.wait().unwrap().code());
    println!("{:?}", waits.try_wait().unwrap().map(|status| status.code()));
    let mut loops = again("loop").spawn().unwrap();
    println!("{:?}", loops.try_wait().unwrap().is_none());
    loops.kill().unwrap();
    println!("{:?}", loops.wait().unwrap().code());
    println!("{:?}", loops.kill().is_ok());
    let both = again("both").output().unwrap();
    println!("{:?} {:?}", String::from_utf8_lossy(&both.stdout), String::from_utf8_lossy(&both.stderr));
    again("both").stderr(Stdio::null()).status().unwrap();
    println!("{}", Command::new("/no/such/program").spawn().is_err());
    ExitCode::from(3)
}
