//! What Linux is asked for: its fence round files and network, calls that it refuses, memory that stays where it is.

use super::{Fence, Reach, calls};

/// Lets the calling thread touch what `reach` names and nothing else.
pub fn fence(reach: &Reach) -> Fence {
    use landlock::RulesetStatus;
    match enforce(reach).map(|status| status.ruleset) {
        Ok(RulesetStatus::FullyEnforced) => Fence::Whole,
        Ok(RulesetStatus::PartiallyEnforced) => Fence::Part,
        Ok(RulesetStatus::NotEnforced) | Err(_) => Fence::None,
    }
}

fn enforce(reach: &Reach) -> Result<landlock::RestrictionStatus, landlock::RulesetError> {
    use landlock::{
        ABI, Access as _, AccessFs, AccessNet, BitFlags, NetPort, Ruleset, RulesetAttr as _,
        RulesetCreatedAttr as _, RulesetError, Scope, make_bitflags, path_beneath_rules,
    };
    /// The newest kernel interface whose rules are asked for; an older kernel gives what it has.
    const KNOWN: ABI = ABI::V6;
    let read: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile | ReadDir});
    let write = read | make_bitflags!(AccessFs::{WriteFile | RemoveFile | MakeReg | Truncate});
    let ports = reach
        .ports
        .iter()
        .map(|port| Ok::<_, RulesetError>(NetPort::new(*port, AccessNet::ConnectTcp)));
    Ruleset::default()
        .handle_access(AccessFs::from_all(KNOWN))?
        .handle_access(AccessNet::from_all(KNOWN))?
        .scope(Scope::from_all(KNOWN))?
        .create()?
        // What is not there cannot be reached, and needs no rule.
        .add_rules(path_beneath_rules(&reach.write, write))?
        .add_rules(path_beneath_rules(&reach.read, read))?
        .add_rules(path_beneath_rules(&reach.devices, AccessFs::WriteFile))?
        .add_rules(ports)?
        .restrict_self()
}

/// Refuses calls for good that no session needs; whether the kernel took it.
pub fn refuse_calls(reach: &Reach) -> bool {
    calls::refuse(!reach.ports.is_empty())
}

/// Keeps all of this process's memory out of swap, from now on too; whether it did.
///
/// Only where the system lets it lock as much as it may ever ask for: with less, a later request for memory
/// would fail in the middle of a session.
pub(super) fn lock_memory() -> bool {
    use rustix::mm::{MlockAllFlags, mlockall};
    use rustix::process::{Resource, getrlimit};
    raise_to_its_most(Resource::Memlock);
    let [lock, space] = [Resource::Memlock, Resource::As].map(|what| getrlimit(what).current);
    // What is asked for and never touched costs nothing: pages are locked as they are used.
    let all = MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT;
    covers(lock, space) && mlockall(all).is_ok()
}

/// Whether what may be locked is as much as what may be asked for; `None` is without bound.
fn covers(lock: Option<u64>, space: Option<u64>) -> bool {
    lock.is_none_or(|lock| space.is_some_and(|space| space <= lock))
}

/// Raises a limit as far as this process may.
fn raise_to_its_most(resource: rustix::process::Resource) {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    let maximum = getrlimit(resource).maximum;
    let wanted = Rlimit {
        current: maximum,
        maximum,
    };
    // Where it may not, it stays as it is.
    setrlimit(resource, wanted).ok();
}

/// Keeps this process's memory out of core files, and from other processes of the same user; whether it worked.
pub(super) fn hide() -> bool {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
}

/// Lets no program that is started gain privileges; whether it worked.
pub(super) fn no_new_privileges() -> bool {
    let set = rustix::thread::set_no_new_privs(true);
    set.is_ok() && rustix::thread::no_new_privs().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn memory_is_locked_only_where_all_that_may_be_asked_for_is() {
        assert!(covers(None, None) && covers(None, Some(1)) && covers(Some(8), Some(8)));
        assert!(!covers(Some(8), None) && !covers(Some(8), Some(9)));
    }
}
