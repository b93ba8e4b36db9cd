//! What keeps bubblewrap from working where it is installed, and what to do against it.

use std::env;
use std::fs;

/// What may keep bubblewrap from making namespaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hindrance {
    /// This is a container, whose own rules forbid them.
    Container(Engine),
    /// The system allows no user namespaces at all.
    NoneAllowed,
    /// The system allows user namespaces to root alone.
    OnlyRoot,
    /// AppArmor allows user namespaces only to programs that have a profile: Ubuntu since 23.10.
    AppArmor,
}

/// What runs a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    Docker,
    Podman,
    Kubernetes,
}

/// What to do where bubblewrap, at this place, does not work.
pub fn advice(bwrap: &str) -> String {
    let read = |file: &str| fs::read_to_string(file).ok();
    let is_pod = env::var_os("KUBERNETES_SERVICE_HOST").is_some();
    against(&hindrances(read, is_pod), bwrap)
}

/// What can be seen of what keeps it from working, in the order in which it is to be removed. `read` reads a file.
fn hindrances(read: impl Fn(&str) -> Option<String>, is_pod: bool) -> Vec<Hindrance> {
    let is = |file: &str, value: &str| read(file).is_some_and(|read| read.trim() == value);
    let seen = [
        (Hindrance::Container(Engine::Kubernetes), is_pod),
        (
            Hindrance::Container(Engine::Docker),
            !is_pod && read("/.dockerenv").is_some(),
        ),
        (
            Hindrance::Container(Engine::Podman),
            !is_pod && read("/run/.containerenv").is_some(),
        ),
        (
            Hindrance::NoneAllowed,
            is("/proc/sys/user/max_user_namespaces", "0"),
        ),
        (
            Hindrance::OnlyRoot,
            is("/proc/sys/kernel/unprivileged_userns_clone", "0"),
        ),
        (
            Hindrance::AppArmor,
            is(
                "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
                "1",
            ),
        ),
    ];
    let seen = seen.into_iter().filter(|(_, is_seen)| *is_seen);
    seen.map(|(hindrance, _)| hindrance).collect()
}

/// What to do against these.
fn against(seen: &[Hindrance], bwrap: &str) -> String {
    let in_container = seen
        .iter()
        .any(|one| matches!(one, Hindrance::Container(_)));
    // The settings of the kernel belong to the machine.
    let there = match in_container {
        true => ", on the machine itself and not in the container",
        false => "",
    };
    let advice = seen.iter().map(|hindrance| match hindrance {
        Hindrance::Container(engine) => in_a(*engine),
        Hindrance::NoneAllowed => format!(
            "This system allows no user namespaces, which it needs. Allow some{there}:
  sudo sysctl user.max_user_namespaces=10000"
        ),
        Hindrance::OnlyRoot => format!(
            "This system allows user namespaces, which it needs, to root alone. Allow them to all{there}:
  sudo sysctl kernel.unprivileged_userns_clone=1"
        ),
        Hindrance::AppArmor => format!(
            "AppArmor allows user namespaces, which it needs, only to programs with a profile (Ubuntu since 23.10). Give it one{there}:
  printf 'abi <abi/4.0>,\\nprofile bwrap {bwrap} flags=(unconfined) {{\\n  userns,\\n}}\\n' | sudo tee /etc/apparmor.d/bwrap
  sudo apparmor_parser --replace /etc/apparmor.d/bwrap"
        ),
    });
    match seen {
        [] => "It needs user namespaces, which this system or container forbids. Allow them, or grade on another machine."
            .into(),
        _ => Vec::from_iter(advice).join("\n"),
    }
}

