//! The system calls that a session gives up for good: what Landlock does not know.
//!
//! Landlock fences files, TCP and signals. It lets a process change the mode of any file of its user, send
//! datagrams and talk to sockets of the file system; and a fault in the kernel is reached through calls that no
//! session needs. So these are refused with `EPERM`, by a filter (seccomp) that the kernel keeps for this process
//! and whatever becomes of it. It is a list of what is refused, not of what is let through: a C library that
//! comes to use another harmless call must not end a person's session.

use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule,
};
use std::collections::BTreeMap;

/// Newer than some C libraries' tables; one number everywhere.
const SYS_FCHMODAT2: i64 = 452;

/// What no session does, whatever it reaches.
const NEVER: &[i64] = &[
    // Other programs, and looking into other processes.
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    // Who may do what with a file, by its name. (SQLite may set modes and owners of files that it has open.)
    libc::SYS_fchmodat,
    SYS_FCHMODAT2,
    libc::SYS_fchownat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_mknodat,
    // Another view of the system, and another self.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_open_by_handle_at,
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setresuid,
    libc::SYS_setresgid,
    libc::SYS_capset,
    libc::SYS_personality,
    // The machine.
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    // Wide ways into the kernel that nothing here goes.
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
];

/// The same by the older names that only this architecture has.
#[cfg(target_arch = "x86_64")]
const OLDER: &[i64] = &[
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_mknod,
];
#[cfg(not(target_arch = "x86_64"))]
const OLDER: &[i64] = &[];

/// The families of sockets that lead to a printer.
const NETWORK: [i32; 2] = [libc::AF_INET, libc::AF_INET6];

/// Gives up these calls for the calling thread and all that it starts; whether the kernel took it. Of sockets none
/// can be made, or, where a printer on the network is reached, those of the network alone.
pub(super) fn refuse(has_network: bool) -> bool {
    let program = program(has_network);
    program.is_ok_and(|program| seccompiler::apply_filter(&program).is_ok())
}

fn program(has_network: bool) -> Result<BpfProgram, BackendError> {
    let always = |call: &i64| (*call, Vec::new());
    let mut rules: BTreeMap<_, _> = NEVER.iter().chain(OLDER).map(always).collect();
    rules.insert(libc::SYS_socket, sockets(has_network)?);
    let architecture = std::env::consts::ARCH.try_into()?;
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    SeccompFilter::new(rules, SeccompAction::Allow, refused, architecture)?.try_into()
}

/// Which sockets are refused: all (no rule), or those of every family but the network's.
fn sockets(has_network: bool) -> Result<Vec<SeccompRule>, BackendError> {
    if !has_network {
        return Ok(Vec::new());
    }
    let differs = |family: i32| {
        let family = u64::from(family.unsigned_abs());
        SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, family)
    };
    let families: Result<Vec<_>, _> = NETWORK.into_iter().map(differs).collect();
    Ok(vec![SeccompRule::new(families?)?])
}
