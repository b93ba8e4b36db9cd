//~ PASSES
//! Output that differs from process to process without making a difference: folders, ids, addresses.

use std::os::unix::process::parent_id;
use std::sync::Mutex;
use std::{env, fs, process, thread};

static COUNTER: Mutex<u32> = Mutex::new(0);

fn main() {
    let heap = Box::new(7);
    println!("{:?} {:?}", env::current_dir().unwrap(), env::temp_dir());
    println!("{} {} {:?}", process::id(), parent_id(), thread::current().id());
    println!("{:p} {:p} {:p}", &heap, heap, &COUNTER);
    let path = env::current_dir().unwrap().join("note");
    fs::write(&path, path.display().to_string()).unwrap();
    fs::write(env::temp_dir().join("other"), "").unwrap();
    fs::write("/dev/null", "nothing").unwrap();
    assert!(fs::read_to_string("/proc/self/stat").unwrap().len() > 10);
    let other = thread::spawn(|| *COUNTER.lock().unwrap() += 1);
    *COUNTER.lock().unwrap() += 1;
    other.join().unwrap();
    assert_eq!(*COUNTER.lock().unwrap(), 2);
    assert_eq!(fs::read_to_string("note").unwrap(), path.display().to_string());
}