/// What a container needs beside what it has: to make user namespaces, and to mount a `/proc` of its own in them, which
/// no program may where a part of the container's is covered up.
fn in_a(engine: Engine) -> String {
    let options = match engine {
        Engine::Docker => {
            "docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined ..."
        }
        Engine::Podman => {
            "podman run --security-opt seccomp=unconfined --security-opt label=disable --security-opt unmask=ALL ..."
        }
        Engine::Kubernetes => {
            return "This is a pod, and the default rules of Kubernetes forbid user namespaces, which it needs. Say in the pod's `spec`:
  hostUsers: false
and in its container's `securityContext`, as classroom/kubernetes.yaml does:
  seccompProfile: { type: Unconfined }
  appArmorProfile: { type: Unconfined }
  procMount: Unmasked"
                .into();
        }
    };
    format!(
        "This is a container, and the default rules of containers forbid user namespaces, which it needs. Start it with:\n  {options}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The commands in an advice, those that are run as they stand.
    fn commands(advice: &str) -> Vec<&str> {
        let lines = advice.lines();
        lines.filter_map(|line| line.strip_prefix("  ")).collect()
    }

    /// What is seen where these files have these contents.
    fn seen(files: &[(&str, &str)]) -> Vec<Hindrance> {
        let read = |wanted: &str| {
            let mut files = files.iter();
            let (_, text) = files.find(|(file, _)| *file == wanted)?;
            Some((*text).to_owned())
        };
        hindrances(read, false)
    }

    const NONE_ALLOWED: (&str, &str) = ("/proc/sys/user/max_user_namespaces", "0\n");
    const ONLY_ROOT: (&str, &str) = ("/proc/sys/kernel/unprivileged_userns_clone", "0\n");
    const APPARMOR: (&str, &str) = (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1\n",
    );

    #[test]
    fn what_the_system_forbids_is_seen_in_its_files() {
        assert_eq!(seen(&[]), []);
        let allowed = [
            ("/proc/sys/user/max_user_namespaces", "63432\n"),
            ("/proc/sys/kernel/unprivileged_userns_clone", "1\n"),
            (
                "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
                "0\n",
            ),
        ];
        assert_eq!(seen(&allowed), []);
        assert_eq!(seen(&[NONE_ALLOWED]), [Hindrance::NoneAllowed]);
        assert_eq!(
            seen(&[APPARMOR, ONLY_ROOT]),
            [Hindrance::OnlyRoot, Hindrance::AppArmor]
        );
        let docker = [("/.dockerenv", ""), APPARMOR];
        let in_docker = Hindrance::Container(Engine::Docker);
        assert_eq!(seen(&docker), [in_docker, Hindrance::AppArmor]);
        let podman = [("/run/.containerenv", "engine=\"podman-4.3.1\"\n")];
        assert_eq!(seen(&podman), [Hindrance::Container(Engine::Podman)]);
        let in_pod = [Hindrance::Container(Engine::Kubernetes)];
        assert_eq!(hindrances(|_| None, true), in_pod);
    }

    #[test]
    fn against_each_hindrance_there_are_its_own_commands() {
        let commands_against = |one| {
            let words = against(&[one], "/usr/bin/bwrap");
            commands(&words).join("\n")
        };
        assert_eq!(
            commands_against(Hindrance::NoneAllowed),
            "sudo sysctl user.max_user_namespaces=10000"
        );
        assert_eq!(
            commands_against(Hindrance::OnlyRoot),
            "sudo sysctl kernel.unprivileged_userns_clone=1"
        );
        assert_eq!(
            commands_against(Hindrance::AppArmor),
            "printf 'abi <abi/4.0>,\\nprofile bwrap /usr/bin/bwrap flags=(unconfined) {\\n  userns,\\n}\\n' | sudo tee /etc/apparmor.d/bwrap\nsudo apparmor_parser --replace /etc/apparmor.d/bwrap"
        );
        let container = |engine| commands_against(Hindrance::Container(engine));
        assert!(container(Engine::Docker).contains("docker run --security-opt seccomp=unconfined"));
        assert!(container(Engine::Docker).contains("systempaths=unconfined"));
        assert!(container(Engine::Podman).contains("podman run --security-opt seccomp=unconfined"));
        assert!(container(Engine::Podman).contains("unmask=ALL"));
        let file = include_str!("../../classroom/kubernetes.yaml");
        assert!(container(Engine::Kubernetes).starts_with("hostUsers: false\n"));
        for said in [
            "hostUsers: false",
            "procMount: Unmasked",
            "seccompProfile:",
            "appArmorProfile:",
        ] {
            assert!(container(Engine::Kubernetes).contains(said), "{said}");
            assert!(file.contains(said), "{said}");
        }
    }

    #[test]
    fn a_profile_is_for_the_bubblewrap_that_was_found() {
        let words = against(&[Hindrance::AppArmor], "/opt/bin/bwrap");
        assert!(
            words.contains("profile bwrap /opt/bin/bwrap flags"),
            "{words}"
        );
    }

    #[test]
    fn the_kernels_settings_are_changed_outside_of_a_container() {
        let outside = "on the machine itself and not in the container:";
        let of_kernel = [
            Hindrance::NoneAllowed,
            Hindrance::OnlyRoot,
            Hindrance::AppArmor,
        ];
        for one in of_kernel {
            assert!(!against(&[one], "/usr/bin/bwrap").contains(outside));
            let both = [Hindrance::Container(Engine::Docker), one];
            let words = against(&both, "/usr/bin/bwrap");
            assert!(words.starts_with("This is a container"), "{words}");
            assert!(words.contains(outside), "{words}");
        }
    }

    #[test]
    fn where_nothing_is_seen_what_it_needs_is_said() {
        let words = against(&[], "/usr/bin/bwrap");
        assert!(words.contains("user namespaces"), "{words}");
    }
}
