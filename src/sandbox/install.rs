//! How bubblewrap is installed where it is missing.

use std::env;
use std::fs;

/// How bubblewrap is installed, by the names that distributions have for themselves in os-release(5).
const INSTALL: [(&str, &[&str], &str); 5] = [
    (
        "Debian, Ubuntu",
        &["debian", "ubuntu"],
        "sudo apt install bubblewrap",
    ),
    (
        "Fedora, RHEL",
        &["fedora", "rhel", "centos"],
        "sudo dnf install bubblewrap",
    ),
    ("Arch", &["arch"], "sudo pacman -S bubblewrap"),
    (
        "openSUSE",
        &["suse", "opensuse"],
        "sudo zypper install bubblewrap",
    ),
    ("NixOS", &["nixos"], "nix-env -iA nixos.bubblewrap"),
];

/// What to do where bubblewrap is not installed.
pub fn advice() -> String {
    let release = ["/etc/os-release", "/usr/lib/os-release"];
    let release = release
        .iter()
        .find_map(|file| fs::read_to_string(file).ok());
    installing(env::consts::OS, &release.unwrap_or_default())
}

/// How bubblewrap is installed on this operating system: the command of the distribution that os-release(5) names, or else all.
fn installing(os: &str, release: &str) -> String {
    if os != "linux" {
        return "It is a program for Linux: grade in a virtual machine, or on another machine."
            .into();
    }
    let names = distribution(release);
    let is_of = |name: &&str| INSTALL.iter().find(|(_, names, _)| names.contains(name));
    match names.iter().find_map(is_of) {
        Some((_, _, command)) => format!("Install it:\n  {command}"),
        None => {
            let lines = INSTALL.iter();
            let lines = lines
                .map(|(system, _, command)| format!("\n  {:<16}{command}", format!("{system}:")));
            format!("Install it:{}", lines.collect::<String>())
        }
    }
}

/// The distribution's name, and behind it those that it is like.
fn distribution(release: &str) -> Vec<&str> {
    let value = |key| {
        let mut lines = release.lines();
        let value = lines.find_map(|line| line.trim().strip_prefix(key))?;
        Some(value.trim_matches(['"', '\'']))
    };
    let values = [value("ID="), value("ID_LIKE=")].into_iter().flatten();
    values.flat_map(str::split_whitespace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The commands in an advice, those that are run as they stand.
    fn commands(advice: &str) -> Vec<&str> {
        let lines = advice.lines();
        lines.filter_map(|line| line.strip_prefix("  ")).collect()
    }

    #[test]
    fn each_distribution_is_told_its_own_command_and_no_other() {
        let debian =
            "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n";
        let ubuntu = "NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n";
        let mint = "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n";
        let fedora = "ID=fedora\nVARIANT_ID=workstation\n";
        let rocky = "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n";
        let arch = "ID=arch\nBUILD_ID=rolling\n";
        let manjaro = "ID=manjaro\nID_LIKE=arch\n";
        let tumbleweed = "ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n";
        let nixos = "BUG_REPORT_URL=\"https://github.com\"\nID=nixos\nID_LIKE=\"\"\n";
        for (release, command) in [
            (debian, "sudo apt install bubblewrap"),
            (ubuntu, "sudo apt install bubblewrap"),
            (mint, "sudo apt install bubblewrap"),
            (fedora, "sudo dnf install bubblewrap"),
            (rocky, "sudo dnf install bubblewrap"),
            (arch, "sudo pacman -S bubblewrap"),
            (manjaro, "sudo pacman -S bubblewrap"),
            (tumbleweed, "sudo zypper install bubblewrap"),
            (nixos, "nix-env -iA nixos.bubblewrap"),
        ] {
            assert_eq!(commands(&installing("linux", release)), [command]);
        }
    }

    #[test]
    fn a_distribution_that_is_not_known_is_told_the_commands_of_all() {
        for release in ["", "ID=void\n", "ID=\n# ID=debian\n", "VARIANT_ID=debian\n"] {
            let words = installing("linux", release);
            let all = commands(&words);
            assert_eq!(all.len(), INSTALL.len(), "{words}");
            assert_eq!(all[0], "Debian, Ubuntu: sudo apt install bubblewrap");
        }
    }

    #[test]
    fn where_there_is_no_linux_no_command_is_said() {
        let words = installing("macos", "");
        assert_eq!(commands(&words), [""; 0], "{words}");
        assert!(words.contains("program for Linux"));
    }
}
