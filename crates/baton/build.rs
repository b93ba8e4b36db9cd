//! Decides where the executor can run, and reports this crate's folder to the kit, which embeds the sources.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(executor)");
    let of_target = |what: &str| env::var(format!("CARGO_CFG_TARGET_{what}"));
    let is_linux = of_target("OS").is_ok_and(|system| system == "linux");
    let is_known =
        of_target("ARCH").is_ok_and(|machine| machine == "x86_64" || machine == "aarch64");
    if is_linux && is_known {
        println!("cargo::rustc-cfg=executor");
    }
    if let Ok(folder) = env::var("CARGO_MANIFEST_DIR") {
        println!("cargo::metadata=folder={folder}");
    }
}
